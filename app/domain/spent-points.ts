/** points.md 4, `spentPoints`: what of a reward's points returns when the order that used it is refunded or cancelled. */
import type { Scaling } from './adjustments.ts';
import { heldAmounts, isCartReward } from './cart-points.ts';
import { earningMoney } from './earning-money.ts';
import {
  compare,
  div,
  floor,
  type Fraction,
  fraction,
  isPositive,
  max,
  mul,
  one,
  sub,
  sum,
  zero,
} from './fraction.ts';
import type { OrderLine } from './line-amounts.ts';
import type { OrderState } from './order-facts.ts';
import { amountTaken } from './order-state.ts';
import { decimal } from './money.ts';
import type { Program } from './program.ts';
import { count } from './reckoning.ts';
import type { Redemption } from './redemption.ts';

const VOID_STATUSES = new Set(['refunded', 'voided']);

/** What is left after refunds by hand, which take their share of everything. */
function leftByHand({ refunded, total }: Scaling): Fraction {
  if (!isPositive(refunded)) return one;
  return isPositive(total) ? max(zero, sub(one, div(refunded, total))) : zero;
}

/** The share of the lines' amounts that is left. Where a reward made all of them free, pieces count. */
function keptShare(lines: readonly OrderLine[], scaling: Scaling): Fraction {
  const amount = sum(lines.map((line) => line.amount));
  if (isPositive(amount)) return mul(leftByHand(scaling), div(sum(lines.map((line) => line.kept)), amount));
  const pieces = lines.reduce((total, line) => total + line.facts.quantity, 0);
  const remaining = lines.reduce((total, line) => total + line.remaining, 0);
  return pieces === 0 ? one : fraction(BigInt(remaining), BigInt(pieces));
}

/** The share of the lines' amounts that is gone, between 0 and 1. A tip is no line of the shop's: who gets everything back may still have left one. */
export function goneShare(order: OrderState, program: Program): Fraction {
  const facts = order.order?.facts ?? null;
  if (facts === null) return zero;
  if (order.deleted || facts.cancelledAt !== null || VOID_STATUSES.has(facts.financialStatus ?? ''))
    return one;
  const { money } = earningMoney(facts, order.refunds, program.earning.rates);
  const { lines, scaling } = count(order, facts, program, money);
  return sub(
    one,
    keptShare(
      lines.filter((line) => !line.facts.tip),
      scaling,
    ),
  );
}

/**
 * Points in the cart that the order did not need, as it came to less than they are worth: their share of the worth that the code did not take. 0 for other
 * rewards; null where the order does not tell, which is no reason to move any.
 */
export function unneededPoints(
  { reward, points, code }: Pick<Redemption, 'reward' | 'points' | 'code'>,
  order: OrderState,
): bigint | null {
  if (!isCartReward(reward)) return 0n;
  const took = amountTaken(order, code);
  const facts = order.order?.facts;
  if (!facts || took === null) return null;
  const { presentmentCurrency, shopCurrency } = facts;
  const taken = presentmentCurrency === shopCurrency ? took.shop : took.presentment;
  const held = heldAmounts(reward).find(({ currency }) => currency === presentmentCurrency)?.amount;
  if (taken === null || held === undefined) return null;
  const left = max(zero, sub(one, div(decimal(taken), decimal(held))));
  return floor(mul(fraction(points), left));
}

/** How many of a reward's points should have returned in all. */
export function pointsToReturn(
  points: bigint,
  gone: Fraction,
  mode: Program['refunds']['spentPoints'],
): bigint {
  if (mode === 'keep') return 0n;
  if (mode === 'onFullRefund') return compare(gone, one) >= 0 ? points : 0n;
  return floor(mul(fraction(points), gone));
}
