/**
 * An order as an example of what a programme does ("an order of 84,00 € earns 84"), reckoned by the engine itself: one line of which nothing is
 * discounted, returned or taxed.
 */
import { target } from './earning.ts';
import type { OrderFacts, OrderLookups, OrderState } from './order-facts.ts';
import { emptyOrderState } from './order-state.ts';
import type { Program } from './program.ts';

export type ExampleOrder = {
  /** In `currency`: what the line costs. */
  amount: string;
  currency: string;
  /** Handle of the market that it is shipped to; null: to no market's country. */
  market: string | null;
  /** Instant at which it is placed. */
  at: string;
  /** Id of the level held just before it. */
  level: string | null;
  firstOrder?: boolean;
  channel?: string | null;
  product?: Partial<ExampleProduct>;
};

export type ExampleProduct = { id: string; vendor: string | null; tags: string[]; collectionIds: string[] };

/** No product of a shop: their ids are longer. */
const PRODUCT: ExampleProduct = { id: '1', vendor: null, tags: [], collectionIds: [] };

/** The points that the order earns, paid and fulfilled, by a member under this programme. */
export function examplePoints(program: Program, order: ExampleOrder): bigint {
  const history = {
    shopIsDevelopment: false,
    member: true,
    programPublished: true,
    level: order.level,
    firstOrder: order.firstOrder ?? false,
  };
  return target(stateOf(program, order), history, { number: 1, publishedAt: order.at, program }).points;
}

function stateOf(program: Program, order: ExampleOrder): OrderState {
  const product = { ...PRODUCT, ...order.product };
  const lookups: OrderLookups = {
    customerTags: {},
    lines: { [product.id]: { tags: product.tags, collectionIds: product.collectionIds } },
  };
  const versioned = { facts: factsOf(program, order, product), triggeredAt: null, hash: '' };
  return { ...emptyOrderState, order: versioned, fulfilledAt: order.at, lookups };
}

function factsOf(
  { markets }: Program,
  { amount, currency, market, at, channel = 'web' }: ExampleOrder,
  { id, vendor }: ExampleProduct,
): OrderFacts {
  const country = markets.find(({ handle }) => handle === market)?.countries[0] ?? null;
  const money = (value: string) => ({ shop: value, presentment: value });
  return {
    ...{ orderId: '1', name: '', customerId: '1', processedAt: at, updatedAt: null, cancelledAt: null },
    ...{ financialStatus: 'paid', fulfilled: true, test: false, company: false, channel, tags: [] },
    ...{ shippingCountry: country, billingCountry: country, shopCurrency: currency },
    ...{ presentmentCurrency: currency, taxesIncluded: true, totalOutstanding: null },
    ...{ currentTotalPrice: null, discountCodes: [], shippingLines: [] },
    lines: [
      {
        ...{ id: '1', productId: id, variantId: null, vendor, quantity: 1, currentQuantity: null },
        ...{ giftCard: false, tip: false },
        ...{ unitPrice: money(amount), discounts: money('0'), taxes: money('0') },
      },
    ],
  };
}
