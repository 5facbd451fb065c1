import type { Db } from '../storage/transaction.ts';

/** True when the database answers and its newest migration is one that this code needs: the guards on entries. */
export async function isReady(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ ready: boolean }>(
    "SELECT to_regclass('inbox_pending') IS NOT NULL AS ready",
  );
  return rows[0]?.ready === true;
}
