/** Members' rows: enrolled once, locked in sorted order, and moved only together with their entries. */
import type { Membership } from '../domain/enrolment.ts';
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Lot, MemberLedger } from '../domain/ledger.ts';
import type { Stamp } from '../domain/stamp.ts';
import { together, type Db, type Tx } from './transaction.ts';

export type Enrolment = { customerId: string; enrolledAt: string };

/** The customer that `parameter` names, or the one that it was merged into. In statements whose $1 is the shop. */
export const survivorOf = (parameter: string) =>
  `coalesce((SELECT into_customer_id FROM customer_alias WHERE shop = $1 AND from_customer_id = ${parameter}), ${parameter})`;

/**
 * Enrols customers who are not yet members; for those who are, the earlier date counts, so that any order of arrival ends in the same.
 * Sorted, so that two workers that enrol the same people do not deadlock. Returns the enrolments that are new or earlier now. The caller
 * holds the shop's programme (lockProgramShared), so that nobody is merged meanwhile.
 */
export async function enrolMembers(
  tx: Tx,
  shop: ShopId,
  enrolments: readonly Enrolment[],
): Promise<Enrolment[]> {
  if (enrolments.length === 0) return [];
  const { rows } = await tx.query<{ customer_id: string; enrolled_at: Date }>(
    `INSERT INTO member (shop, customer_id, enrolled_at)
     SELECT $1, coalesce(into_customer_id, customer_id), min(enrolled_at)
     FROM unnest($2::bigint[], $3::timestamptz[]) AS new(customer_id, enrolled_at)
     LEFT JOIN customer_alias ON customer_alias.shop = $1 AND from_customer_id = customer_id
     GROUP BY 2 ORDER BY 2
     ON CONFLICT (shop, customer_id) DO UPDATE SET enrolled_at = excluded.enrolled_at
     WHERE excluded.enrolled_at < member.enrolled_at
     RETURNING customer_id, enrolled_at`,
    [shop, enrolments.map((one) => one.customerId), enrolments.map((one) => one.enrolledAt)],
  );
  return rows.map((row) => ({ customerId: row.customer_id, enrolledAt: row.enrolled_at.toISOString() }));
}

export type KnownMember = Membership & {
  memberId: MemberId;
  /** Who they are now: a customer who was merged is the one that they were merged into. */
  customerId: string;
};

/** By the customer id that was asked for; one that was merged into another is that other's. */
export async function membershipsOfCustomers(
  db: Db,
  shop: ShopId,
  customerIds: readonly string[],
): Promise<Map<string, KnownMember>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await db.query<MembershipRow & { id: string; member_id: string; customer_id: string }>(
    // LIMIT keeps it one look into the unique index for each: joined, and told of no rows yet, PostgreSQL reads all members of the shop for each.
    `SELECT asked.id, found.* FROM unnest($2::bigint[]) AS asked(id) CROSS JOIN LATERAL (
       SELECT member_id, customer_id, enrolled_at, joined_at FROM member WHERE shop = $1 AND customer_id = ${survivorOf('asked.id')} LIMIT 1) AS found`,
    [shop, customerIds],
  );
  return new Map(
    rows.map((row) => {
      const known = { memberId: memberId(row.member_id), customerId: row.customer_id };
      return [row.id, { ...known, ...membershipOf(row) }];
    }),
  );
}

type MembershipRow = { enrolled_at: Date; joined_at: Date | null };

const membershipOf = (row: MembershipRow): Membership => ({
  enrolledAt: row.enrolled_at.toISOString(),
  joinedAt: row.joined_at?.toISOString() ?? null,
});

/** Of members who are known by their own number. */
export async function membershipsOf(
  db: Db,
  shop: ShopId,
  ids: readonly MemberId[],
): Promise<Map<MemberId, Membership>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<MembershipRow & { member_id: string }>(
    'SELECT member_id, enrolled_at, joined_at FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[])',
    [shop, ids],
  );
  return new Map(rows.map((row) => [memberId(row.member_id), membershipOf(row)]));
}

/** customer id -> member id, of those who are members; one that was merged into another is that other's. */
export async function membersOfCustomers(
  db: Db,
  shop: ShopId,
  customerIds: readonly string[],
): Promise<Map<string, MemberId>> {
  const known = await membershipsOfCustomers(db, shop, customerIds);
  return new Map([...known].map(([customerId, member]) => [customerId, member.memberId]));
}

type MemberRow = { member_id: string; balance: string; last_seq: number; head_hash: Buffer | null };
const MEMBER_ROW = 'member_id, balance, last_seq, head_hash';

type DueRow = { member_id: string; is_due: boolean };
/** Whether the member's lots have to be looked at by $3. */
const IS_DUE = 'coalesce(expiry_due <= $3, false) AS is_due';
const dueOf = (rows: readonly DueRow[]): MemberId[] =>
  rows.flatMap((row) => (row.is_due ? memberId(row.member_id) : []));

export type LotRow = {
  member_id: string;
  seq: number;
  size: string;
  remaining: string;
  available_at: Date | null;
  expires_at: Date | null;
  source_kind: string;
  source_id: string;
};

/**
 * Locks the members' rows in the order of their ids and reads their open lots; with 'later' the caller reads those that it needs (openLots,
 * lotsOfOrders): who has ordered much and spent nothing has many.
 */
