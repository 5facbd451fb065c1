// points.md 2: what one order earns under one version of the programme.
import { countedOf, eligible, type Money, names } from './amounts.ts';
import { type Campaign, moment, type OrderFacts, type Program, shareATag } from './facts.ts';
import type { Known } from './known.ts';
import {
  floor,
  greater,
  isAtLeast,
  isPositive,
  minus,
  ONE,
  over,
  plus,
  type Ratio,
  ratioOf,
  rounded,
  times,
  total,
  whole,
  ZERO,
} from './ratio.ts';

/** What the member's past says about the order. */
export type Past = { level: string | null; firstOrder: boolean };
export type Worth = {
  points: bigint;
  basePoints: bigint;
  /** E in the money of step 2. */
  eligible: Ratio;
  /** E in shop money: the basis `spend`. */
  spend: Ratio;
};

const PAID = ['paid', 'partially_refunded', 'partially_paid'];

/** What is asked of an order from before the programme: "only for its status, cancellation and `test`" */
export const paidAndStanding = (known: Known, shopIsDevelopment: boolean): boolean =>
  known.stands && PAID.includes(known.status ?? '') && (!known.facts.test || shopIsDevelopment);

/** Step 1. */
export function qualifies(known: Known, program: Program, shopIsDevelopment: boolean): boolean {
  const { facts } = known;
  const { enrolment, earning } = program;
  // "Not cancelled or deleted; `financial_status` is `paid`, `partially_refunded` or `partially_paid`"; "a test order only on a development store"
  if (!paidAndStanding(known, shopIsDevelopment)) return false;
  // "with `awardOn: "fulfilled"` also fully fulfilled at some time"
  if (earning.awardOn === 'fulfilled' && !known.fulfilled) return false;
  // "No excluded order tag (trimmed, without case), channel (`source_name`) or customer tag"
  if (shareATag(facts.tags, earning.exclusions?.orderTags ?? [])) return false;
  if (facts.channel !== null && (earning.exclusions?.channels ?? []).includes(facts.channel)) return false;
  const customerTags = facts.customerId === null ? [] : (known.lookups?.customerTags[facts.customerId] ?? []);
  if (shareATag(customerTags, enrolment.excludedCustomerTags ?? [])) return false;
  // "a business order (`company`) only with `businessOrders`"
  return !facts.company || enrolment.businessOrders;
}

/** Step 0. */
export function marketOf(facts: OrderFacts, program: Program): string | null {
  const markets = program.markets ?? [];
  const country = facts.shippingCountry ?? facts.billingCountry;
  if (country !== null) return markets.find((market) => market.countries.includes(country))?.handle ?? null;
  // "without either, the only market with the presentment currency"
  const fitting = markets.filter((market) => market.currency === facts.presentmentCurrency);
  return fitting.length === 1 ? (fitting[0]?.handle ?? null) : null;
}

/** An amount that a payload told in shop money alone makes the whole order one in shop money (decision 0006). */
function knowsPresentment({ facts, refunds }: Known): boolean {
  const amounts = [
    ...facts.lines.flatMap((line) => [line.unitPrice, line.discounts, line.taxes]),
    ...facts.shippingLines.flatMap((line) => [line.price, line.discounts, line.taxes]),
    ...refunds.flatMap((refund) => [
      ...refund.adjustments.flatMap((adjustment) => [adjustment.amount, adjustment.tax]),
      ...(refund.shipping ?? []).flatMap((line) => [line.amount, line.tax]),
    ]),
  ];
  return amounts.every((amount) => amount.presentment !== null);
}

/** Step 2: the money that the order is taken in, with its rate; null where no rate fits. */
function moneyOf(known: Known, rates: Program['earning']['rates']) {
  const rateOf = (currency: string) => rates.find((rate) => rate.currency === currency);
  const { presentmentCurrency, shopCurrency } = known.facts;
  const presented = knowsPresentment(known) ? rateOf(presentmentCurrency) : undefined;
  if (presented) return { money: 'presentment' as Money, currency: presentmentCurrency, rate: presented };
  const inShop = rateOf(shopCurrency);
  return inShop ? { money: 'shop' as Money, currency: shopCurrency, rate: inShop } : null;
}

