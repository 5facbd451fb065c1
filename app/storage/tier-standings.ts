/** The level that each member holds, how it came about, and levels given by hand. The member's row is locked by whoever writes. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';
import type { Placement } from '../domain/tier-levels.ts';
import { namesOf, rowsFrom, valuesOf, type Column } from './rows.ts';
import type { Db, Tx } from './transaction.ts';

/** What is kept of a member's level. `known`: it was computed before, level or not. */
export type KeptStanding = {
  memberId: MemberId;
  known: boolean;
  level: string | null;
  since: Stamp | null;
  until: Stamp | null;
  /** When it has to be computed again. */
  due: Stamp | null;
  placements: Placement[];
};

type PlacementRow = { level: string; at: string; until: string | null };

/**
 * When what was given by hand (`placed`, a row of tier_placement) was ended by something given later; null: by nothing. What came with a merge of
 * customers was ended at the member whose it was, or by what this one was given after the merge; it ends nothing itself.
 */
export const PLACED_UNTIL_NEXT = `least(placed.ended_at, (
  SELECT min(next.at) FROM tier_placement AS next
  WHERE next.shop = placed.shop AND next.member_id = placed.member_id AND next.origin_member IS NULL
    AND CASE WHEN placed.origin_member IS NULL THEN (next.at, next.placement_id) > (placed.at, placed.placement_id)
        ELSE next.placement_id > placed.placement_id END))`;

/** Each placement holds until the next one, or its own end; one without a level ends what was given. */
export const PLACED_UNTIL = `least(placed.until, ${PLACED_UNTIL_NEXT})`;

const UTC = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export async function readStandings(
  db: Db,
  shop: ShopId,
  ids: readonly MemberId[],
): Promise<Map<MemberId, KeptStanding>> {
  const { rows } = await db.query<{
    member_id: string;
    tier_level: string | null;
    tier_since: string | null;
    tier_until: string | null;
    tier_due: string | null;
    placements: PlacementRow[] | null;
  }>(
    `SELECT member_id, tier_level, tier_since, tier_until, tier_due, (
       SELECT json_agg(json_build_object('level', level, 'at', ${UTC('at')}, 'until', ${UTC('ends_at')}) ORDER BY at, placement_id)
       FROM (SELECT placed.*, ${PLACED_UNTIL} AS ends_at FROM tier_placement AS placed WHERE placed.shop = $1) AS given
       WHERE given.member_id = member.member_id AND level IS NOT NULL
     ) AS placements
     FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[])`,
    [shop, ids],
  );
  return new Map(
    rows.map((row) => {
      const id = memberId(row.member_id);
      const standing: KeptStanding = {
        memberId: id,
        known: row.tier_since !== null,
        level: row.tier_level,
        since: row.tier_since,
        until: row.tier_until,
        due: row.tier_due,
        placements: (row.placements ?? []).map(({ level, at, until }) => ({
          levelId: level,
          from: at,
          until,
        })),
      };
      return [id, standing];
    }),
  );
}

export type Span = { since: Stamp; level: string | null };

type MemberMoment = { memberId: MemberId; moment: Stamp };

const MOMENT_COLUMNS: readonly Column<MemberMoment>[] = [
  { name: 'member_id', type: 'bigint', of: (one) => one.memberId },
  { name: 'moment', type: 'text', of: (one) => one.moment },
];

/** The last span that began before each member's moment. */
export async function spansBefore(
  tx: Tx,
  shop: ShopId,
  asks: readonly MemberMoment[],
): Promise<Map<MemberId, Span>> {
  const { rows } = await tx.query<{ member_id: string; since: string; level: string | null }>(
    `SELECT ask.member_id, span.since, span.level FROM ${rowsFrom(MOMENT_COLUMNS, 2)} AS ask
     CROSS JOIN LATERAL (
       SELECT since, level FROM tier_span WHERE shop = $1 AND member_id = ask.member_id AND since < ask.moment
       ORDER BY since DESC LIMIT 1
     ) AS span`,
    [shop, ...valuesOf(MOMENT_COLUMNS, asks)],
  );
  return new Map(rows.map(({ member_id, ...span }) => [memberId(member_id), span]));
}

export type ChangeReason = {
  kind: 'order' | 'placement' | 'version' | 'time' | 'member';
  orderId: string | null;
};