export async function lockMembers(
  tx: Tx,
  shop: ShopId,
  ids: readonly MemberId[],
  reading: 'lots' | 'later' = 'lots',
): Promise<Map<MemberId, MemberLedger>> {
  if (ids.length === 0) return new Map();
  const [rows, lots] = await together(
    tx,
    () => lockRows<MemberRow>(tx, shop, ids, MEMBER_ROW),
    // A statement of its own: it sees what whoever held the members has left.
    () => (reading === 'lots' ? openLots(tx, shop, ids) : Promise.resolve(new Map<MemberId, Lot[]>())),
  );
  return ledgersOf(rows, lots);
}

/** What of the members' rows has to be seen to before they spend. */
export type Spenders = {
  ledgers: Map<MemberId, MemberLedger>;
  /** Those whose lots have to be dated anew first, postponed or not: nobody spends what nobody could date. */
  dueForExpiry: MemberId[];
  /** `due`: by when it has to be computed again. */
  levels: Map<MemberId, { level: string | null; due: Stamp | null }>;
};

type SpenderRow = MemberRow & DueRow & { tier_level: string | null; tier_due: Stamp | null };

/** As lockMembers, with what their rows say besides. */
export async function lockSpenders(
  tx: Tx,
  shop: ShopId,
  ids: readonly MemberId[],
  now: string,
): Promise<Spenders> {
  const columns = `${MEMBER_ROW}, ${IS_DUE}, tier_level, tier_due`;
  const [rows, lots] = await together(
    tx,
    () => lockRows<SpenderRow>(tx, shop, ids, columns, [now]),
    () => openLots(tx, shop, ids),
  );
  return {
    ledgers: ledgersOf(rows, lots),
    dueForExpiry: dueOf(rows),
    levels: new Map(
      rows.map((row) => [memberId(row.member_id), { level: row.tier_level, due: row.tier_due }]),
    ),
  };
}

/** Whose orders are settled, as their rows were locked. */
export type Orderers = {
  ledgers: Map<MemberId, MemberLedger>;
  memberships: Map<MemberId, Membership>;
  /** As of `Spenders`. */
  dueForExpiry: MemberId[];
};

type OrdererRow = MemberRow & DueRow & MembershipRow;

/** As lockMembers, without lots, with what their rows say besides. */
export async function lockOrderers(
  tx: Tx,
  shop: ShopId,
  ids: readonly MemberId[],
  now: string,
): Promise<Orderers> {
  if (ids.length === 0) return { ledgers: new Map(), memberships: new Map(), dueForExpiry: [] };
  const columns = `${MEMBER_ROW}, ${IS_DUE}, enrolled_at, joined_at`;
  const rows = await lockRows<OrdererRow>(tx, shop, ids, columns, [now]);
  return {
    ledgers: ledgersOf(rows, new Map()),
    memberships: new Map(rows.map((row) => [memberId(row.member_id), membershipOf(row)])),
    dueForExpiry: dueOf(rows),
  };
}

async function lockRows<Row extends MemberRow>(
  tx: Tx,
  shop: ShopId,
  ids: readonly MemberId[],
  columns: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `SELECT ${columns} FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[]) ORDER BY member_id FOR UPDATE`,
    [shop, ids, ...values],
  );
  return rows;
}

function ledgersOf(
  rows: readonly MemberRow[],
  lots: ReadonlyMap<MemberId, Lot[]>,
): Map<MemberId, MemberLedger> {
  return new Map(
    rows.map((row) => {
      const id = memberId(row.member_id);
      const ledger: MemberLedger = {
        memberId: id,
        balance: BigInt(row.balance),
        lastSeq: row.last_seq,
        headHash: row.head_hash?.toString('hex') ?? null,
        lots: lots.get(id) ?? [],
      };
      return [id, ledger];
    }),
  );
}

/** The lots that still hold points, by member, oldest first. */
export async function openLots(
  db: Db,
  shop: ShopId,
  ids: readonly MemberId[],
): Promise<Map<MemberId, Lot[]>> {
  const { rows } = await db.query<LotRow>(
    `SELECT member_id, seq, size, remaining, available_at, expires_at, source_kind, source_id FROM lot
     WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND is_open ORDER BY member_id, seq`,
    [shop, ids],
  );
  return lotsByMember(rows);
}

/** Those of them that orders opened, by member, whoever's the orders are now. */
export async function lotsOfOrders(
  db: Db,
  shop: ShopId,
  orderIds: readonly string[],
): Promise<Map<MemberId, Lot[]>> {
  const { rows } = await db.query<LotRow>(
    `SELECT lot.member_id, lot.seq, size, remaining, lot.available_at, lot.expires_at, lot.source_kind, lot.source_id
     FROM entry JOIN lot ON lot.shop = entry.shop AND lot.member_id = entry.member_id AND lot.seq = entry.seq
     WHERE entry.shop = $1 AND entry.source_kind = 'order' AND entry.source_id = ANY($2::text[]) AND is_open
     ORDER BY lot.member_id, lot.seq`,
    [shop, orderIds],
  );
  return lotsByMember(rows);
}

function lotsByMember(rows: readonly LotRow[]): Map<MemberId, Lot[]> {
  const byMember = Map.groupBy(rows, (row) => memberId(row.member_id));
  return new Map([...byMember].map(([id, own]) => [id, own.map(lotOf)]));
}

export function lotOf(row: LotRow): Lot {
  return {
    seq: row.seq,
    size: BigInt(row.size),
    remaining: BigInt(row.remaining),
    availableAt: row.available_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    source: { kind: row.source_kind, id: row.source_id },
  };
}
