/** The invariants of spec/ledger.md that the tables show, each one query that returns its first violation. */
import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

type Invariant = { invariant: string; sql: string };
type Violation = { member_id: string | null; seq: number | null; detail: string };

/** Each takes the shop as $1 and gives (member_id, seq, detail). */
const INVARIANTS: readonly Invariant[] = [
  {
    invariant: 'head: the member row stands at its last entry',
    sql: `SELECT m.member_id, m.last_seq AS seq, 'last_seq or head_hash differs from the entries' AS detail
          FROM member m LEFT JOIN LATERAL (
            SELECT e.seq, e.hash FROM entry e WHERE e.shop = m.shop AND e.member_id = m.member_id ORDER BY e.seq DESC LIMIT 1
          ) last ON true
          WHERE m.shop = $1 AND (m.last_seq <> coalesce(last.seq, 0) OR m.head_hash IS DISTINCT FROM last.hash)`,
  },
  {
    invariant: '1: balance = the sum of the entries',
    sql: `SELECT m.member_id, NULL::int AS seq, 'balance ' || m.balance || ', entries ' || coalesce(e.points, 0) AS detail
          FROM member m LEFT JOIN (
            SELECT member_id, sum(points) AS points FROM entry WHERE shop = $1 GROUP BY member_id
          ) e USING (member_id)
          WHERE m.shop = $1 AND m.balance <> coalesce(e.points, 0)`,
  },
  {
    invariant: '2: what is left in the lots = max(balance, 0)',
    sql: `SELECT m.member_id, NULL::int AS seq, 'balance ' || m.balance || ', lots ' || coalesce(l.points, 0) AS detail
          FROM member m LEFT JOIN (
            SELECT member_id, sum(remaining) AS points FROM lot WHERE shop = $1 GROUP BY member_id
          ) l USING (member_id)
          WHERE m.shop = $1 AND greatest(m.balance, 0) <> coalesce(l.points, 0)`,
  },
  {
    invariant: '2: a lot holds its size less its consumptions',
    sql: `SELECT l.member_id, l.seq, 'remaining ' || l.remaining || ' of ' || l.size || ', consumed ' || coalesce(c.points, 0) AS detail
          FROM lot l LEFT JOIN (
            SELECT member_id, lot_seq, sum(points) AS points FROM lot_consumption WHERE shop = $1 GROUP BY member_id, lot_seq
          ) c ON c.member_id = l.member_id AND c.lot_seq = l.seq
          WHERE l.shop = $1 AND l.remaining <> l.size - coalesce(c.points, 0)`,
  },
  {
    invariant: '3: the entries of an order = its target',
    sql: `SELECT o.member_id, NULL::int AS seq,
                 'order ' || o.order_id || ': target ' || o.target || ', entries ' || coalesce(e.points, 0) AS detail
          FROM order_facts o LEFT JOIN (
            SELECT source_id, sum(points) AS points FROM entry
            WHERE shop = $1 AND source_kind = 'order' AND kind = 'order' GROUP BY source_id
          ) e ON e.source_id = o.order_id::text
          WHERE o.shop = $1 AND o.settled_at IS NOT NULL AND o.target <> coalesce(e.points, 0)`,
  },
];

/** The first violation, or null where every invariant holds. */
export async function ledgerFaults(db: Db, shop: ShopId) {
  for (const { invariant, sql } of INVARIANTS) {
    const { rows } = await db.query<Violation>(`${sql} ORDER BY 1, 2 LIMIT 1`, [shop]);
    const [row] = rows;
    if (row) return { invariant, memberId: row.member_id, seq: row.seq, detail: row.detail };
  }
  return null;
}
