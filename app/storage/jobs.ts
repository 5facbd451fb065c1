/** Work beside the inbox as the operator sees it: pg-boss's tables (they appear when the first worker starts), redemptions, look-ups, metafields, members whose points expire. */
import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

export type JobFigures = { active: number; due: number; dead: number };

/**
 * `due` is waiting now, not scheduled for later; `dead` has used up its attempts. Jobs of all shops together count, those of other shops do not, nor work of a
 * shop without a session: nothing can be written there.
 */
export async function jobFigures(db: Db, shop: ShopId, now: string): Promise<JobFigures> {
  const own = figures(await db.query<Row>(OWN_WORK, [shop, now]));
  const present = await db.query<{ there: boolean }>("SELECT to_regclass('pgboss.job') IS NOT NULL AS there");
  if (present.rows[0]?.there !== true) return own;
  const jobs = figures(await db.query<Row>(JOBS, [shop]));
  return { active: own.active + jobs.active, due: own.due + jobs.due, dead: own.dead + jobs.dead };
}

type Row = { active: string; due: string; dead: string };

const JOBS = `SELECT count(*) FILTER (WHERE state = 'active') AS active,
    count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after <= now()) AS due,
    count(*) FILTER (WHERE state = 'failed') AS dead
  FROM pgboss.job WHERE data->>'shop' = $1 OR data->>'shop' IS NULL`;

const OWN_WORK = `SELECT count(*) FILTER (WHERE lease_until > $2) AS active,
    count(*) FILTER (WHERE due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)) AS due,
    (SELECT count(*) FROM redemption WHERE shop = $1 AND status = 'needs_review') AS dead
  FROM (
    SELECT due_at, lease_until FROM redemption
    WHERE shop = $1 AND due_at IS NOT NULL AND EXISTS (SELECT FROM session WHERE session.shop = redemption.shop)
    UNION ALL
    SELECT due_at, lease_until FROM metafield_mark
    WHERE shop = $1 AND EXISTS (SELECT FROM session WHERE session.shop = metafield_mark.shop)
    UNION ALL
    -- An order waits for it, whenever it is tried next.
    SELECT requested_at, lease_until FROM order_lookup
    WHERE shop = $1 AND EXISTS (SELECT FROM session WHERE session.shop = order_lookup.shop)
    UNION ALL
    SELECT expiry_due, NULL FROM member WHERE shop = $1 AND expiry_due <= $2
    UNION ALL
    SELECT due_at, NULL FROM perk_mark WHERE shop = $1
  ) AS work`;

function figures({ rows: [row] }: { rows: Row[] }): JobFigures {
  return { active: Number(row?.active ?? 0), due: Number(row?.due ?? 0), dead: Number(row?.dead ?? 0) };
}
