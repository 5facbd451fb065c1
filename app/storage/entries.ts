/** Reads of the ledger that settling and redeeming need. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Reopening } from '../domain/ledger.ts';
import { lotOf, type LotRow } from './members.ts';
import type { Db, Tx } from './transaction.ts';

/** What an order's entries carry at one member. */
export type OrderPosted = {
  memberId: MemberId;
  /** Sum of its entries of kind `order`. */
  points: bigint;
  /** Sum of its entries of kind `write_off`: what its reversals left uncharged. */
  writtenOff: bigint;
  /** How many entries it has here: the number of the next key. */
  count: number;
};

/** By order id. */
export async function postedByOrders(
  db: Db,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, OrderPosted[]>> {
  const { rows } = await db.query<{
    source_id: string;
    member_id: string;
    points: string;
    written_off: string;
    count: string;
  }>(
    `SELECT source_id, member_id, count(*) AS count,
            coalesce(sum(points) FILTER (WHERE kind = 'order'), 0) AS points,
            coalesce(sum(points) FILTER (WHERE kind = 'write_off'), 0) AS written_off
     FROM entry WHERE shop = $1 AND source_kind = 'order' AND source_id = ANY($2::text[])
     GROUP BY source_id, member_id`,
    [shop, orderIds],
  );
  const posted = new Map<string, OrderPosted[]>();
  for (const row of rows) {
    const one: OrderPosted = {
      memberId: memberId(row.member_id),
      points: BigInt(row.points),
      writtenOff: BigInt(row.written_off),
      count: Number(row.count),
    };
    posted.set(row.source_id, [...(posted.get(row.source_id) ?? []), one]);
  }
  return posted;
}

/** What an entry took from lots, with the lots as they stand, in the order in which it took them. The member is locked. */
export async function takenBy(tx: Tx, shop: ShopId, member: MemberId, seq: number): Promise<Reopening[]> {
  const { rows } = await tx.query<LotRow & { points: string }>(
    `SELECT l.member_id, l.seq, l.size, l.remaining, l.available_at, l.expires_at, l.source_kind, l.source_id, c.points
     FROM lot_consumption c JOIN lot l ON l.shop = c.shop AND l.member_id = c.member_id AND l.seq = c.lot_seq
     WHERE c.shop = $1 AND c.member_id = $2 AND c.entry_seq = $3 AND c.points > 0
     ORDER BY l.expires_at NULLS LAST, l.seq`,
    [shop, member, seq],
  );
  return rows.map((row) => ({ lot: lotOf(row), points: BigInt(row.points) }));
}

/** The entry that a key made before. */
export async function entryOfKey(
  db: Db,
  shop: ShopId,
  key: string,
): Promise<{ seq: number; inputHash: string } | null> {
  const { rows } = await db.query<{ seq: number; input_hash: Buffer }>(
    'SELECT seq, input_hash FROM entry WHERE shop = $1 AND key = $2',
    [shop, key],
  );
  return rows[0] ? { seq: rows[0].seq, inputHash: rows[0].input_hash.toString('hex') } : null;
}
