/** A member at a past moment: what they had, and how it came about, for the operator's `member explain`. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import type { JsonValue, Lot } from '../domain/ledger.ts';
import { ledgerAt, type LedgerRows, type LedgerThen, type View } from '../domain/ledger-at.ts';
import { versionAt } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import { levelNow, shownStanding } from '../domain/tier-levels.ts';
import { ENTRY_COLUMNS, entryOf, type EntryRow } from '../storage/entries.ts';
import { lotOf, type LotRow } from '../storage/members.ts';
import { publishedVersions } from '../storage/programs.ts';
import type { Db } from '../storage/transaction.ts';

export type MemberRow = {
  memberId: MemberId;
  /** Shopify's number; null after the customer was forgotten. */
  customerId: string | null;
  enrolledAt: string;
};

/** What is known now of an order processed by then. */
export type PastOrder = {
  orderId: string;
  name: string | null;
  processedAt: string;
  market: string | null;
  currency: string | null;
  programNumber: number | null;
  /** What it should carry, now. */
  target: bigint;
  /** What its entries of then carried at this member. */
  carried: bigint;
  explanation: JsonValue;
};

/** A change of the level held, when it took effect and when Meridian came to know of it. */
export type TierChange = {
  from: string | null;
  to: string | null;
  effectiveAt: string;
  recordedAt: string;
  reason: string;
  orderId: string | null;
};

export type TierThen = {
  /** Held at the moment, as known by the facts dated up to it (points.md section 5); null: no tiers then, or no member yet. */
  level: string | null;
  /** Not before they were a member. */
  since: string | null;
  /** What Meridian held it for then; null: no tiers. */
  recorded: string | null;
  /** What Meridian had recorded until the moment, oldest first: the last is what the member saw. */
  changes: TierChange[];
};

export type MemberPast = LedgerThen & { member: MemberRow; tier: TierThen; orders: PastOrder[] };

/** null where the shop has no such member. `at`: in UTC with milliseconds. */
export async function memberPast(
  db: Db,
  shop: ShopId,
  member: MemberId,
  at: string,
  view: View,
): Promise<MemberPast | null> {
  const found = await memberRow(db, shop, member);
  if (!found) return null;
  const then = ledgerAt(await ledgerRows(db, shop, member), at, view);
  const carried = new Map<string, bigint>();
  for (const { kind, source, points } of then.entries)
    if (kind === 'order') carried.set(source.id, (carried.get(source.id) ?? 0n) + points);
  const orders = await ordersOf(db, shop, member, at);
  return {
    ...then,
    member: found,
    tier: await tierThen(db, shop, found, at),
    orders: orders.map((order) => ({ ...order, carried: carried.get(order.orderId) ?? 0n })),
  };
}

async function memberRow(db: Db, shop: ShopId, member: MemberId): Promise<MemberRow | null> {
  const { rows } = await db.query<{ customer_id: string | null; enrolled_at: Date }>(
    'SELECT customer_id, enrolled_at FROM member WHERE shop = $1 AND member_id = $2',
    [shop, member],
  );
  const [row] = rows;
  return row
    ? { memberId: member, customerId: row.customer_id, enrolledAt: row.enrolled_at.toISOString() }
    : null;
}

async function ledgerRows(db: Db, shop: ShopId, member: MemberId): Promise<LedgerRows> {
  const of = [shop, member];
  const entries = await db.query<EntryRow>(
    `SELECT ${ENTRY_COLUMNS} FROM entry WHERE shop = $1 AND member_id = $2 ORDER BY seq`,
    of,
  );
  const lots = await db.query<LotRow>(
    'SELECT * FROM lot WHERE shop = $1 AND member_id = $2 ORDER BY seq',
    of,
  );
  const consumptions = await db.query<{ lot_seq: number; entry_seq: number; points: string }>(
    'SELECT lot_seq, entry_seq, points FROM lot_consumption WHERE shop = $1 AND member_id = $2',
    of,
  );
  return {
    entries: entries.rows.map(entryOf),
    lots: lots.rows.map((row): Lot => lotOf(row)),
    consumptions: consumptions.rows.map((row) => ({
      lotSeq: row.lot_seq,
      entrySeq: row.entry_seq,
      points: BigInt(row.points),
    })),
  };
}

async function tierThen(
  db: Db,
  shop: ShopId,
  { memberId: member, enrolledAt }: MemberRow,
  at: string,
): Promise<TierThen> {
  const spans = await db.query<{ level: string | null; since: string }>(
    `SELECT level, since FROM tier_span WHERE shop = $1 AND member_id = $2 AND since <= $3 ORDER BY since DESC LIMIT 1`,
    [shop, member, stampOf(at)],
  );
  const changes = await db.query<TierChangeRow>(
    `SELECT from_level, to_level, effective_at, recorded_at, reason, order_id FROM tier_change
     WHERE shop = $1 AND member_id = $2 AND recorded_at <= $3 ORDER BY change_id`,
    [shop, member, at],
  );
  const tiers = versionAt(await publishedVersions(db, shop), at)?.program.tiers ?? null;
  const kept = spans.rows[0] ?? { level: null, since: null };
  const standing =
    tiers && compareInstants(enrolledAt, at) <= 0 ? shownStanding(tiers, kept, enrolledAt) : null;
  return {
    level: standing?.level.id ?? null,
    since: standing?.since ?? null,
    recorded: levelNow(tiers, changes.rows.at(-1)?.to_level ?? null)?.id ?? null,
    changes: changes.rows.map((row) => ({
      from: row.from_level,
      to: row.to_level,
      effectiveAt: row.effective_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
      reason: row.reason,
      orderId: row.order_id,
    })),
  };
}

type TierChangeRow = {
  from_level: string | null;
  to_level: string | null;
  effective_at: Date;
  recorded_at: Date;
  reason: string;
  order_id: string | null;
};

type OrderRow = {
  order_id: string;
  name: string | null;
  processed_at: Date;
  market: string | null;
  currency: string | null;
  program_number: number | null;
  target: string;
  explanation: JsonValue;
};

async function ordersOf(
  db: Db,
  shop: ShopId,
  member: MemberId,
  at: string,
): Promise<Omit<PastOrder, 'carried'>[]> {
  const { rows } = await db.query<OrderRow>(
    `SELECT order_id, name, processed_at, market, currency, program_number, target, explanation FROM order_facts
     WHERE shop = $1 AND member_id = $2 AND processed_at <= $3 ORDER BY processed_at, order_id`,
    [shop, member, at],
  );
  return rows.map((row) => ({
    orderId: row.order_id,
    name: row.name,
    processedAt: row.processed_at.toISOString(),
    market: row.market,
    currency: row.currency,
    programNumber: row.program_number,
    target: BigInt(row.target),
    explanation: row.explanation,
  }));
}
