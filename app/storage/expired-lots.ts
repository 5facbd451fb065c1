/**
 * What of lots has expired and is gone still. Reversals of their orders, or of their adjustments, do not charge it a second time (points.md 4); activity
 * that is heard of late gives it back (6). What came back may have paid a debt, which leaves no trace in lots: of an order only the sums of its entries tell how much is gone.
 */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Lot, Reopening } from '../domain/ledger.ts';
import { lotOf, type LotRow } from './members.ts';
import type { Db, Tx } from './transaction.ts';

/** The source of the entry that undoes a lot's expiry: it names the lot, since what of it paid a debt went back into none. */
export const undoneLot = (member: MemberId, seq: number): string => `${member}-${seq}`;

/** Points of a lot `l` that such entries gave back, whether into the lot or to a debt. */
export const UNDONE = `coalesce((
  SELECT sum(undone.points) FROM entry AS undone
  WHERE undone.shop = l.shop AND undone.source_kind = 'expiry' AND undone.source_id = l.member_id || '-' || l.seq
    AND undone.kind = 'expiry_reversal'), 0)`;

export type ExpiredOfOrder = {
  memberId: MemberId;
  /** Points that entries of kind `expiry` took from its lots, less those of them that came back because activity was heard of late. */
  expired: bigint;
  /** The lots with what of them is expired now: less where a reversal brought some back. The last to expire first: what a reversal brings back is put into the others. */
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
     ORDER BY l.member_id, l.expires_at DESC NULLS FIRST, l.seq DESC`,
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

/** Of a lot: `points` in all, of which `held` were taken out of it; the rest had paid a debt, or is in no lot. */
export type GonePoints = { memberId: MemberId; lot: Lot; points: bigint; held: bigint };

type GoneRow = LotRow & { expired: string; reversed: string; source_reversed: string };

/** Sources whose reversal gives back what of theirs has expired, and takes it at once. */
const REVERSIBLE = "('order', 'adjustment')";

/** Of members who are somebody's: what a merged one had went to the survivor. As of now, unless the members are locked. */
export async function gonePoints(db: Db, shop: ShopId, members: readonly MemberId[]): Promise<GonePoints[]> {
  const { rows } = await db.query<GoneRow>(
    `SELECT l.member_id, l.seq, l.size, l.remaining, l.available_at, l.expires_at, l.source_kind, l.source_id,
            coalesce(sum(c.points) FILTER (WHERE taker.kind = 'expiry'), 0) - ${UNDONE} AS expired,
            coalesce(sum(c.points) FILTER (WHERE taker.kind = 'expiry_reversal' AND taker.source_kind IN ${REVERSIBLE}), 0) AS reversed,
            coalesce((SELECT sum(points) FROM entry AS own
                      WHERE l.source_kind IN ${REVERSIBLE} AND own.shop = l.shop AND own.source_kind = l.source_kind AND own.source_id = l.source_id
                        AND own.member_id = l.member_id AND own.kind = 'expiry_reversal'), 0) AS source_reversed
     FROM entry taker
     JOIN member ON member.shop = taker.shop AND member.member_id = taker.member_id AND merged_into IS NULL
     JOIN lot_consumption c ON c.shop = taker.shop AND c.member_id = taker.member_id AND c.entry_seq = taker.seq
     JOIN lot l ON l.shop = c.shop AND l.member_id = c.member_id AND l.seq = c.lot_seq
     WHERE taker.shop = $1 AND taker.member_id = ANY($2::bigint[]) AND taker.kind IN ('expiry', 'expiry_reversal')
     GROUP BY l.shop, l.member_id, l.seq
     ORDER BY l.member_id, l.expires_at DESC NULLS FIRST, l.seq DESC`,
    [shop, members],
  );
  const fates = Map.groupBy(rows, (row) =>
    row.source_kind === 'order' ? `${row.member_id} ${row.source_id}` : `${row.member_id} lot ${row.seq}`,
  );
  return [...fates.values()].flatMap(goneOf);
}

/** Of the lots of one order, or one other lot; the last to expire first. A reversal takes what expires first, so that the others are gone. */
function goneOf(rows: readonly GoneRow[]): GonePoints[] {
  const expired = rows.reduce((sum, row) => sum + BigInt(row.expired), 0n);
  let left = expired - BigInt(rows[0]?.source_reversed ?? 0);
  const gone: GonePoints[] = [];
  for (const row of rows) {
    const taken = BigInt(row.expired) + BigInt(row.reversed);
    const held = taken < left ? taken : left;
    if (held <= 0n) continue;
    gone.push({ memberId: memberId(row.member_id), lot: lotOf(row), points: held, held });
    left -= held;
  }
  const [first, ...others] = gone;
  if (left <= 0n) return gone;
  // What an order earned while its member was in debt is in no lot.
  if (first) return [{ ...first, points: first.points + left }, ...others];
  const [row] = rows;
  return row ? [{ memberId: memberId(row.member_id), lot: lotOf(row), points: left, held: 0n }] : [];
}
