import fc from 'fast-check';
import { draftOrder } from '../checkout/draft-order.ts';
import { payRest } from '../checkout/change-order.ts';
import type { FindDiscounts } from '../checkout/eligible-discounts.ts';
import type { NewId } from '../checkout/order-lines.ts';
import { places } from '../data/addresses.ts';
import { discountCodes, products } from '../data/catalogue.ts';
import { markets } from '../data/markets.ts';
import { merchantsCode } from '../state/known-discounts.ts';
import type { CheckoutRequest } from '../state/dev-store.ts';
import type { Order } from '../state/order-types.ts';

export const testNow = Date.parse('2026-11-21T12:00:00Z');

/** Ids that count from 1. */
export function countingIds(): NewId {
  let id = 0;
  return () => (id += 1);
}

const variantIds = products.flatMap((product) => product.variants.map((variant) => variant.id));

/** Any cart that the shop's pages could put together, in any market. */
export const checkoutRequests: fc.Arbitrary<CheckoutRequest> = fc
  .record({
    market: fc.constantFrom(...markets),
    lines: fc.array(
      fc.record({
        variantId: fc.constantFrom(...variantIds),
        quantity: fc.integer({ min: 1, max: 7 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    codes: fc.subarray(['WELCOME10', 'FIVEOFF', 'FREESHIP']),
    tip: fc.bigInt({ min: 0n, max: 3000n }),
    shippingRate: fc.constantFrom('standard', 'express'),
    turn: fc.nat(),
  })
  .map(({ market, turn, ...rest }) => {
    const there = places.filter((place) => market.countries.includes(place.countryCode));
    const place = there[turn % there.length];
    if (!place) throw new Error(`No sample address in ${market.handle}`);
    const address = { ...place, firstName: 'Ada', lastName: 'Marsh', address2: null, phone: null };
    return { ...rest, customerId: null, market: market.handle, address };
  });

const discounts: FindDiscounts = {
  byCode(text) {
    const found = discountCodes.find((each) => each.code === text.toUpperCase());
    return found ? merchantsCode(found) : null;
  },
  automatic: () => [],
};

/** The paid order of a request. */
export function paidOrder(request: CheckoutRequest, newId: NewId = countingIds()): Order {
  const drafted = draftOrder(request, { customer: null, newId, discounts, now: testNow });
  if (!drafted.ok) throw new Error(drafted.detail);
  const order = { ...drafted.order, id: newId('Order'), orderNumber: 1001, token: 'a'.repeat(32) };
  const paid = payRest(order, { newId, now: testNow });
  return paid.ok ? paid.order : order;
}
