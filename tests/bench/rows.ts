// Rows of the app's tables between databases, whatever columns they have: the tables change with the app, the benchmarks need not.
import type pg from 'pg';

export type Column = { name: string; type: string };
/** Values as PostgreSQL writes them. */
export type Row = Record<string, string | null>;

const PER_STATEMENT = 1_000;

export async function columnsOf(pool: pg.Pool, table: string): Promise<Column[]> {
  const { rows } = await pool.query<Column>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  return rows;
}

export async function readRows(
  pool: pg.Pool,
  table: string,
  where: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const names = (await columnsOf(pool, table)).map(({ name }) => `"${name}"::text`);
  const { rows } = await pool.query<Row>(`SELECT ${names.join(', ')} FROM ${table} WHERE ${where}`, values);
  return rows;
}

export async function copyRows(
  from: pg.Pool,
  to: pg.Pool,
  table: string,
  where: string,
  values: unknown[] = [],
): Promise<void> {
  const columns = await columnsOf(to, table);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const casts = columns.map(({ name, type }) => `(row ->> '${name}')::${type}`).join(', ');
  const rows = await readRows(from, table, where, values);
  for (let at = 0; at < rows.length; at += PER_STATEMENT) {
    const part = JSON.stringify(rows.slice(at, at + PER_STATEMENT));
    await to.query(
      `INSERT INTO ${table} (${names}) SELECT ${casts} FROM json_array_elements($1::json) AS row`,
      [part],
    );
  }
}
