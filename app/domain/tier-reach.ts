/**
 * How far members have come by what a level is measured by, so many at each figure: what a ladder of levels is laid against, whatever its thresholds.
 * Pure; the figures are counted in storage/tier-reach.
 */
import { compare, fraction, mul, type Fraction } from './fraction.ts';
import { decimal, type Decimal } from './money.ts';
import type { Program, PublishedProgram } from './program.ts';
import type { Simulation } from './simulation.ts';
import { LevelCounts } from './simulated-levels.ts';
import { placeIn, type Hold } from './tier-levels.ts';
import type { Tiers } from './tiers.ts';

/** Figures are cut to so many leading digits: a threshold of no more digits divides members exactly, and the figures of a million stay some ten thousand. */
export const LEADING_DIGITS = 4;

/** Members who have the same level now and reached as much. */
export type Reach = {
  /** The level kept, by its id; null: none is. */
  kept: string | null;
  /** Levels that they were given by hand and that hold, by their ids. */
  given: readonly string[];
  /** The most that one of their orders, whose level would still be held, has reached: in the unit of the basis, cut to LEADING_DIGITS. */
  reached: Decimal;
  members: number;
};

export type LadderCounts = Simulation['levels'] & {
  /** A threshold has more digits than the figures: members just above it count below it. */
  rounded: boolean;
};

/** How many stand on each level now, and would, had the draft's levels been there all along. By the counting of a simulation. */
export function ladderCounts(
  versions: readonly PublishedProgram[],
  inForce: Program | null,
  draft: Program,
  reaches: readonly Reach[],
): LadderCounts {
  const counts = new LevelCounts(inForce, draft);
  const all = new Map<string | null, number>();
  const ladder = draft.tiers && new Ladder(draft.tiers, versions);
  for (const { kept, given, reached, members } of reaches) {
    all.set(kept, (all.get(kept) ?? 0) + members);
    counts.compare(kept, ladder?.levelAt(decimal(reached), given) ?? null, members);
  }
  const rounded = draft.tiers?.levels.some(({ threshold }) => leadingDigits(threshold) > LEADING_DIGITS);
  return { ...counts.figures(all, true), rounded: rounded ?? false };
}

class Ladder {
  private readonly tiers: Tiers;
  private readonly thresholds: readonly Fraction[];
  /** Every level that some version has had, the newest of an id. */
  private readonly known: ReadonlyMap<string, Hold['level']>;

  constructor(tiers: Tiers, versions: readonly PublishedProgram[]) {
    this.tiers = tiers;
    this.thresholds = tiers.levels.map(({ threshold }) => decimal(threshold));
    const levels = versions.flatMap(({ program }) => program.tiers?.levels ?? []);
    this.known = new Map(levels.map((level) => [level.id, level]));
  }

  levelAt(reached: Fraction, given: readonly string[]): string | null {
    const places = given.flatMap((id) => {
      const level = this.known.get(id);
      return level ? [placeIn(this.tiers, level)] : [];
    });
    const own = this.thresholds.findLastIndex((threshold) => compare(threshold, reached) <= 0);
    return this.tiers.levels[Math.max(own, 0, ...places)]?.id ?? null;
  }
}

/** "12000" has two, "0.05" has two decimals: as figures are cut, before the point and after it. */
function leadingDigits(threshold: Decimal): number {
  const [whole = '', decimals = ''] = threshold.split('.');
  const [before, after] = [whole.replace(/^0+/, ''), decimals.replace(/0+$/, '')];
  return after === '' ? before.replace(/0+$/, '').length : before.length + after.length;
}

/** A ladder of three to begin with: where a quarter and a twentieth of those who bought would stand above the first; round figures. */
export function suggestedThresholds(reaches: readonly Reach[]): [silver: Decimal, gold: Decimal] {
  const bought = reaches
    .map(({ reached, members }) => ({ reached: decimal(reached), members }))
    .filter(({ reached }) => reached.n > 0n)
    .sort((a, b) => compare(b.reached, a.reached));
  const buyers = bought.reduce((sum, { members }) => sum + members, 0);
  if (buyers < FEWEST_BUYERS) return USUAL;
  const silver = rounded(reachedBy(bought, buyers / 4));
  const gold = rounded(reachedBy(bought, buyers / 20));
  return silver < gold ? [String(silver), String(gold)] : [String(silver), String(silver * 3)];
}

/** Of fewer nothing can be told. */
const FEWEST_BUYERS = 20;
const USUAL: [Decimal, Decimal] = ['300', '1000'];

/** What so many of them have reached, highest first. */
function reachedBy(bought: readonly { reached: Fraction; members: number }[], wanted: number): Fraction {
  let members = 0;
  for (const one of bought) {
    members += one.members;
    if (members >= wanted) return one.reached;
  }
  return fraction(1n);
}

const ROUND = [1n, 2n, 3n, 5n];

/** The highest of 1, 2, 3, 5, 10, 20, … that is not above it; at least 1. */
function rounded(value: Fraction): number {
  let best = 1n;
  for (let power = 1n; compare(fraction(power), value) <= 0; power *= 10n)
    for (const step of ROUND)
      if (compare(mul(fraction(step), fraction(power)), value) <= 0) best = step * power;
  return Number(best);
}
