/** Reads of the ledger that settling needs. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

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
