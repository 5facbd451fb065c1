import { addressIn } from '../data/addresses.ts';
import { products } from '../data/catalogue.ts';
import { markets } from '../data/markets.ts';
import { taxesFor } from '../data/taxes.ts';
import type { Market, Product, Variant } from '../state/catalogue-types.ts';
import type { CheckoutRefusal, CheckoutRequest } from '../state/dev-store.ts';
import type { Address, Customer, Order, OrderLine, ShippingLine } from '../state/order-types.ts';
import { applyDiscounts } from './apply-discounts.ts';
import { eligibleDiscounts } from './eligible-discounts.ts';
import type { FindDiscounts } from './eligible-discounts.ts';
import { goodsLine, shippingLine, taxLines, tipLine } from './order-lines.ts';
import type { NewId } from './order-lines.ts';
import { lineAmount, shippingAmount } from './order-totals.ts';

const quantityMax = 1000;

type Surroundings = {
  customer: Customer | null;
  newId: NewId;
  discounts: FindDiscounts;
  /** Milliseconds: when the checkout happens. */
  now: number;
};

/** A variant with its product, or null. */
export function findVariant(id: number): { product: Product; variant: Variant } | null {
  for (const product of products) {
    const variant = product.variants.find((each) => each.id === id);
    if (variant) return { product, variant };
  }
  return null;
}

/** Prices, discounts, shipping and taxes of a cart as an order that is not paid and has no number yet. */
export function draftOrder(
  request: CheckoutRequest,
  { customer, newId, discounts, now }: Surroundings,
): { ok: true; order: Order } | CheckoutRefusal {
  const market = markets.find((each) => each.handle === request.market);
  if (!market) return refuse('unknown-market', `There is no market "${request.market}".`);
  const goods = goodsLines(request, market, newId);
  if (!goods.ok) return goods;
  const made = request.processedAt ?? now;
  const shipped = shippingLines(request, market, goods.lines, newId);
  if (!shipped.ok) return shipped;
  const tip = request.tip ?? 0n;
  if (tip < 0n) return refuse('bad-tip', 'A tip cannot be below zero.');
  const address = destination(request, customer, market);
  const locale = request.locale ?? customer?.locale ?? market.locales[0] ?? 'en';
  const eligible = eligibleDiscounts(discounts, {
    customer,
    market,
    locale,
    lines: goods.lines,
    shippingLines: shipped.lines,
    address,
    codes: request.codes,
    now: made,
  });
  if (!eligible.ok) return eligible;
  const discountApplications = applyDiscounts(eligible.discounts, goods.lines, shipped.lines, market);
  addTaxes(goods.lines, shipped.lines, address, market);
  const gateway = request.gateway ?? 'shopify_payments';
  const lines = tip > 0n ? [...goods.lines, tipLine(tip, gateway, market, newId)] : goods.lines;
  const order: Order = {
    ...blankOrder(market, made),
    customerId: customer?.id ?? null,
    email: request.email ?? customer?.email ?? null,
    locale,
    sourceName: request.sourceName ?? 'web',
    test: request.test ?? false,
    tags: request.tags ?? [],
    note: request.note ?? null,
    billingAddress: address,
    shippingAddress: shipped.lines.length > 0 ? address : null,
    lines,
    shippingLines: shipped.lines,
    discountApplications,
  };
  return { ok: true, order };
}

function refuse(reason: CheckoutRefusal['reason'], detail: string): CheckoutRefusal {
  return { ok: false, reason, detail };
}

function goodsLines(
  request: CheckoutRequest,
  market: Market,
  newId: NewId,
): { ok: true; lines: OrderLine[] } | CheckoutRefusal {
  if (request.lines.length === 0) return refuse('empty-cart', 'The cart is empty.');
  const lines: OrderLine[] = [];
  for (const wanted of request.lines) {
    const found = findVariant(wanted.variantId);
    if (!found) return refuse('unknown-variant', `There is no variant ${wanted.variantId}.`);
    if (!Number.isInteger(wanted.quantity) || wanted.quantity < 1 || wanted.quantity > quantityMax)
      return refuse('bad-quantity', `A quantity is a whole number from 1 to ${quantityMax}.`);
    lines.push({
      ...goodsLine(found, wanted.quantity, market, newId),
      properties: wanted.properties ?? [],
    });
  }
  return { ok: true, lines };
}

function shippingLines(
  request: CheckoutRequest,
  market: Market,
  lines: readonly OrderLine[],
  newId: NewId,
): { ok: true; lines: ShippingLine[] } | CheckoutRefusal {
  if (!lines.some((line) => line.requiresShipping)) return { ok: true, lines: [] };
  const rate = request.shippingRate
    ? market.shippingRates.find((each) => each.handle === request.shippingRate)
    : market.shippingRates[0];
  if (!rate) return refuse('unknown-rate', `There is no shipping rate "${request.shippingRate}".`);
  return { ok: true, lines: [shippingLine(rate, market, newId)] };
}

function destination(request: CheckoutRequest, customer: Customer | null, market: Market): Address {
  if (request.address) return request.address;
  if (customer && market.countries.includes(customer.address.countryCode)) return customer.address;
  const person = customer ?? { firstName: 'Guest', lastName: 'Shopper' };
  const { firstName, lastName } = person;
  return addressIn(market.countries[0] ?? 'US', { firstName, lastName });
}

function addTaxes(
  lines: readonly OrderLine[],
  shipping: readonly ShippingLine[],
  address: Address,
  market: Market,
): void {
  for (const line of lines) {
    const product = line.variantId === null ? null : findVariant(line.variantId)?.product;
    const taxes = taxesFor(address, product?.taxClass ?? 'none');
    line.taxLines = taxLines(lineAmount(line), taxes, market.taxesIncluded);
  }
  for (const line of shipping)
    line.taxLines = taxLines(shippingAmount(line), taxesFor(address, 'shipping'), market.taxesIncluded);
}

function blankOrder(market: Market, made: number): Order {
  return {
    id: 0,
    orderNumber: 0,
    token: '',
    confirmationNumber: '',
    customerId: null,
    email: null,
    market: market.handle,
    locale: 'en',
    shopCurrency: 'USD',
    presentmentCurrency: market.currency,
    taxesIncluded: market.taxesIncluded,
    sourceName: 'web',
    test: false,
    tags: [],
    note: null,
    createdAt: made,
    processedAt: made,
    updatedAt: made,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    deletedAt: null,
    billingAddress: null,
    shippingAddress: null,
    lines: [],
    shippingLines: [],
    discountApplications: [],
    transactions: [],
    refunds: [],
    fulfilments: [],
    edits: [],
  };
}
