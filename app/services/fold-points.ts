/**
 * Adds the entries of every day of the ledger that is closed to the daily sums. Catches up whatever was missed; twice is the same as once.
 * A shop that moved to another time zone has all of its days summed anew.
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { shopDays } from '../domain/shop-days.ts';
import { lastRoot } from '../storage/ledger-roots.ts';
import { addRecordedDay, lockFold, moveFold, nextRecordedDay, restartFold } from '../storage/points-days.ts';
import { ensureShop } from '../storage/shops.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { dayAfter } from './close-ledger-days.ts';

/** Gives how many days' entries were added by this call. */
export async function foldPoints(deps: Pick<Deps, 'pool'>, shop: ShopId): Promise<number> {
  const newest = await lastRoot(deps.pool, shop);
  if (!newest) return 0;
  const end = dayAfter(newest.day);
  let folded = 0;
  // A transaction for each day: whoever is interrupted goes on where they were.
  while (await inTransaction(deps.pool, (tx) => foldDay(tx, shop, end))) folded += 1;
  return folded;
}

/** False where nothing before `end` is left. */
async function foldDay(tx: Tx, shop: ShopId, end: string): Promise<boolean> {
  const { timeZone } = await ensureShop(tx, shop);
  const fold = await lockFold(tx, shop, timeZone);
  const isMoved = fold.timeZone !== timeZone;
  if (isMoved) await restartFold(tx, shop, timeZone);
  const through = isMoved ? null : fold.through;
  if (through !== null && through >= end) return false;
  const next = await nextRecordedDay(tx, shop, { through, end });
  if (!next) {
    await moveFold(tx, shop, end);
    return false;
  }
  await addRecordedDay(tx, shop, next.day, shopDays(next.earliest, next.latest, timeZone));
  await moveFold(tx, shop, dayAfter(next.day));
  return true;
}
