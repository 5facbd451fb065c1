// A PostgreSQL of the benchmarks' own, with the settings that production has: what is acknowledged is on the disk.
import { rmSync } from 'node:fs';
import pg from 'pg';
import { withDatabase } from '../../scripts/database.ts';
import { startEmbeddedPostgres } from '../../scripts/embedded-postgres.ts';
import { migrate } from '../../scripts/migrate.ts';
import { onServer } from '../support/on-server.ts';

export type BenchDatabase = { url: string; pool: pg.Pool; drop(): Promise<void> };

export type Cluster = {
  /** `migrated`: with the app's tables; else empty. */
  database(name: string, migrated: boolean): Promise<BenchDatabase>;
  /**
   * VACUUM (ANALYZE) of every database, as autovacuum does within a minute or two of such a load. Before, each statement is planned for the empty table
   * that its connection first saw, and it is chance which rounds autovacuum comes into: issuing a redemption took 0.35 ms or 9.5 (docs/decisions/0020).
   */
  vacuum(): Promise<void>;
  settings: Record<string, string>;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
};

const TEMPLATE = 'bench_template';
const DURABLE = ['fsync', 'synchronous_commit', 'full_page_writes'];

export async function startCluster(folder: string): Promise<Cluster> {
  rmSync(folder, { recursive: true, force: true });
  const server = await startEmbeddedPostgres({ dataDir: folder });
  await onServer(server.url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(withDatabase(server.url, TEMPLATE));
  const urls = new Set<string>();
  return {
    settings: await readSettings(server.url),
    vacuum: async () => {
      for (const url of urls) await onServer(url, 'VACUUM (ANALYZE)');
    },
    database: async (name, migrated) => {
      await onServer(server.url, `CREATE DATABASE ${name} TEMPLATE ${migrated ? TEMPLATE : 'template0'}`);
      const url = withDatabase(server.url, name);
      const pool = new pg.Pool({ connectionString: url, options: '-c timezone=UTC', max: 10 });
      pool.on('error', () => undefined);
      urls.add(url);
      const drop = async () => {
        urls.delete(url);
        await pool.end();
        await onServer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      };
      return { url, pool, drop };
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readSettings(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const names = ['server_version', ...DURABLE, 'shared_buffers', 'max_wal_size', 'max_connections'];
    const { rows } = await client.query<{ name: string; setting: string }>(
      'SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY($1)',
      [names],
    );
    const settings = Object.fromEntries(rows.map((row) => [row.name, row.setting]));
    const lax = DURABLE.filter((name) => settings[name] !== 'on');
    if (lax.length > 0) throw new Error(`${lax.join(', ')} must be on: an acknowledgement is worth nothing`);
    return settings;
  } finally {
    await client.end();
  }
}
