// Members whom somebody else holds, and who waits for what is held.
import type pg from 'pg';

/** `work` while the members of these customers are held by a transaction that does not end before it. */
export async function whileHeld<T>(
  pool: pg.Pool,
  customers: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const holder = await pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM member WHERE customer_id = ANY($1) FOR UPDATE', [customers]);
    return await work();
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
}

/** How many connections to the pool's database wait for a lock, of those whose statement is LIKE `statement`. */
export async function lockWaiters(pool: pg.Pool, statement = '%'): Promise<number> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1`,
    [statement],
  );
  return rowCount ?? 0;
}
