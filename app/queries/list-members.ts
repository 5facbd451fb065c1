/** The members' list, newest first, a page at a time. */
import { Prisma } from '@prisma/client';
import type { Deps } from '../deps.server.ts';
import { memberId, type ShopId } from '../domain/ids.ts';
import { pendingPoints } from '../domain/ledger.ts';
import { openLots } from '../storage/members.ts';
import { cursorText, type MemberCursor } from './member-cursor.ts';

export const MEMBERS_PER_PAGE = 25;

export type MemberRow = {
  memberId: string;
  /** null: the person was forgotten, the entries stay. */
  customerId: string | null;
  balance: bigint;
  available: bigint;
  pending: bigint;
  enrolledAt: Date;
  lastActivityAt: Date | null;
  /** As kept; null until the first that is not the programme's first. */
  level: string | null;
};
/** `next` and `previous` are cursors; null where there is nothing. */
export type MembersPage = {
  members: MemberRow[];
  total: number;
  next: string | null;
  previous: string | null;
};

export type MembersAsked = {
  shop: ShopId;
  /** Shopify's number of one customer. */
  customerId?: string | null;
  after?: MemberCursor | null;
  before?: MemberCursor | null;
};

export async function listMembers(
  deps: Pick<Deps, 'pool' | 'prisma' | 'clock'>,
  asked: MembersAsked,
): Promise<MembersPage> {
  const backwards = Boolean(asked.before);
  const [rows, total] = await Promise.all([memberRows(deps, asked), memberCount(deps, asked.shop)]);
  const more = rows.length > MEMBERS_PER_PAGE;
  const members = await withPending(deps, asked.shop, rows.slice(0, MEMBERS_PER_PAGE));
  if (backwards) members.reverse();
  const cursor = (row: MemberRow | undefined) =>
    row ? cursorText({ enrolledAt: row.enrolledAt, memberId: memberId(row.memberId) }) : null;
  return {
    members,
    total,
    // Coming from a later page there is always a next one; coming from an earlier one there is always a previous one.
    next: backwards || more ? cursor(members.at(-1)) : null,
    previous: (backwards ? more : Boolean(asked.after)) ? cursor(members[0]) : null,
  };
}

export function memberCount({ prisma }: Pick<Deps, 'prisma'>, shop: ShopId): Promise<number> {
  return prisma.member.count({ where: { shop, mergedInto: null } });
}

type Row = Omit<MemberRow, 'available' | 'pending'>;

async function withPending(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  rows: readonly Row[],
): Promise<MemberRow[]> {
  const ids = rows.map((row) => memberId(row.memberId));
  const lots = await openLots(pool, shop, ids);
  const now = clock.now().toISOString();
  return rows.map((row) => {
    const pending = pendingPoints(lots.get(memberId(row.memberId)) ?? [], now);
    return { ...row, available: row.balance - pending, pending };
  });
}

/** One more than a page holds, in the direction that was asked. */
function memberRows({ prisma }: Pick<Deps, 'prisma'>, asked: MembersAsked): Promise<Row[]> {
  const { shop, customerId, after, before } = asked;
  const place = [
    customerId ? Prisma.sql`AND customer_id = ${BigInt(customerId)}` : Prisma.empty,
    after
      ? Prisma.sql`AND (enrolled_at, member_id) < (${after.enrolledAt}, ${BigInt(after.memberId)})`
      : Prisma.empty,
    before
      ? Prisma.sql`AND (enrolled_at, member_id) > (${before.enrolledAt}, ${BigInt(before.memberId)})`
      : Prisma.empty,
  ];
  const order = before
    ? Prisma.sql`page.enrolled_at, page.member_id`
    : Prisma.sql`page.enrolled_at DESC, page.member_id DESC`;
  return prisma.$queryRaw<Row[]>`
    WITH page AS (
      SELECT member_id, customer_id, balance, enrolled_at, last_seq, tier_level FROM member AS page
      WHERE shop = ${shop} AND merged_into IS NULL ${place[0]} ${place[1]} ${place[2]}
      ORDER BY ${order} LIMIT ${MEMBERS_PER_PAGE + 1})
    SELECT page.member_id::text AS "memberId", customer_id::text AS "customerId", balance, enrolled_at AS "enrolledAt",
           entry.effective_at AS "lastActivityAt", tier_level AS level
    FROM page
    LEFT JOIN entry ON entry.shop = ${shop} AND entry.member_id = page.member_id AND entry.seq = page.last_seq
    ORDER BY ${order}`;
}
