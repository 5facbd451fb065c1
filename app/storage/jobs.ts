/** pg-boss's tables as the operator sees them. They appear when the first worker starts. */
import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

export type JobFigures = { active: number; due: number; dead: number };

/** `due` is waiting now, not scheduled for later; `dead` has used up its attempts. Jobs of all shops together count, those of other shops do not. */
export async function jobFigures(db: Db, shop: ShopId): Promise<JobFigures> {
  const present = await db.query<{ there: boolean }>("SELECT to_regclass('pgboss.job') IS NOT NULL AS there");
  if (present.rows[0]?.there !== true) return { active: 0, due: 0, dead: 0 };
  const { rows } = await db.query<{ active: string; due: string; dead: string }>(
    `SELECT count(*) FILTER (WHERE state = 'active') AS active,
            count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after <= now()) AS due,
            count(*) FILTER (WHERE state = 'failed') AS dead
     FROM pgboss.job WHERE data->>'shop' = $1 OR data->>'shop' IS NULL`,
    [shop],
  );
  const [row] = rows;
  return { active: Number(row?.active ?? 0), due: Number(row?.due ?? 0), dead: Number(row?.dead ?? 0) };
}
