/**
 * The invariants of spec/ledger.md that the tables show. Each is set-based SQL that gives the rows which break it; all of them are one
 * statement, and so see one snapshot. The chain and the daily roots are replayed by services/verify-ledger.ts.
 */
import type { ShopId } from '../domain/ids.ts';
import type { EntryKind } from '../domain/ledger.ts';
import type { Db } from './transaction.ts';

/** The first violation of one invariant. `memberId` and `seq` are null where it is no single member's or entry's. */
export type LedgerFault = { invariant: string; memberId: string | null; seq: number | null; detail: string };

type Invariant = { invariant: string; sql: string };

/** What several invariants look at. $1 is the shop. */
const SHARED = `
  running AS (
    SELECT member_id, seq, kind, points, source_kind, source_id, key, recorded_at,
           sum(points) OVER (PARTITION BY member_id ORDER BY seq) AS after
    FROM entry WHERE shop = $1),
  held AS (
    SELECT member_id, sum(points) AS points, coalesce(sum(points) FILTER (WHERE kind IN ('order', 'action', 'import')), 0) AS earned,
           count(*) AS entries, max(seq) AS last_seq
    FROM entry WHERE shop = $1 GROUP BY member_id),
  consumed AS (
    SELECT c.member_id, c.lot_seq, c.entry_seq, c.points, l.size, l.available_at, e.points AS entry_points, e.kind, e.key, e.recorded_at,
           sum(c.points) OVER (PARTITION BY c.member_id, c.lot_seq ORDER BY c.entry_seq) AS taken
    FROM lot_consumption c
    LEFT JOIN lot l ON l.shop = c.shop AND l.member_id = c.member_id AND l.seq = c.lot_seq
    LEFT JOIN entry e ON e.shop = c.shop AND e.member_id = c.member_id AND e.seq = c.entry_seq
    WHERE c.shop = $1),
  redeemed AS (
    SELECT source_id, sum(points) AS net, -coalesce(sum(points) FILTER (WHERE kind = 'redemption'), 0) AS taken,
           coalesce(sum(points) FILTER (WHERE kind = 'redemption_reversal'), 0) AS returned, min(member_id) AS member_id
    FROM entry WHERE shop = $1 AND source_kind = 'redemption' GROUP BY source_id)`;

