/** Writes down how `target()` came to its points, or why there are none: what is stored with the entry. */
import type { EarningMoney } from './earning-money.ts';
import type { NoPointsReason, OrderExplanation } from './explanation.ts';
import { fractionText, one, sub } from './fraction.ts';
import type { Multiplied } from './multipliers.ts';
import type { OrderState } from './order-facts.ts';
import type { Market, Program, PublishedProgram } from './program.ts';
import type { Reckoned } from './reckoning.ts';

/** What is known of an order before anything of it is reckoned. */
export type Base = { order: OrderState; version: PublishedProgram | null; market: Market | null };

/** The explanation of an order of which nothing is reckoned. */
export function emptyExplanation(
  { order, version, market }: Base,
  reason: NoPointsReason | null,
): OrderExplanation {
  return {
    kind: 'order',
    orderId: order.order?.facts.orderId ?? null,
    orderName: order.order?.facts.name ?? null,
    programNumber: version?.number ?? null,
    reason,
    market: market?.handle ?? null,
    level: null,
    money: null,
    currency: null,
    rate: null,
    taxes: null,
    lines: [],
    shipping: null,
    refunds: order.refunds.length,
    discrepancy: null,
    unpaidShare: null,
    factor: null,
    eligible: '0',
    counted: '0',
    stacking: null,
    multiplied: '0',
    granularity: null,
    rounding: null,
    campaigns: [],
    bonuses: [],
    basePoints: '0',
    points: '0',
  };
}

function multiplierTexts({ multipliers, multiplier }: Multiplied) {
  return {
    multipliers: multipliers.map(({ source, by }) => ({ source, by: fractionText(by) })),
    multiplier: fractionText(multiplier),
  };
}

/** The steps of the reckoning: amounts, scaling and multipliers. */
export function reckonedExplanation(
  reckoned: Reckoned,
  program: Program,
  money: EarningMoney,
): Partial<OrderExplanation> {
  const { lines, shipping, scaling } = reckoned;
  return {
    level: reckoned.boosts.level && { id: reckoned.boosts.level.id, name: reckoned.boosts.level.name },
    money: money.money,
    currency: money.currency,
    rate: money.rate,
    taxes: program.earning.basis.taxes,
    lines: lines.map((line) => ({
      lineId: line.facts.id,
      quantity: line.facts.quantity,
      remaining: line.remaining,
      amount: fractionText(line.amount),
      kept: fractionText(line.kept),
      notCounted: line.notCounted,
      ...multiplierTexts(line),
    })),
    shipping: shipping && {
      amount: fractionText(shipping.amount),
      refunded: fractionText(shipping.refunded),
      kept: fractionText(shipping.kept),
      ...multiplierTexts(shipping),
    },
    discrepancy:
      scaling.refunded.n > 0n
        ? { refunded: fractionText(scaling.refunded), total: fractionText(scaling.total) }
        : null,
    unpaidShare:
      scaling.paidShare.n === scaling.paidShare.d ? null : fractionText(sub(one, scaling.paidShare)),
    factor: fractionText(scaling.factor),
    eligible: fractionText(reckoned.eligible),
    counted: fractionText(reckoned.counted),
    stacking: program.earning.stacking,
    multiplied: fractionText(reckoned.multiplied),
    granularity: program.earning.granularity,
    rounding: program.earning.rounding,
  };
}

/** The bonuses, and the names of all campaigns that the explanation speaks of: it must be readable when the programme has none of them any more. */
export function campaignExplanation(
  reckoned: Reckoned,
  program: Program,
): Pick<OrderExplanation, 'campaigns' | 'bonuses'> {
  const multiplying = [...reckoned.lines, ...(reckoned.shipping ? [reckoned.shipping] : [])]
    .flatMap(({ multipliers }) => multipliers)
    .flatMap(({ source }) => (source.kind === 'campaign' ? [source.id] : []));
  const acting = new Set([...multiplying, ...reckoned.bonuses.map(({ campaign }) => campaign)]);
  return {
    campaigns: program.campaigns.filter(({ id }) => acting.has(id)).map(({ id, name }) => ({ id, name })),
    bonuses: reckoned.bonuses.map(({ campaign, points }) => ({ campaign, points: String(points) })),
  };
}
