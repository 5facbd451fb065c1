/**
 * Entry rewards wait for the points of the orders that brought the level: a merchant who lets points be pending until a return is no longer possible does not give
 * a gift before. A level that was given by hand has brought nothing to wait for.
 */
import { pointsAvailableAt } from '../domain/earning.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { DAY_IN_MILLISECONDS } from '../domain/instant.ts';
import { isReturned, levelReached, type PerkScene } from '../domain/perks.ts';
import type { Placement } from '../domain/tier-levels.ts';
import { entryWaitsOf, pendingOrdersOf, type EntryWait, type PendingOrder } from '../storage/entry-waits.ts';
import type { Tx } from '../storage/transaction.ts';

/** Where the points wait for a fulfilment nobody knows when; what is settled of the order has its member looked at before. */
const FULFILMENT_MS = DAY_IN_MILLISECONDS;

export type EntryScene = Pick<PerkScene, 'versions' | 'program' | 'held' | 'moved'> & {
  mark: { memberId: MemberId };
  placements: readonly Placement[];
};

export type Entries = {
  /** Nothing is pending: their rewards are due. */
  reached: EntryWait[];
  waiting: EntryWait[];
  /** A returned order has taken them. */
  lost: EntryWait[];
  /** When the first of those that wait may be due. */
  lookAgainAt: string;
};

export const noEntries: Entries = { reached: [], waiting: [], lost: [], lookAgainAt: '' };

/** Of each member the levels that they have reached and were not rewarded for, also before the last look. */
export async function entriesOf(
  tx: Tx,
  shop: ShopId,
  scenes: readonly EntryScene[],
  now: string,
): Promise<Map<MemberId, Entries>> {
  const stored = Map.groupBy(
    await entryWaitsOf(
      tx,
      shop,
      scenes.map(({ mark }) => mark.memberId),
    ),
    (one) => one.memberId,
  );
  const all = scenes.map((scene) => {
    const { memberId } = scene.mark;
    const before = stored.get(memberId) ?? [];
    const levelId = levelReached(scene);
    const isNew = levelId !== null && !before.some((one) => one.levelId === levelId);
    return { scene, waits: isNew ? [...before, { memberId, levelId, since: now }] : before };
  });
  const asked = all.flatMap(({ waits }) => waits);
  const pending = await pendingOrdersOf(tx, shop, asked, now);
  const ordersOf = new Map(asked.map((one, index) => [one, pending[index] ?? []]));
  const someday = new Date(Date.parse(now) + FULFILMENT_MS).toISOString();
  return new Map(
    all.map(({ scene, waits }) => {
      const lost = waits.filter((one) => isReturned(scene, one.levelId));
      const left = waits.filter((one) => !lost.includes(one));
      const untilOf = (one: EntryWait) => pendingUntil(scene, ordersOf.get(one) ?? [], now, someday);
      const isDue = (one: EntryWait) => untilOf(one) === null || isByHand(scene, one.levelId, now);
      const waiting = left.filter((one) => !isDue(one));
      const next = waiting.map((one) => untilOf(one) ?? someday);
      const lookAgainAt = next.reduce((first, at) => (at < first ? at : first), next[0] ?? someday);
      return [scene.mark.memberId, { reached: left.filter(isDue), waiting, lost, lookAgainAt }] as const;
    }),
  );
}

/** When the last of the orders' points are available; null: they all are. A fulfilment that is still to come is asked for again at `someday`. */
function pendingUntil(
  { versions }: EntryScene,
  orders: readonly PendingOrder[],
  now: string,
  someday: string,
): string | null {
  const dates = orders.map(({ availableAt, fulfilledAt, programNumber, market }) => {
    const program = versions.find(({ number }) => number === programNumber)?.program;
    if (availableAt !== null || !program || fulfilledAt === null) return availableAt ?? someday;
    return pointsAvailableAt(program, fulfilledAt, market);
  });
  return dates.reduce<string | null>((last, at) => (at > (last ?? now) ? at : last), null);
}

/** Whether the level is held because a person gave it. */
function isByHand({ held, placements }: EntryScene, level: string, now: string): boolean {
  if (level !== held) return false;
  return placements.some(
    ({ levelId, from, until }) => levelId === level && from <= now && (until === null || until > now),
  );
}