/** Each gives (member_id, seq, detail). */
const INVARIANTS: readonly Invariant[] = [
  {
    invariant: 'member: every entry belongs to a member',
    sql: `SELECT h.member_id, NULL::int AS seq, h.entries || ' entries of a member who is not there' AS detail
          FROM held h WHERE NOT EXISTS (SELECT FROM member m WHERE m.shop = $1 AND m.member_id = h.member_id)`,
  },
  {
    invariant: 'head: the member row stands at its last entry',
    sql: `SELECT m.member_id, m.last_seq AS seq, 'last_seq or head_hash differs from the entries' AS detail
          FROM member m LEFT JOIN held h USING (member_id)
          LEFT JOIN entry e ON e.shop = m.shop AND e.member_id = m.member_id AND e.seq = h.last_seq
          WHERE m.shop = $1 AND (m.last_seq <> coalesce(h.last_seq, 0) OR m.head_hash IS DISTINCT FROM e.hash)`,
  },
  {
    invariant: '1: balance = the sum of the entries',
    sql: `SELECT m.member_id, NULL::int AS seq, 'balance ' || m.balance || ', entries ' || coalesce(h.points, 0) AS detail
          FROM member m LEFT JOIN held h USING (member_id)
          WHERE m.shop = $1 AND m.balance <> coalesce(h.points, 0)`,
  },
  {
    invariant: '1: earned over a lifetime = the sum of what was earned',
    sql: `SELECT m.member_id, NULL::int AS seq,
                 'lifetime_earned ' || m.lifetime_earned || ', entries ' || coalesce(h.earned, 0) AS detail
          FROM member m LEFT JOIN held h USING (member_id)
          WHERE m.shop = $1 AND m.lifetime_earned <> coalesce(h.earned, 0)`,
  },
  {
    // Pending is counted from the lots, and available is what else the balance holds: both together stand on this.
    invariant: '2: what is left in the lots = max(balance, 0)',
    sql: `SELECT m.member_id, NULL::int AS seq, 'balance ' || m.balance || ', lots ' || coalesce(l.points, 0) AS detail
          FROM member m LEFT JOIN (
            SELECT member_id, sum(remaining) AS points FROM lot WHERE shop = $1 GROUP BY member_id
          ) l USING (member_id)
          WHERE m.shop = $1 AND greatest(m.balance, 0) <> coalesce(l.points, 0)`,
  },
  {
    invariant: '2: a lot holds its size less what was taken from it',
    sql: `SELECT l.member_id, l.seq, 'remaining ' || l.remaining || ' of ' || l.size || ', taken ' || coalesce(c.points, 0) AS detail
          FROM lot l LEFT JOIN (
            SELECT member_id, lot_seq AS seq, sum(points) AS points FROM lot_consumption WHERE shop = $1 GROUP BY member_id, lot_seq
          ) c USING (member_id, seq)
          WHERE l.shop = $1 AND l.remaining <> l.size - coalesce(c.points, 0)`,
  },
  {
    invariant: '2: a lot is always between 0 and its size',
    sql: `SELECT member_id, lot_seq AS seq, 'after entry ' || entry_seq || ' ' || taken || ' of ' || size || ' were taken' AS detail
          FROM consumed WHERE taken < 0 OR taken > size
          UNION ALL
          SELECT member_id, seq, 'remaining ' || remaining || ' of ' || size FROM lot
          WHERE shop = $1 AND (size <= 0 OR remaining < 0 OR remaining > size)`,
  },
  {
    invariant: '2: a lot is what its entry opened',
    sql: `SELECT l.member_id, l.seq, CASE WHEN e.seq IS NULL THEN 'its entry is not there'
                   WHEN l.size > e.points THEN 'size ' || l.size || ', entry ' || e.points
                   ELSE 'its source or date is not that of its entry, or it expires before it is available' END AS detail
          FROM lot l LEFT JOIN entry e USING (shop, member_id, seq)
          WHERE l.shop = $1 AND (e.seq IS NULL OR l.size > e.points OR (l.source_kind, l.source_id) <> (e.source_kind, e.source_id)
            -- Its entry keeps the date that it was told; the programme and activity move the lot's.
            OR l.expires_at <= l.available_at
            -- A lot that waited for a fulfilment gets its date later; its entry never changes.
            OR (e.available_at IS NOT NULL AND l.available_at IS DISTINCT FROM e.available_at))`,
  },
  {
    invariant:
      '2: points are taken by a negative entry and reopened by a positive one, from an earlier lot of the member',
    sql: `SELECT member_id, entry_seq AS seq, CASE WHEN size IS NULL THEN 'lot ' || lot_seq || ' is not there'
                   WHEN entry_points IS NULL THEN 'the entry that took from lot ' || lot_seq || ' is not there'
                   ELSE points || ' of lot ' || lot_seq || ' by an entry of ' || entry_points END AS detail
          FROM consumed WHERE size IS NULL OR entry_points IS NULL OR lot_seq >= entry_seq OR sign(points) = sign(entry_points)`,
  },
  {
    invariant: '2: an entry moves lots by what it moves the balance above 0',
    sql: `SELECT r.member_id, r.seq, 'lots moved by ' || coalesce(l.size, 0) - coalesce(c.points, 0) || ', the balance above 0 by '
                   || greatest(r.after, 0) - greatest(r.after - r.points, 0) AS detail
          FROM running r
          LEFT JOIN (SELECT member_id, seq, size FROM lot WHERE shop = $1) l USING (member_id, seq)
          LEFT JOIN (SELECT member_id, entry_seq AS seq, sum(points) AS points FROM lot_consumption WHERE shop = $1
                     GROUP BY member_id, entry_seq) c USING (member_id, seq)
          WHERE coalesce(l.size, 0) - coalesce(c.points, 0) <> greatest(r.after, 0) - greatest(r.after - r.points, 0)`,
  },
  {
    invariant: '3: the entries of an order = its target',
    sql: `SELECT coalesce(o.member_id, e.member_id) AS member_id, NULL::int AS seq,
                 'order ' || coalesce(o.order_id::text, e.source_id) || ': '
                   || coalesce('target ' || o.target, 'not there') || ', entries ' || coalesce(e.points, 0) AS detail
          FROM (SELECT order_id, order_id::text AS source_id, member_id, target FROM order_facts WHERE shop = $1) o
          FULL JOIN (
            SELECT source_id, source_kind, sum(points) AS points, min(member_id) AS member_id FROM entry
            WHERE shop = $1 AND kind = 'order' GROUP BY source_id, source_kind
          ) e ON e.source_id = o.source_id AND e.source_kind = 'order'
          WHERE coalesce(o.target, 0) <> coalesce(e.points, 0) OR o.order_id IS NULL`,
  },
  {
    invariant: '3: the shop carries no more of an order than its reversals left',
    sql: `SELECT min(member_id) AS member_id, min(seq) AS seq, 'order ' || source_id || ': written off '
                   || sum(points) FILTER (WHERE kind <> 'order') || ' of ' || coalesce(-sum(points) FILTER (WHERE kind = 'order' AND points < 0), 0)
                   AS detail
          FROM entry WHERE shop = $1 AND source_kind = 'order' AND kind IN ('order', 'write_off', 'expiry_reversal')
          GROUP BY source_id HAVING sum(points) FILTER (WHERE kind <> 'order')
            NOT BETWEEN 0 AND coalesce(-sum(points) FILTER (WHERE kind = 'order' AND points < 0), 0)`,
  },
  {
    invariant: '4: all entries by kind = the sum of all balances',
    sql: `SELECT NULL::bigint AS member_id, NULL::int AS seq, 'entries ' || entries || ', balances ' || balances AS detail
          -- Not a join, which would be a nested loop.
          FROM (SELECT (SELECT coalesce(sum(points), 0) FROM entry WHERE shop = $1) AS entries,
                       (SELECT coalesce(sum(balance), 0) FROM member WHERE shop = $1) AS balances) AS sums
          WHERE entries <> balances`,
  },
  {
    // Two that spent the same point would leave one of them uncovered by lots, or the balance below 0.
    invariant: '6: a redemption spends points that were there and available',
    sql: `SELECT member_id, seq, 'it left the balance at ' || after AS detail
          FROM running WHERE kind = 'redemption' AND after < 0 AND key NOT LIKE '%:late'
          UNION ALL
          SELECT member_id, entry_seq, points || ' of lot ' || lot_seq || ', which was pending'
          FROM consumed WHERE kind = 'redemption' AND key NOT LIKE '%:late' AND (available_at IS NULL OR available_at > recorded_at)`,
  },
  {
    invariant: 'redemption: its points were taken',
    sql: `SELECT r.member_id, r.entry_seq AS seq, 'redemption ' || r.redemption_id || ' of ' || r.points || ' has no such entry' AS detail
          FROM redemption r LEFT JOIN entry e ON e.shop = r.shop AND e.key = 'redemption:' || r.redemption_id
          WHERE r.shop = $1 AND r.fact IS NULL
            AND (e.seq IS NULL OR e.kind <> 'redemption' OR e.points <> -r.points OR e.seq <> r.entry_seq)
          UNION ALL
          SELECT r.member_id, e.seq, 'redemption ' || r.redemption_id || ' was given, and has an entry' FROM redemption r
          JOIN entry e ON e.shop = r.shop AND e.source_kind = 'redemption' AND e.source_id = r.redemption_id::text
          WHERE r.shop = $1 AND r.fact IS NOT NULL`,
  },
  {
    invariant: 'redemption: every entry of one has its redemption',
    sql: `SELECT d.member_id, NULL::int AS seq, 'redemption ' || d.source_id || ' is not there' AS detail
          FROM redeemed d LEFT JOIN (SELECT redemption_id::text AS source_id FROM redemption WHERE shop = $1) r USING (source_id)
          WHERE r.source_id IS NULL`,
  },
  {
    invariant: 'redemption: no more points return than were taken',
    sql: `SELECT member_id, NULL::int AS seq, 'redemption ' || source_id || ': taken ' || taken || ', returned ' || returned AS detail
          FROM redeemed WHERE returned > taken`,
  },
  {
    invariant: 'redemption: its entries are those of its status',
    sql: `SELECT r.member_id, r.entry_seq AS seq, 'redemption ' || r.redemption_id || ' is ' || r.status || ', its entries carry ' || d.net AS detail
          FROM redemption r JOIN redeemed d ON d.source_id = r.redemption_id::text
          WHERE r.shop = $1 AND CASE
            WHEN r.status IN ('reserved', 'issued', 'needs_review') THEN d.net <> -r.points
            WHEN r.status IN ('failed', 'cancelled') THEN d.net <> 0
            WHEN r.status = 'expired' THEN d.net NOT IN (0, -r.points)
            ELSE d.net NOT BETWEEN -r.points AND 0 END`,
  },
];

