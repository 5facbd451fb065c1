import pg from 'pg';

/** One statement on a connection of its own, as CREATE and DROP DATABASE need. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