export type NewStanding = {
  memberId: MemberId;
  /** What was held from here on is replaced. */
  from: Stamp;
  spans: readonly Span[];
  level: string | null;
  since: Stamp;
  until: Stamp | null;
  due: Stamp | null;
  /** Where the level that is held now is another: what it was, from when on, and why. */
  change: { before: string | null; at: Stamp; reason: ChangeReason } | null;
};

/** Of a standing, what the member's own row keeps. */
export type NewLevel = Pick<NewStanding, 'memberId' | 'level' | 'since' | 'until' | 'due'>;

const SPAN_COLUMNS: readonly Column<Span & { memberId: MemberId }>[] = [
  { name: 'member_id', type: 'bigint', of: (span) => span.memberId },
  { name: 'since', type: 'text', of: (span) => span.since },
  { name: 'level', type: 'text', of: (span) => span.level },
];

/** How the levels came about, in three statements, however many members; `saveLevels` or the ledger's writer keeps what is held now. */
export async function saveSpans(
  tx: Tx,
  shop: ShopId,
  standings: readonly NewStanding[],
  now: string,
): Promise<void> {
  if (standings.length === 0) return;
  const moments = standings.map(({ memberId, from }) => ({ memberId, moment: from }));
  await tx.query(
    `DELETE FROM tier_span USING ${rowsFrom(MOMENT_COLUMNS, 2)} AS new
     WHERE shop = $1 AND tier_span.member_id = new.member_id AND tier_span.since >= new.moment`,
    [shop, ...valuesOf(MOMENT_COLUMNS, moments)],
  );
  const spans = standings.flatMap(({ memberId, spans: own }) => own.map((span) => ({ memberId, ...span })));
  await tx.query(
    `INSERT INTO tier_span (shop, ${namesOf(SPAN_COLUMNS)})
     SELECT $1, * FROM ${rowsFrom(SPAN_COLUMNS, 2)} AS new`,
    [shop, ...valuesOf(SPAN_COLUMNS, spans)],
  );
  await insertChanges(tx, shop, standings, now);
}

/** The columns of a member's row, from the columns of `new`. */
export const LEVEL_SET =
  'tier_level = new.level, tier_since = new.since, tier_until = new.until, tier_due = new.due, tier_retry_at = NULL';

/** The columns of `new` beside the member's. */
export const LEVEL_COLUMNS: readonly Column<NewLevel>[] = [
  { name: 'level', type: 'text', of: (one) => one.level },
  { name: 'since', type: 'text', of: (one) => one.since },
  { name: 'until', type: 'text', of: (one) => one.until },
  { name: 'due', type: 'text', of: (one) => one.due },
];

const SAVED_COLUMNS: readonly Column<NewLevel>[] = [
  { name: 'member_id', type: 'bigint', of: (one) => one.memberId },
  ...LEVEL_COLUMNS,
];

/** The members are locked. */
export async function saveLevels(tx: Tx, shop: ShopId, levels: readonly NewLevel[]): Promise<void> {
  if (levels.length === 0) return;
  await tx.query(
    `UPDATE member SET ${LEVEL_SET}
     FROM ${rowsFrom(SAVED_COLUMNS, 2)} AS new WHERE shop = $1 AND member.member_id = new.member_id`,
    [shop, ...valuesOf(SAVED_COLUMNS, levels)],
  );
}

type Change = NonNullable<NewStanding['change']> & Pick<NewStanding, 'memberId' | 'level'>;

const CHANGE_COLUMNS: readonly Column<Change>[] = [
  { name: 'member_id', type: 'bigint', of: (change) => change.memberId },
  { name: 'effective_at', type: 'timestamptz', of: (change) => change.at },
  { name: 'from_level', type: 'text', of: (change) => change.before },
  { name: 'to_level', type: 'text', of: (change) => change.level },
  { name: 'reason', type: 'text', of: (change) => change.reason.kind },
  { name: 'order_id', type: 'bigint', of: (change) => change.reason.orderId },
];

async function insertChanges(
  tx: Tx,
  shop: ShopId,
  standings: readonly NewStanding[],
  now: string,
): Promise<void> {
  const changed = standings.flatMap((one) => (one.change ? [{ ...one, ...one.change }] : []));
  if (changed.length === 0) return;
  await tx.query(
    `INSERT INTO tier_change (shop, recorded_at, ${namesOf(CHANGE_COLUMNS)})
     SELECT $1, $2, * FROM ${rowsFrom(CHANGE_COLUMNS, 3)} AS new`,
    [shop, now, ...valuesOf(CHANGE_COLUMNS, changed)],
  );
}