/** By name, in the order in which they are checked. */
export const INVARIANT_NAMES = INVARIANTS.map(({ invariant }) => invariant);

const CHECK = `WITH ${SHARED} ${INVARIANTS.map(
  ({ sql }, index) =>
    `(SELECT ${index} AS invariant, member_id::text, seq, detail FROM (${sql}) AS broken ORDER BY broken.member_id, broken.seq LIMIT 1)`,
).join(' UNION ALL ')} ORDER BY 1`;

type Row = { invariant: number; member_id: string | null; seq: number | null; detail: string };

/** The first violation of every broken invariant, in the order of the list above; empty where all of them hold. */
export async function ledgerFaults(db: Db, shop: ShopId): Promise<LedgerFault[]> {
  const { rows } = await db.query<Row>(CHECK, [shop]);
  return rows.map((row) => ({
    invariant: INVARIANTS[row.invariant]?.invariant ?? '',
    memberId: row.member_id,
    seq: row.seq,
    detail: row.detail,
  }));
}

/** What entries of one kind come to: points issued are above 0, points redeemed, expired or taken back below. */
export type KindTotal = { kind: EntryKind; entries: number; points: string };

/** The shop's ledger by kind, and the sum of all balances, which it comes to (invariant 4). */
export async function ledgerTotals(
  db: Db,
  shop: ShopId,
): Promise<{ byKind: KindTotal[]; balances: string; members: number }> {
  const kinds = await db.query<{ kind: EntryKind; entries: string; points: string }>(
    'SELECT kind, count(*) AS entries, sum(points) AS points FROM entry WHERE shop = $1 GROUP BY kind ORDER BY kind',
    [shop],
  );
  const { rows } = await db.query<{ balances: string; members: string }>(
    'SELECT coalesce(sum(balance), 0) AS balances, count(*) AS members FROM member WHERE shop = $1',
    [shop],
  );
  return {
    byKind: kinds.rows.map((row) => ({ ...row, entries: Number(row.entries) })),
    balances: rows[0]?.balances ?? '0',
    members: Number(rows[0]?.members ?? 0),
  };
}
