/** Reads of the ledger that settling and redeeming need. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { EntryKind, EntrySource, JsonValue, Reopening } from '../domain/ledger.ts';
import type { PastEntry } from '../domain/ledger-at.ts';
import { lotOf, type LotRow } from './members.ts';
import type { Db, Tx } from './transaction.ts';

/** What is read of an entry wherever one is told; `ENTRY_COLUMNS` are its columns. */
export type EntryRow = {
  seq: number;
  kind: EntryKind;
  points: string;
  source_kind: string;
  source_id: string;
  effective_at: Date;
  recorded_at: Date;
  available_at: Date | null;
  expires_at: Date | null;
  explanation: JsonValue;
};
export const ENTRY_COLUMNS =
  'seq, kind, points, source_kind, source_id, effective_at, recorded_at, available_at, expires_at, explanation';

/** Instants are ISO 8601 in UTC with milliseconds. */
export function entryOf(row: EntryRow): PastEntry {
  return {
    seq: row.seq,
    kind: row.kind,
    points: BigInt(row.points),
    source: { kind: row.source_kind, id: row.source_id },
    effectiveAt: row.effective_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    availableAt: row.available_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    explanation: row.explanation,
  };
}

/** What an order's entries carry at one member. */
export type OrderPosted = {
  memberId: MemberId;
  /** Sum of its entries of kind `order`. */
  points: bigint;
  /** Sum of its entries of kind `write_off`: what its reversals left uncharged. */
  writtenOff: bigint;
  /** Sum of its entries of kind `expiry_reversal`: what had expired already when it was reversed. */
  expiryReversed: bigint;
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
    expiry_reversed: string;
    count: string;
  }>(
    `SELECT source_id, member_id, count(*) AS count,
            coalesce(sum(points) FILTER (WHERE kind = 'order'), 0) AS points,
            coalesce(sum(points) FILTER (WHERE kind = 'write_off'), 0) AS written_off,
            coalesce(sum(points) FILTER (WHERE kind = 'expiry_reversal'), 0) AS expiry_reversed
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
      expiryReversed: BigInt(row.expiry_reversed),
      count: Number(row.count),
    };
    posted.set(row.source_id, [...(posted.get(row.source_id) ?? []), one]);
  }
  return posted;
}

type ReopeningRow = LotRow & { points: string };

const reopeningOf = (row: ReopeningRow): Reopening => ({ lot: lotOf(row), points: BigInt(row.points) });

/** Columns of a `LotRow`. */
const LOT_OF_CONSUMPTION =
  'l.member_id, l.seq, l.size, l.remaining, l.available_at, l.expires_at, l.source_kind, l.source_id';

/** What entries (e) have taken from lots (l), or given back (c). */
const CONSUMPTIONS = `entry e
     JOIN lot_consumption c ON c.shop = e.shop AND c.member_id = e.member_id AND c.entry_seq = e.seq
     JOIN lot l ON l.shop = c.shop AND l.member_id = c.member_id AND l.seq = c.lot_seq`;

/** What the entries of a source (a redemption, an adjustment) have taken from lots and not given back, with the lots as they stand, in the order in which they were taken. The member is locked. */
export async function takenFor(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  source: EntrySource,
): Promise<Reopening[]> {
  const { rows } = await tx.query<ReopeningRow>(
    `SELECT ${LOT_OF_CONSUMPTION}, sum(c.points) AS points FROM ${CONSUMPTIONS}
     WHERE e.shop = $1 AND e.member_id = $2 AND e.source_kind = $3 AND e.source_id = $4
     GROUP BY l.shop, l.member_id, l.seq HAVING sum(c.points) > 0
     ORDER BY l.expires_at NULLS LAST, l.seq`,
    [shop, member, source.kind, source.id],
  );
  return rows.map(reopeningOf);
}

/** What an entry has given back into lots, with the lots as they stand; none where there is no such entry. */
export async function returnedInto(
  db: Db,
  shop: ShopId,
  member: MemberId,
  key: string,
): Promise<Reopening[]> {
  const { rows } = await db.query<ReopeningRow>(
    `SELECT ${LOT_OF_CONSUMPTION}, -c.points AS points FROM ${CONSUMPTIONS}
     WHERE e.shop = $1 AND e.member_id = $2 AND e.key = $3 AND c.points < 0`,
    [shop, member, key],
  );
  return rows.map(reopeningOf);
}

type Returned = { points: bigint; count: number };

/**
 * What the orders that used redemptions have given back of their points so far, and in how many entries: as they were refunded, and as they needed fewer. By
 * redemption id, none where there is no such entry.
 */
export async function returnedByOrders(
  tx: Tx,
  shop: ShopId,
  redemptionIds: readonly string[],
): Promise<Map<string, { refunded?: Returned; unneeded?: Returned }>> {
  const { rows } = await tx.query<{ source_id: string; kind: string; points: string; count: string }>(
    `SELECT source_id, explanation->>'kind' AS kind, sum(points) AS points, count(*) AS count FROM entry
     WHERE shop = $1 AND source_kind = 'redemption' AND source_id = ANY($2::text[])
       AND explanation->>'kind' IN ('redemptionRefund', 'redemptionUnneeded')
     GROUP BY source_id, explanation->>'kind'`,
    [shop, redemptionIds],
  );
  const returned = new Map<string, { refunded?: Returned; unneeded?: Returned }>();
  for (const row of rows) {
    const part = { points: BigInt(row.points), count: Number(row.count) };
    const own = row.kind === 'redemptionRefund' ? { refunded: part } : { unneeded: part };
    returned.set(row.source_id, { ...returned.get(row.source_id), ...own });
  }
  return returned;
}

/** null where the member has none of that number. */
export async function entryOfMember(
  db: Db,
  shop: ShopId,
  member: MemberId,
  seq: number,
): Promise<PastEntry | null> {
  const { rows } = await db.query<EntryRow>(
    `SELECT ${ENTRY_COLUMNS} FROM entry WHERE shop = $1 AND member_id = $2 AND seq = $3`,
    [shop, member, seq],
  );
  return rows[0] ? entryOf(rows[0]) : null;
}

export const undoingKey = (member: MemberId, seq: number) => `adjustment-undo:${member}:${seq}`;

/** By the number of an adjustment, that of the entry that undid it. */
export async function undoingsOf(
  db: Db,
  shop: ShopId,
  member: MemberId,
  seqs: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await db.query<{ undone: number; seq: number }>(
    `SELECT undone, seq FROM unnest($2::int[], $3::text[]) AS asked(undone, key) JOIN entry USING (key) WHERE shop = $1`,
    [shop, seqs, seqs.map((seq) => undoingKey(member, seq))],
  );
  return new Map(rows.map((row) => [row.undone, row.seq]));
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
