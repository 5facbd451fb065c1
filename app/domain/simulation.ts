/**
 * What a programme would have issued against what was issued (decision 0037): sums over orders, pure. Points, amounts and shares travel as text, so that
 * a stored result and `--json` lose no digit.
 */
import { minorUnitDigits } from './currency.ts';
import { div, fraction, isPositive, mul, round, scaledText, type Fraction } from './fraction.ts';
import { decimal, decimalOfMinorUnits, displayedAmount, type Decimal } from './money.ts';
import type { Program } from './program.ts';

/** One side of an order: as it was issued, or as it would have been. */
export type OrderSide = {
  points: bigint;
  /** The handle of the programme's market. */
  market: string | null;
  /** The level held just before it. */
  tier: string | null;
  /** Of `eligible`; null where nothing was reckoned. */
  currency: string | null;
  /** E of points.md 2. */
  eligible: Fraction;
  /** Those of the points that cannot be spent yet. */
  pending: bigint;
};

/** `month`: of the shop's calendar, "2026-11". */
export type ComparedOrder = { month: string; before: OrderSide; after: OrderSide };

/** `earning`: those of the orders that carry points. */
export type Figure = { orders: number; earning: number; points: string };
export type Sides<Value> = { before: Value; after: Value };
/** `worth` of the points and their `share` of the amount, in per cent with two decimals; null without a value of points in the currency. */
export type CurrencyFigure = { amount: Decimal; points: string; worth: Decimal | null; share: string | null };
/** What members hold, in money: as the programme in force values it, as the draft would from its publishing on, and had the draft been in force since. */
export type Liability = {
  currency: string;
  before: Decimal | null;
  published: Decimal | null;
  after: Decimal | null;
};

export type Simulation = {
  /** Orders processed from `since` on are compared; `until` is when the facts were read. In UTC. */
  since: string;
  until: string;
  /** The version in force at `until`; null: none. */
  programNumber: number | null;
  total: Sides<Figure>;
  months: ({ month: string } & Sides<Figure>)[];
  tiers: ({ tier: string | null } & Sides<Figure>)[];
  markets: ({ market: string | null } & Sides<Figure>)[];
  currencies: ({ currency: string } & Sides<CurrencyFigure>)[];
  pending: Sides<string>;
  /** What members hold, debts not set off; nothing is redeemed otherwise than it was, and nothing expires. */
  outstanding: Sides<string>;
  liability: Liability[];
  /** How many members hold each level now, and would; `up` and `down`: those who would hold another. */
  levels: { counts: ({ level: string | null } & Sides<number>)[]; up: number; down: number };
  /** Orders whose customer's or products' tags the draft asks for and nobody has looked up: reckoned as if they had none. */
  unknownTags: number;
};

type Sum = { orders: number; earning: number; points: bigint };
type CurrencySum = { points: bigint; units: bigint };

/** Rows by key, in the order in which they first came. */
class Table<Value> {
  readonly rows = new Map<string | null, Sides<Value>>();
  private readonly empty: () => Value;

  constructor(empty: () => Value) {
    this.empty = empty;
  }

  at(key: string | null): Sides<Value> {
    const known = this.rows.get(key) ?? { before: this.empty(), after: this.empty() };
    this.rows.set(key, known);
    return known;
  }
}

const emptySum = (): Sum => ({ orders: 0, earning: 0, points: 0n });

function count(sum: Sum, points: bigint): void {
  sum.orders += 1;
  sum.earning += points > 0n ? 1 : 0;
  sum.points += points;
}

const figure = ({ orders, earning, points }: Sum): Figure => ({ orders, earning, points: String(points) });
const figures = ({ before, after }: Sides<Sum>) => ({ before: figure(before), after: figure(after) });

const SIDES = ['before', 'after'] as const;

/** Takes orders one by one and members' balances and levels; keeps sums alone. */
export class SimulationTotals {
  private readonly total = { before: emptySum(), after: emptySum() };
  private readonly months = new Table(emptySum);
  private readonly tiers = new Table(emptySum);
  private readonly markets = new Table(emptySum);
  private readonly currencies = new Table<CurrencySum>(() => ({ points: 0n, units: 0n }));
  private readonly pending = { before: 0n, after: 0n };

  add(order: ComparedOrder): void {
    for (const side of SIDES) {
      const { points, market, tier, currency, eligible, pending } = order[side];
      count(this.total[side], points);
      count(this.months.at(order.month)[side], points);
      count(this.tiers.at(tier)[side], points);
      count(this.markets.at(market)[side], points);
      this.pending[side] += pending;
      const digits = currency === null ? null : minorUnitDigits(currency);
      if (digits === null || !isPositive(eligible)) continue;
      const sum = this.currencies.at(currency)[side];
      sum.points += points;
      sum.units += round(mul(eligible, fraction(10n ** BigInt(digits))), 'halfUp');
    }
  }

  /** `inForce`: null before the first version. */
  figures(inForce: Program | null, draft: Program) {
    const programs = { before: inForce, after: draft };
    const byKey = ([a]: [string | null, unknown], [b]: [string | null, unknown]) =>
      (a ?? '') < (b ?? '') ? -1 : 1;
    return {
      total: figures(this.total),
      months: [...this.months.rows]
        .sort(byKey)
        .map(([month, sides]) => ({ month: month ?? '', ...figures(sides) })),
      tiers: [...this.tiers.rows].sort(byKey).map(([tier, sides]) => ({ tier, ...figures(sides) })),
      markets: [...this.markets.rows].sort(byKey).map(([market, sides]) => ({ market, ...figures(sides) })),
      currencies: [...this.currencies.rows].sort(byKey).map(([key, sides]) => {
        const currency = key ?? '';
        const of = (side: 'before' | 'after') => currencyFigure(sides[side], currency, programs[side]);
        return { currency, before: of('before'), after: of('after') };
      }),
      pending: { before: String(this.pending.before), after: String(this.pending.after) },
    };
  }
}

/** What points are worth in a currency by a programme, to the currency's digits; null where it says no value in it. */
export function worthOf(points: bigint, currency: string, program: Program | null): Decimal | null {
  const value = program?.pointValue.find((one) => one.currency === currency);
  return value ? displayedAmount(mul(fraction(points), decimal(value.amount)), currency) : null;
}

function currencyFigure(sum: CurrencySum, currency: string, program: Program | null): CurrencyFigure {
  const amount = decimalOfMinorUnits(sum.units, currency);
  const value = program?.pointValue.find((one) => one.currency === currency);
  const share =
    value && sum.units > 0n ? div(mul(fraction(sum.points), decimal(value.amount)), decimal(amount)) : null;
  return {
    amount,
    points: String(sum.points),
    worth: worthOf(sum.points, currency, program),
    share: share && percent(share),
  };
}

/** 1/80 is "1.25". */
export const percent = (share: Fraction): string =>
  scaledText(round(mul(share, fraction(10_000n)), 'halfUp'), 2);

/** `held` by members now, and had the draft been in force; a row for each currency in which either programme says what a point is worth. */
export function liabilities(held: Sides<bigint>, inForce: Program | null, draft: Program): Liability[] {
  const currencies = [...(inForce?.pointValue ?? []), ...draft.pointValue].map(({ currency }) => currency);
  return [...new Set(currencies)].map((currency) => ({
    currency,
    before: worthOf(held.before, currency, inForce),
    published: worthOf(held.before, currency, draft),
    after: worthOf(held.after, currency, draft),
  }));
}
