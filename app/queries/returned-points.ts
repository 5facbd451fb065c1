/** What a member has to spend again of the points of a reward that was given back. */
import type pg from 'pg';
import type { Redemption } from '../domain/redemption.ts';
import { expiredBy } from '../services/refresh-expiry.ts';
import { returnedInto } from '../storage/entries.ts';
import { publishedVersions } from '../storage/programs.ts';
import { readShop } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';

/**
 * 0 until they are back. A lot that is reopened keeps its dates (ledger.md), so what expired while the reward was had is gone as it comes back; what paid
 * a debt counts as returned.
 */
export async function returnedPoints(pool: pg.Pool, redemption: Redemption, now: string): Promise<bigint> {
  const { status, shop, memberId, id, points } = redemption;
  if (status !== 'cancelled') return 0n;
  return inTransaction(pool, async (tx) => {
    const row = await readShop(tx, shop);
    const reopened = await returnedInto(tx, shop, memberId, `redemption:${id}:return`);
    if (!row || reopened.length === 0) return points;
    const versions = await publishedVersions(tx, shop);
    return points - (await expiredBy({ tx, shop: row, versions }, memberId, reopened, now));
  });
}