const IS_DUE = 'member.tier_due <= $1 AND (member.tier_retry_at IS NULL OR member.tier_retry_at <= $2)';

/** The shops with members whose level has to be computed again. One probe of an index for each shop there is. */
export async function shopsWithDueTiers(db: Db, now: string): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>(
    `SELECT shop FROM shop WHERE EXISTS (SELECT FROM member WHERE member.shop = shop.shop AND ${IS_DUE}) ORDER BY shop`,
    [stampOf(now), now],
  );
  return rows.map((row) => row.shop);
}

/** Locks up to `limit` of them, of `only` where it is told; those whom somebody else holds are passed over. */
export async function lockDueMembers(
  tx: Tx,
  shop: ShopId,
  now: string,
  limit: number,
  only: readonly MemberId[] | null,
): Promise<MemberId[]> {
  const { rows } = await tx.query<{ member_id: string }>(
    `SELECT member_id FROM member WHERE ${IS_DUE} AND shop = $3 AND ($5::bigint[] IS NULL OR member_id = ANY($5))
     ORDER BY tier_due LIMIT $4 FOR UPDATE SKIP LOCKED`,
    [stampOf(now), now, shop, limit, only],
  );
  return rows.map((row) => memberId(row.member_id));
}

/** Computing the member's level failed: it stays due, but not before `at`. */
export async function postponeTiers(db: Db, shop: ShopId, member: MemberId, at: string): Promise<void> {
  await db.query('UPDATE member SET tier_retry_at = $3 WHERE shop = $1 AND member_id = $2', [
    shop,
    member,
    at,
  ]);
}

/** Lets the levels of all members of a shop be computed again from `at` on. The caller holds the shop's programme exclusively. */
export async function dueForAll(tx: Tx, shop: ShopId, at: Stamp): Promise<void> {
  await tx.query(
    `WITH held AS (SELECT member_id FROM member WHERE shop = $1 AND merged_into IS NULL ORDER BY member_id FOR UPDATE)
     UPDATE member SET tier_due = least(tier_due, $2) FROM held WHERE shop = $1 AND member.member_id = held.member_id`,
    [shop, at],
  );
}

export type NewPlacement = {
  memberId: MemberId;
  level: string | null;
  at: string;
  until: string | null;
  reason: string;
  actor: string;
  key: string;
  /** Hex SHA-256 of what was asked: the same key with another input is an error. */
  inputHash: string;
};

export async function insertPlacement(tx: Tx, shop: ShopId, placement: NewPlacement): Promise<void> {
  const { memberId: member, level, at, until, reason, actor, key, inputHash } = placement;
  await tx.query(
    `INSERT INTO tier_placement (shop, member_id, level, at, until, reason, actor, key, input_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, decode($9, 'hex'))`,
    [shop, member, level, at, until, reason, actor, key, inputHash],
  );
}

/** The placement that a key made before, and what was given by hand until then. */
export async function placementOfKey(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  key: string,
): Promise<{ inputHash: string; before: { level: string; until: string | null } | null } | null> {
  const { rows } = await tx.query<{ input_hash: Buffer; level: string | null; until: Date | null }>(
    `SELECT made.input_hash, before.level, before.until FROM tier_placement AS made
     LEFT JOIN LATERAL (
       SELECT level, until FROM tier_placement AS earlier
       WHERE earlier.shop = $1 AND earlier.member_id = $2 AND earlier.placement_id < made.placement_id
       ORDER BY placement_id DESC LIMIT 1
     ) AS before ON before.until IS NULL OR before.until > made.at
     WHERE made.shop = $1 AND made.member_id = $2 AND (made.key = $3 OR starts_with(made.key, $3 || ' of member '))
     ORDER BY made.key = $3 DESC, made.placement_id LIMIT 1`,
    [shop, member, key],
  );
  const [row] = rows;
  if (!row) return null;
  const before = row.level === null ? null : { level: row.level, until: row.until?.toISOString() ?? null };
  return { inputHash: row.input_hash.toString('hex'), before };
}
