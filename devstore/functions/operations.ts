import { z } from 'zod';
import type { Cart } from '../checkout/eligible-discounts.ts';
import { gross } from '../checkout/order-lines.ts';
import { ofHundred, parseRate, takenOff } from '../checkout/reductions.ts';
import type { DiscountClass, ReducedLine, Reduction, ReductionValue } from '../checkout/reductions.ts';
import { parseDecimal } from '../money.ts';
import { cartLineGid, deliveryGroupGid } from './cart-input.ts';

// What of the results is imitated: the rest of what the schema allows is refused by name, never passed over.
const value = z.union([
  z.strictObject({ percentage: z.strictObject({ value: z.string() }) }),
  z.strictObject({
    fixedAmount: z.strictObject({
      amount: z.string(),
      appliesToEachItem: z.literal(false, 'appliesToEachItem is not imitated').optional(),
    }),
  }),
]);
const candidate = { value, message: z.string().nullish() };
const lineTarget = z.strictObject({
  cartLine: z.strictObject({ id: z.string(), quantity: z.int().positive().nullish() }),
});
const orderTarget = z.strictObject({
  orderSubtotal: z.strictObject({ excludedCartLineIds: z.array(z.string()) }),
});
const deliveryTarget = z.union([
  z.strictObject({ deliveryGroup: z.strictObject({ id: z.string() }) }),
  z.strictObject({ deliveryOption: z.strictObject({ handle: z.string() }) }),
]);

const productCandidate = z.strictObject({ ...candidate, targets: z.array(lineTarget).min(1) });
const orderCandidate = z.strictObject({ ...candidate, targets: z.tuple([orderTarget]) });
const deliveryCandidate = z.strictObject({ ...candidate, targets: z.array(deliveryTarget).min(1) });

const cartResult = z.strictObject({
  operations: z.array(
    z.union([
      z.strictObject({
        productDiscountsAdd: z.strictObject({
          selectionStrategy: z.enum(['FIRST', 'MAXIMUM', 'ALL']),
          candidates: z.array(productCandidate),
        }),
      }),
      z.strictObject({
        orderDiscountsAdd: z.strictObject({
          selectionStrategy: z.enum(['FIRST', 'MAXIMUM']),
          candidates: z.array(orderCandidate),
        }),
      }),
    ]),
  ),
});
const deliveryResult = z.strictObject({
  operations: z.array(
    z.strictObject({
      deliveryDiscountsAdd: z.strictObject({
        selectionStrategy: z.literal('ALL'),
        candidates: z.array(deliveryCandidate),
      }),
    }),
  ),
});

type GoodsReduction = Exclude<Reduction, { discountClass: 'SHIPPING' }>;

/** What a Function's answer for the cart does; throws for operations that the dev store does not imitate, or of a class that the discount has not. */
export function cartReductions(
  answer: unknown,
  cart: Cart,
  classes: readonly DiscountClass[],
): GoodsReduction[] {
  const reductions = cartResult.parse(answer).operations.flatMap((operation) => {
    if ('orderDiscountsAdd' in operation) {
      const { selectionStrategy, candidates } = operation.orderDiscountsAdd;
      const all = candidates.map((each) => orderReduction(each, cart));
      return chosen(selectionStrategy, all, cart);
    }
    const { selectionStrategy, candidates } = operation.productDiscountsAdd;
    return chosen(
      selectionStrategy,
      candidates.map((each) => productReduction(each, cart)),
      cart,
    );
  });
  const wrong = reductions.find(({ discountClass }) => !classes.includes(discountClass));
  if (wrong)
    throw new Error(`A discount of ${classes.join(', ')} was given an operation of ${wrong.discountClass}`);
  return reductions;
}

/** What a Function's answer for the delivery options does to the one that was chosen. */
export function deliveryReductions(answer: unknown, { shippingLines, market }: Cart): Reduction[] {
  const handle = shippingLines[0]?.handle;
  return deliveryResult
    .parse(answer)
    .operations.flatMap(({ deliveryDiscountsAdd }) => deliveryDiscountsAdd.candidates)
    .filter(({ targets }) =>
      targets.some((target) =>
        'deliveryGroup' in target
          ? target.deliveryGroup.id === deliveryGroupGid
          : target.deliveryOption.handle === handle,
      ),
    )
    .map((each) => ({ discountClass: 'SHIPPING', value: valueOf(each.value, market.currency) }));
}

function chosen(
  strategy: 'FIRST' | 'MAXIMUM' | 'ALL',
  reductions: GoodsReduction[],
  cart: Cart,
): GoodsReduction[] {
  if (strategy === 'ALL') return reductions;
  if (strategy === 'FIRST') return reductions.slice(0, 1);
  const worth = (reduction: GoodsReduction) => takenOff(reduction.value, wholeOf(reduction, cart));
  return reductions.toSorted((a, b) => (worth(a) < worth(b) ? 1 : -1)).slice(0, 1);
}

function wholeOf({ lines }: GoodsReduction, cart: Cart): bigint {
  const named = lines && new Set(lines.map(({ lineId }) => lineId));
  const among = cart.lines.filter((line) => !named || named.has(line.id));
  return among.reduce((sum, line) => sum + gross(line).presentment, 0n);
}

function orderReduction(each: z.output<typeof orderCandidate>, { lines, market }: Cart): GoodsReduction {
  const excluded = each.targets[0].orderSubtotal.excludedCartLineIds;
  const left = lines.filter((line) => !line.giftCard && !excluded.includes(cartLineGid(line.id)));
  const isAll = left.length === lines.filter((line) => !line.giftCard).length;
  return {
    discountClass: 'ORDER',
    lines: isAll ? null : left.map(({ id }) => ({ lineId: id, quantity: null })),
    value: valueOf(each.value, market.currency),
  };
}

function productReduction(each: z.output<typeof productCandidate>, { lines, market }: Cart): GoodsReduction {
  const targets = each.targets.map(({ cartLine }): ReducedLine => {
    const line = lines.find(({ id }) => cartLineGid(id) === cartLine.id);
    if (!line) throw new Error(`A Function names the line ${cartLine.id}, which the cart has not`);
    return { lineId: line.id, quantity: cartLine.quantity ?? null };
  });
  return { discountClass: 'PRODUCT', lines: targets, value: valueOf(each.value, market.currency) };
}

function valueOf(given: z.output<typeof value>, currency: Cart['market']['currency']): ReductionValue {
  if ('percentage' in given) {
    const rate = parseRate(given.percentage.value);
    if (!rate) throw new Error(`${given.percentage.value} is no percentage`);
    return { rate: ofHundred(rate) };
  }
  const amount = parseDecimal(given.fixedAmount.amount, currency);
  if (amount === null || amount < 0n)
    throw new Error(`${given.fixedAmount.amount} is no amount of ${currency}`);
  return { amount };
}
