/** What of the orders' own lots has expired: their reversals do not charge it a second time (points.md 4). */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Reopening } from '../domain/ledger.ts';
import { UNDONE } from './lot-expiry.ts';
import { lotOf, type LotRow } from './members.ts';
import type { Tx } from './transaction.ts';

export type ExpiredOfOrder = {
  memberId: MemberId;
  /** Points that entries of kind `expiry` took from its lots, less those of them that came back because activity was heard of late. */
  expired: bigint;
  /** The lots with what of them is expired now: less where a reversal brought some back. */
  lots: Reopening[];
};

type Row = LotRow & { order_id: string; expired: string; held: string };

/** By order id. The members are locked: points expire under their lock. */
export async function expiredByOrders(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<string, ExpiredOfOrder[]>> {
  if (orderIds.length === 0) return new Map();
  const { rows } = await tx.query<Row>(
    `SELECT opened.source_id AS order_id, l.member_id, l.seq, l.size, l.remaining, l.available_at, l.expires_at, l.source_kind, l.source_id,
            coalesce(sum(c.points) FILTER (WHERE taker.kind = 'expiry'), 0) - ${UNDONE} AS expired,
            coalesce(sum(c.points) FILTER (WHERE taker.kind = 'expiry' OR taker.source_kind = 'order'), 0) - ${UNDONE} AS held
     FROM entry opened
     JOIN lot l ON l.shop = opened.shop AND l.member_id = opened.member_id AND l.seq = opened.seq
     JOIN lot_consumption c ON c.shop = l.shop AND c.member_id = l.member_id AND c.lot_seq = l.seq
     JOIN entry taker ON taker.shop = c.shop AND taker.member_id = c.member_id AND taker.seq = c.entry_seq
     WHERE opened.shop = $1 AND opened.source_kind = 'order' AND opened.source_id = ANY($2::text[])
       AND taker.kind IN ('expiry', 'expiry_reversal')
     GROUP BY opened.source_id, l.shop, l.member_id, l.seq
     ORDER BY l.member_id, l.seq`,
    [shop, orderIds],
  );
  const byOrder = Map.groupBy(rows, (row) => row.order_id);
  return new Map([...byOrder].map(([orderId, own]) => [orderId, expiredOf(own)]));
}

function expiredOf(rows: readonly Row[]): ExpiredOfOrder[] {
  return [...Map.groupBy(rows, (row) => row.member_id)].map(([id, lots]) => ({
    memberId: memberId(id),
    expired: lots.reduce((sum, row) => sum + BigInt(row.expired), 0n),
    lots: lots.map((row) => ({ lot: lotOf(row), points: BigInt(row.held) })).filter((one) => one.points > 0n),
  }));
}
