import { decimal } from './money.ts';
import type { Fraction } from './fraction.ts';
import type { Amount, OrderFacts, RefundFacts, Versioned } from './order-facts.ts';
import type { Rate } from './program.ts';

export type MoneyKind = 'presentment' | 'shop';

/** The one money that all amounts of an order are taken in, and its rate; without a rate the order earns nothing, but counts for tiers in shop money. */
export type EarningMoney = { money: MoneyKind; currency: string; rate: Rate | null };

type RefundVersions = readonly Versioned<RefundFacts>[];

function* amountsOf(order: OrderFacts, refunds: RefundVersions): Iterable<Amount> {
  for (const line of order.lines) yield* [line.unitPrice, line.discounts, line.taxes];
  for (const line of order.shippingLines) yield* [line.price, line.discounts, line.taxes];
  for (const { facts } of refunds) {
    for (const adjustment of facts.adjustments) yield* [adjustment.amount, adjustment.tax];
    for (const shipping of facts.shipping ?? []) yield* [shipping.amount, shipping.tax];
  }
}

function isKnownInPresentment(order: OrderFacts, refunds: RefundVersions): boolean {
  for (const amount of amountsOf(order, refunds)) if (amount.presentment === null) return false;
  return true;
}

/** points.md 2, step 2. There is no conversion: where a payload tells some amount in shop money alone, shop money it is. */
export function earningMoney(
  order: OrderFacts,
  refunds: RefundVersions,
  rates: readonly Rate[],
): EarningMoney {
  const rateOf = (currency: string): Rate | null => rates.find((rate) => rate.currency === currency) ?? null;
  const presentmentRate = rateOf(order.presentmentCurrency);
  if (presentmentRate && isKnownInPresentment(order, refunds))
    return { money: 'presentment', currency: order.presentmentCurrency, rate: presentmentRate };
  return { money: 'shop', currency: order.shopCurrency, rate: rateOf(order.shopCurrency) };
}

/** The exact value of an amount in the money that was chosen. Throws where `earningMoney` was not asked first. */
export function inMoney(amount: Amount, money: MoneyKind): Fraction {
  const text = amount[money];
  if (text === null)
    throw new Error('an amount that is known in shop money alone was asked for in presentment money');
  return decimal(text);
}
