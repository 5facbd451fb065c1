/** Orders made up to show what a programme does: reckoned by the same function as real ones. */
import { target, type Target } from './earning.ts';
import { fraction, mul } from './fraction.ts';
import { decimal, displayedAmount } from './money.ts';
import type { OrderFacts } from './order-facts.ts';
import { emptyOrderState } from './order-state.ts';
import type { Market, Program } from './program.ts';
import { suggestedSpend } from './suggested-rates.ts';

/** Amounts in the currency, as decimals. */
export type ExampleOrder = {
  currency: string;
  market: Pick<Market, 'countries'> | null;
  goods: string;
  /** Tax of the goods: in their price, or on top of it. */
  tax?: { amount: string; included: boolean };
  shipping?: string;
  giftCard?: string;
  /** When it was ordered and paid, and fulfilled. */
  at: string;
  fulfilledAt?: string;
  /** What campaigns and levels ask for. `level`: the id of the one held just before it. */
  level?: string | null;
  firstOrder?: boolean;
  channel?: string;
  product?: { id?: string; vendor?: string; tags?: string[]; collectionIds?: string[] };
};

const both = (amount: string) => ({ shop: amount, presentment: amount });

const line = (id: string, price: string, rest: Partial<OrderFacts['lines'][number]>) => ({
  ...{ id, productId: null, variantId: null, vendor: null, quantity: 1, currentQuantity: 1 },
  ...{ giftCard: false, tip: false, unitPrice: both(price), discounts: both('0'), taxes: both('0') },
  ...rest,
});

/** No product of a shop: their ids are longer. */
const PRODUCT_ID = '1';

function factsOf(example: ExampleOrder): OrderFacts {
  const { currency, market, goods, tax, shipping, giftCard, at, channel = null, product } = example;
  const country = market?.countries[0] ?? null;
  return {
    ...{ orderId: '1', name: '#1', customerId: '1', processedAt: at, updatedAt: at, cancelledAt: null },
    ...{ financialStatus: 'paid', fulfilled: true, test: false, company: false, channel, tags: [] },
    ...{ shippingCountry: country, billingCountry: country, shopCurrency: currency },
    ...{ presentmentCurrency: currency, taxesIncluded: tax?.included ?? true },
    ...{ totalOutstanding: '0', currentTotalPrice: null, discountCodes: [] },
    lines: [
      line('1', goods, {
        ...{ productId: product ? (product.id ?? PRODUCT_ID) : null, vendor: product?.vendor ?? null },
        taxes: both(tax?.amount ?? '0'),
      }),
      ...(giftCard ? [line('2', giftCard, { giftCard: true })] : []),
    ],
    shippingLines: shipping
      ? [{ removed: false, price: both(shipping), discounts: both('0'), taxes: both('0') }]
      : [],
  };
}

/** What it earns by the rates alone: without levels and campaigns. */
export function exampleTarget(program: Program, example: ExampleOrder): Target {
  return boostedTarget({ ...program, campaigns: [], tiers: null }, example);
}

/** What it earns with the campaigns of its moment and the level that it names. */
export function boostedTarget(program: Program, example: ExampleOrder): Target {
  const { at, fulfilledAt = at, level = null, firstOrder = false, product } = example;
  const facts = factsOf(example);
  const known = { tags: product?.tags ?? [], collectionIds: product?.collectionIds ?? [] };
  const lookups = { customerTags: {}, lines: { [product?.id ?? PRODUCT_ID]: known } };
  return target(
    { ...emptyOrderState, order: { facts, triggeredAt: null, hash: '0'.repeat(64) }, fulfilledAt, lookups },
    { shopIsDevelopment: false, member: true, programPublished: true, level, firstOrder },
    { number: 1, publishedAt: at, program },
  );
}

/** What an order of a currency is counted in (earning-money.ts): without a rate of its own in shop money, which examples are then made up in. */
export function countedCurrency({ earning }: Program, currency: string, shopCurrency: string): string {
  const isRated = (one: string) => earning.rates.some((rate) => rate.currency === one);
  return !isRated(currency) && isRated(shopCurrency) ? shopCurrency : currency;
}

/** The points of an order that an example is told for: near so many times what one point is given for. */
export const EXAMPLE_TIMES = 84n;

/** So many times what one point is suggested for, or else what the programme gives its points for: "84.00" of euros, "8400" of yen. */
export function exampleAmount(program: Program, currency: string, times: bigint, of = 1n): string {
  const rate = program.earning.rates.find((one) => one.currency === currency);
  const spend = suggestedSpend(currency) ?? rate?.spend ?? '1';
  return displayedAmount(mul(decimal(spend), fraction(times, of)), currency);
}
