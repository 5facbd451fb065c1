/** Gives every day (UTC) of the ledger that is over its root. Catches up whatever was missed; twice is the same as once. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { addDays } from '../domain/instant.ts';
import { firstDay, headsOfDay, insertRoot, lastRoot, type LedgerRoot } from '../storage/ledger-roots.ts';
import { DayHeads } from '../storage/root-hash.ts';

/**
 * A day is closed this long after its end: entries take their time before they commit. One that still comes later is refused by the
 * database and posted with the time of that moment (the trigger entry_after_closed_days).
 */
const LAG_MS = 3_600_000;

/** Gives the newest root and how many days were closed by this call. */
export async function closeLedgerDays(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<{ newest: LedgerRoot | null; closed: number }> {
  const now = deps.clock.now();
  /** The day that the lag still leaves open. */
  const open = new Date(now.getTime() - LAG_MS).toISOString().slice(0, 10);
  let newest = await lastRoot(deps.pool, shop);
  let closed = 0;
  for (
    let day = newest ? dayAfter(newest.day) : await firstDay(deps.pool, shop);
    day !== null && day < open;
    day = dayAfter(day)
  ) {
    const root = await rootOfDay(deps, shop, day, newest?.root ?? null);
    // Another process is at it: it closes the rest too.
    if (!(await insertRoot(deps.pool, shop, root, now.toISOString()))) break;
    newest = root;
    closed += 1;
  }
  return { newest, closed };
}

export function dayAfter(day: string): string {
  return addDays(`${day}T00:00:00Z`, 1).slice(0, 10);
}

async function rootOfDay(
  deps: Pick<Deps, 'pool'>,
  shop: ShopId,
  day: string,
  previousRoot: string | null,
): Promise<LedgerRoot> {
  const heads = new DayHeads();
  for (const head of await headsOfDay(deps.pool, shop, day)) heads.add(head);
  const { members, entries } = heads;
  return { day, members, entries, previousRoot, root: heads.root(shop, day, previousRoot) };
}
