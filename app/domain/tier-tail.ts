/** What a walk over the tail of a member's orders (tier-walk) is asked, and what it tells. */
import type { Fraction } from './fraction.ts';
import type { PublishedProgram } from './program.ts';
import type { Stamp } from './stamp.ts';
import type { HeldLevel, Hold, Placement } from './tier-levels.ts';
import type { Sums, TierStep } from './tier-metrics.ts';
import type { WindowStart } from './tier-windows.ts';

/** Where an order stands among its member's orders. */
export type Position = { moment: Stamp; orderId: string };

/** What an order's own level and place were when it was last settled. */
export type Kept = { level: string | null; firstOrder: boolean; steps: readonly TierStep[] };

/** What an order adds, for the level and the place that the walk finds. */
export type Reckon = (level: string | null, firstOrder: boolean) => TierStep[];

export type TailOrder = Position & {
  version: PublishedProgram | null;
  /** null: it is new here. */
  kept: Kept | null;
  /** Reckons its steps anew; null where its facts are not at hand. */
  reckon: Reckon | null;
};

export type TailWalk = {
  /** By position; all of the member from the first of them on. */
  orders: readonly TailOrder[];
  /** Orders from here on may stand at another level, or be first, than is kept of them. Not after `now`. */
  from: Position;
  /** What the orders before the tail come to; none of their facts is dated after `from`. */
  before: { sums: Sums; holds: readonly Hold[] };
  /** Of the orders before the tail: the sums of those before a window, and the exact rests of those within one (null: not read). */
  sumsBefore: (start: WindowStart) => Sums;
  restsWithin: ((start: WindowStart | null) => Fraction) | null;
  versions: readonly PublishedProgram[];
  placements: readonly Placement[];
  timeZone: string;
  /** A changed level changes what an order adds: its steps are needed anew. */
  withPoints: boolean;
  now: Stamp;
};

export type WalkedOrder = Position & {
  level: string | null;
  firstOrder: boolean;
  steps: readonly TierStep[];
  /** Of this order and all before it, with everything that is known, whenever dated. */
  running: Sums;
  /** What its moment qualifies for, with everything that is known; null: nothing. */
  qualified: Hold | null;
};

export type Walked =
  | {
      kind: 'done';
      orders: WalkedOrder[];
      /** The levels held from `from` on up to `now`; null where there are no tiers. The first is what is held at `from`. */
      spans: { from: Stamp; level: string | null }[];
      /** What is held now, and when that changes by itself or by a fact that is dated later. */
      held: HeldLevel | null;
      dueAt: Stamp | null;
    }
  /** The steps of this one of `orders` are needed anew, to know what comes after it. */
  | { kind: 'needsFacts'; index: number }
  | { kind: 'needsRests' };

/** By moment, then by id as a number. */
export const isBefore = (a: Position, b: Position): boolean =>
  a.moment === b.moment ? BigInt(a.orderId) < BigInt(b.orderId) : a.moment < b.moment;
