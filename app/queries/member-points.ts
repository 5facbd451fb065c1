/** Members and their points, for the REST API (interfaces.md). */
import { nextExpiry } from '../domain/expiry-reminders.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { memberId } from '../domain/ids.ts';
import { pendingPoints, type Lot } from '../domain/ledger.ts';
import { openLots, survivorOf } from '../storage/members.ts';
import type { Db } from '../storage/transaction.ts';
import { memberTiers, TIER_COLUMNS, type MemberTier, type TierRow } from './member-tier.ts';

export type MemberPoints = {
  customerId: string | null;
  enrolledAt: string;
  points: {
    available: number;
    pending: number;
    lifetimeEarned: number;
    nextExpiry: { points: number; at: string } | null;
  };
  /** null where the programme has no tiers. */
  tier: MemberTier | null;
};

type Row = {
  member_id: string;
  customer_id: string | null;
  enrolled_at: Date;
  balance: string;
  lifetime_earned: string;
} & TierRow;
const COLUMNS = `member_id, customer_id, enrolled_at, balance, lifetime_earned, ${TIER_COLUMNS}`;

/** null where the customer is not a member. One who was merged into another is answered with that other. */
export async function memberOfCustomer(
  db: Db,
  shop: ShopId,
  customerId: string,
  now: Date,
): Promise<(MemberPoints & { memberId: MemberId }) | null> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM member WHERE shop = $1 AND customer_id = ${survivorOf('$2::bigint')}`,
    [shop, customerId],
  );
  const [member] = await withLots(db, shop, rows, now);
  return member ?? null;
}

export type MemberPosition = [enrolledAt: string, memberId: string];

/** A page of members by enrolment, oldest first; `next` is the position to go on from. People who were forgotten are left out. */
export async function listMemberPoints(
  db: Db,
  shop: ShopId,
  page: { after: MemberPosition | null; limit: number; now: Date },
): Promise<{ members: MemberPoints[]; next: MemberPosition | null }> {
  const [enrolledAt, after] = page.after ?? ['-infinity', '0'];
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM member
     WHERE shop = $1 AND customer_id IS NOT NULL AND (enrolled_at, member_id) > ($2::timestamptz, $3::bigint)
     ORDER BY enrolled_at, member_id LIMIT $4`,
    [shop, enrolledAt, after, page.limit],
  );
  const last = rows.length === page.limit ? rows.at(-1) : undefined;
  const members = (await withLots(db, shop, rows, page.now)).map(({ memberId: _, ...member }) => member);
  return { members, next: last ? [last.enrolled_at.toISOString(), last.member_id] : null };
}

async function withLots(db: Db, shop: ShopId, rows: readonly Row[], now: Date) {
  const lots = await openLots(
    db,
    shop,
    rows.map((row) => memberId(row.member_id)),
  );
  const tiers = await memberTiers(db, shop, rows, now.toISOString());
  return rows.map((row) => {
    const id = memberId(row.member_id);
    return memberPoints(row, lots.get(id) ?? [], tiers.get(id) ?? null, now.toISOString());
  });
}

function memberPoints(
  row: Row,
  lots: readonly Lot[],
  tier: MemberTier | null,
  now: string,
): MemberPoints & { memberId: MemberId } {
  const pending = pendingPoints(lots, now);
  return {
    memberId: memberId(row.member_id),
    customerId: row.customer_id,
    enrolledAt: row.enrolled_at.toISOString(),
    points: {
      available: jsonNumber(BigInt(row.balance) - pending),
      pending: jsonNumber(pending),
      lifetimeEarned: jsonNumber(BigInt(row.lifetime_earned)),
      nextExpiry: expiryView(nextExpiry(lots, now)),
    },
    tier,
  };
}

/** Points that expire next, as JSON. */
export function expiryView(next: { points: bigint; at: string } | null) {
  return next && { points: jsonNumber(next.points), at: next.at };
}

/** Points as a JSON number. Throws past 2^53: a wrong number is worse than an error. */
export function jsonNumber(points: bigint): number {
  const number = Number(points);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${points} points do not fit a JSON number`);
  return number;
}
