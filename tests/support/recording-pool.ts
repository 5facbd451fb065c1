// A pool that remembers what was said on it.
import type pg from 'pg';

type Statement = string | { text: string };

/** The statements of each transaction, without its beginning and its end. */
export function recording(pool: pg.Pool): { pool: pg.Pool; transactions: string[][] } {
  const transactions: string[][] = [];
  const connect = async () => {
    const client = await pool.connect();
    const query = (statement: Statement, values?: unknown[]) => {
      const text = typeof statement === 'string' ? statement : statement.text;
      if (text.startsWith('BEGIN')) transactions.push([]);
      else if (text !== 'COMMIT') transactions.at(-1)?.push(text);
      return client.query(statement as string, values);
    };
    const [on, off, release] = [client.on, client.off, client.release].map((one) => one.bind(client));
    return { query, on, off, release };
  };
  const recorded = { connect, query: pool.query.bind(pool), options: pool.options };
  return { pool: recorded as unknown as pg.Pool, transactions };
}
