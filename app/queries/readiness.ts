import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { answering, type Db } from '../storage/transaction.ts';

/** What this code was written for: read once, from the folder that the process was started in. */
const migrations = readdirSync(resolve('prisma/migrations'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** True when the database answers and every migration of this code has been applied. */
export async function isReady(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ applied: string }>(
    answering({
      text: 'SELECT count(DISTINCT migration_name) AS applied FROM _prisma_migrations WHERE finished_at IS NOT NULL AND migration_name = ANY($1)',
      values: [migrations],
    }),
  );
  return Number(rows[0]?.applied) === migrations.length;
}