/** Step 7: whether the campaign holds for the order, lines aside. */
function holds(
  campaign: Campaign,
  order: { known: Known; currency: string; e: Ratio; past: Past; program: Program },
) {
  const { known, currency, e, past, program } = order;
  const { processedAt, channel } = known.facts;
  const t = moment(processedAt);
  const { markets, tiers, channels, minSpend, firstOrder } = campaign.when ?? {};
  // Decision 0043: "switched off it is kept, and no order is the better for it".
  if (campaign.active === false) return false;
  const market = marketOf(known.facts, program);
  // "A window is `startsAt <= t < endsAt`."
  if (campaign.startsAt && t < moment(campaign.startsAt)) return false;
  if (campaign.endsAt && t >= moment(campaign.endsAt)) return false;
  // "Missing, `null` and empty lists of conditions mean no condition"; "the conditions of `when` must all hold"
  if (markets?.length && (market === null || !markets.includes(market))) return false;
  if (tiers?.length && (past.level === null || !tiers.includes(past.level))) return false;
  if (channels?.length && (channel === null || !channels.includes(channel))) return false;
  if (firstOrder && !past.firstOrder) return false;
  if (!minSpend?.length) return true;
  // "A `minSpend` looks at `E`, in the earning currency; without an entry for that currency it does not hold."
  const least = minSpend.find((entry) => entry.currency === currency);
  return least !== undefined && isAtLeast(e, ratioOf(least.amount));
}

const limited = ({ lines }: Campaign): boolean =>
  lines !== null && lines !== undefined && Object.values(lines).some((list) => (list ?? []).length > 0);

/** "`add`: `1 + sum(m - 1)`. `multiply`: the product. `highest`: the maximum." */
function stacked(multipliers: readonly Ratio[], stacking: Program['earning']['stacking']): Ratio {
  if (stacking === 'add') return plus(ONE, total(multipliers.map((one) => minus(one, ONE))));
  if (stacking === 'multiply') return multipliers.reduce(times, ONE);
  return multipliers.reduce(greater, ONE);
}

/** Steps 2 to 8 of an order that qualifies; `past` tells the level held just before it and whether it is the member's first. */
export function worthOf(known: Known, program: Program, past: Past): Worth {
  const { earning } = program;
  const inShop = eligible(countedOf(known, earning, 'shop'));
  const taken = moneyOf(known, earning.rates);
  // "Else the target is 0 …(steps 3 to 6 still count for tiers, in shop money)."
  if (!taken) return { points: 0n, basePoints: 0n, eligible: inShop, spend: inShop };
  const counted = countedOf(known, earning, taken.money);
  const e = eligible(counted);
  const holding = (program.campaigns ?? []).filter((campaign) =>
    holds(campaign, { known, currency: taken.currency, e, past, program }),
  );
  const multiplier = program.tiers?.levels.find((level) => level.id === past.level)?.multiplier;
  const member = multiplier === undefined ? [] : [ratioOf(multiplier)];
  const by = ({ effect }: Campaign) => (effect.kind === 'multiply' ? [ratioOf(effect.by)] : []);
  const matches = (campaign: Campaign, line: (typeof counted.lines)[number]['line']) =>
    !limited(campaign) || names(campaign.lines ?? {}, line, known.lookups);
  const multiplied = plus(
    total(
      counted.lines.map(({ line, amount }) => {
        const own = holding.filter((campaign) => matches(campaign, line)).flatMap(by);
        return times(amount, stacked([...member, ...own], earning.stacking));
      }),
    ),
    // "Shipping takes those that are not limited to lines."
    times(
      counted.shipping,
      stacked([...member, ...holding.filter((campaign) => !limited(campaign)).flatMap(by)], earning.stacking),
    ),
  );
  // "with `wholeSteps` `floor(sum / spend) * points`, rounded once"
  const pointsFor = (sum: Ratio): bigint => {
    const steps = over(sum, ratioOf(taken.rate.spend));
    if (earning.granularity === 'wholeSteps') return floor(steps) * BigInt(taken.rate.points);
    return rounded(times(steps, whole(taken.rate.points)), earning.rounding);
  };
  // "Then, if `E > 0`, add the `bonus` campaigns that hold (one limited to lines needs a matching counted line whose kept amount is above 0)."
  const bonuses = !isPositive(e)
    ? 0n
    : holding
        .filter(
          (campaign) =>
            !limited(campaign) ||
            counted.lines.some(({ line, amount }) => matches(campaign, line) && isPositive(amount)),
        )
        .reduce((sum, { effect }) => sum + (effect.kind === 'bonus' ? BigInt(effect.points) : 0n), 0n);
  const points = pointsFor(multiplied) + bonuses;
  // Decision 0006: "An order worth more than 10^12 points earns 0", and 0011: it "is 0 for tiers by points too".
  if (points > 10n ** 12n) return { points: 0n, basePoints: 0n, eligible: e, spend: inShop };
  // "`basePoints` is the same sum with every multiplier 1 and no bonus."
  return { points, basePoints: pointsFor(plus(e, counted.shipping)), eligible: e, spend: inShop };
}

/** What an order carries that does not qualify. */
export const NOTHING: Worth = { points: 0n, basePoints: 0n, eligible: ZERO, spend: ZERO };
