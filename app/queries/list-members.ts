/** The members' list, a page at a time, in the order and of the kind that was asked for. */
import type { Deps } from '../deps.server.ts';
import { memberId, type ShopId } from '../domain/ids.ts';
import { pendingPoints } from '../domain/ledger.ts';
import { startOfDate } from '../domain/local-time.ts';
import type { Tiers } from '../domain/tiers.ts';
import { openLots } from '../storage/members.ts';
import { keptFigures } from '../storage/shop-figures.ts';
import type { Db } from '../storage/transaction.ts';
import { COUNTED_AT_ONCE } from './home-figures.ts';
import { cursorText, type MemberCursor } from './member-cursor.ts';
import { MEMBER_SORTS, type MembersFilter } from './members-asked.ts';

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
  /** Of the shop, whatever was asked for; of a large one, as of last night. */
  total: number;
  next: string | null;
  previous: string | null;
};

export type MembersAsked = {
  shop: ShopId;
  filter: MembersFilter;
  /** Shopify's numbers; null: whoever they are. */
  customerIds?: readonly string[] | null;
  /** By which the filter's dates and levels are understood. */
  timeZone: string;
  tiers: Tiers | null;
  after?: MemberCursor | null;
  before?: MemberCursor | null;
};

export async function listMembers(
  deps: Pick<Deps, 'pool' | 'clock'>,
  asked: MembersAsked,
): Promise<MembersPage> {
  const backwards = Boolean(asked.before);
  const [rows, total] = await Promise.all([memberRows(deps.pool, asked), memberCount(deps, asked.shop)]);
  const more = rows.length > MEMBERS_PER_PAGE;
  const page = rows.slice(0, MEMBERS_PER_PAGE);
  if (backwards) page.reverse();
  const cursor = (row: Row | undefined) =>
    row
      ? cursorText({
          value: row.place instanceof Date ? row.place.toISOString() : row.place,
          memberId: memberId(row.memberId),
        })
      : null;
  return {
    members: await withPending(deps, asked.shop, page),
    total,
    // Coming from a later page there is always a next one; coming from an earlier one there is always a previous one.
    next: backwards || more ? cursor(page.at(-1)) : null,
    previous: (backwards ? more : Boolean(asked.after)) ? cursor(page[0]) : null,
  };
}

export async function memberCount({ pool }: Pick<Deps, 'pool'>, shop: ShopId): Promise<number> {
  const kept = await keptFigures(pool, shop);
  if (kept && kept.figures.members > COUNTED_AT_ONCE) return kept.figures.members;
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM member WHERE shop = $1 AND merged_into IS NULL',
    [shop],
  );
  return rows[0]?.count ?? 0;
}

type Row = Omit<MemberRow, 'balance' | 'available' | 'pending'> & {
  balance: string;
  /** What the list is sorted by. */
  place: Date | string;
};

async function withPending(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  rows: readonly Row[],
): Promise<MemberRow[]> {
  const ids = rows.map((row) => memberId(row.memberId));
  const lots = await openLots(pool, shop, ids);
  const now = clock.now().toISOString();
  return rows.map(({ place: _, ...row }) => {
    const balance = BigInt(row.balance);
    const pending = pendingPoints(lots.get(memberId(row.memberId)) ?? [], now);
    return { ...row, balance, available: balance - pending, pending };
  });
}

/** One more than a page holds, in the direction that was asked. Other than by enrolment it sorts all that fit (decision 0039). */
async function memberRows(db: Db, asked: MembersAsked): Promise<Row[]> {
  const { key, type, descending } = MEMBER_SORTS[asked.filter.sort];
  const cursor = asked.before ?? asked.after;
  const falling = descending !== Boolean(asked.before);
  const values: unknown[] = [asked.shop];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions = conditionsOf(asked, value);
  if (cursor) {
    const place = `(${value(cursor.value)}::${type}, ${value(cursor.memberId)}::bigint)`;
    conditions.push(`(${key}, member_id) ${falling ? '<' : '>'} ${place}`);
  }
  const order = falling ? 'DESC' : 'ASC';
  const { rows } = await db.query<Row>(
    `SELECT member_id AS "memberId", customer_id AS "customerId", balance, enrolled_at AS "enrolledAt",
            last_activity_at AS "lastActivityAt", tier_level AS level, ${key} AS place
     FROM member WHERE ${['shop = $1', 'merged_into IS NULL', ...conditions].join(' AND ')}
     ORDER BY ${key} ${order}, member_id ${order} LIMIT ${MEMBERS_PER_PAGE + 1}`,
    values,
  );
  return rows;
}

function conditionsOf(
  { filter, customerIds, timeZone, tiers }: MembersAsked,
  value: (given: unknown) => string,
): string[] {
  const { level, since, inactive, debt } = filter;
  const start = (date: string) => `${value(startOfDate(date, timeZone))}::timestamptz`;
  const conditions: string[] = [];
  if (customerIds) conditions.push(`customer_id = ANY(${value(customerIds)}::bigint[])`);
  if (since) conditions.push(`enrolled_at >= ${start(since)}`);
  if (inactive) conditions.push(`${MEMBER_SORTS.inactive.key} < ${start(inactive)}`);
  if (debt) conditions.push('balance < 0');
  if (level !== null && tiers) {
    const [lowest, ...others] = tiers.levels.map(({ id }) => id);
    // As levelNow: whoever has none of the levels in force is on the lowest.
    conditions.push(
      level === lowest
        ? `(tier_level IS NULL OR tier_level <> ALL(${value(others)}::text[]))`
        : `tier_level = ${value(level)}`,
    );
  }
  return conditions;
}
