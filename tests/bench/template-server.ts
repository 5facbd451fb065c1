// The webhook route as Shopify's Remix template has it, in a Remix build of its own: authenticate.webhook, a Prisma insert, served by remix-serve.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { SECRET, SHOP } from './bench-shop.ts';
import type { BenchDatabase } from './cluster.ts';
import type { Context, Service } from './context.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = resolve(import.meta.dirname, 'template');
const BUILD = '.cache/bench/template/server/index.js';

/** On a database of its own, with the session that authenticate.webhook loads. */
export async function startTemplate(
  context: Context,
): Promise<{ service: Service; database: BenchDatabase }> {
  const cli = resolve(root, 'node_modules/@remix-run/dev/dist/cli.js');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'vite:build', '--emptyOutDir'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the template does not build:\n${stderr}`);
  const database = await context.cluster.database('ingest_template', true);
  // Meridian's indexes are not the template's.
  await database.pool.query('DROP INDEX inbox_pending, inbox_open, inbox_processed, inbox_refused');
  await database.pool.query(
    `INSERT INTO session (id, shop, state, scope, access_token) VALUES ('offline_' || $1, $1, '', '', 'token')`,
    [SHOP],
  );
  const env = {
    DATABASE_URL: database.url,
    SHOPIFY_API_KEY: 'key-of-the-benchmarks',
    SHOPIFY_API_SECRET: SECRET,
    SHOPIFY_APP_URL: 'https://loyalty.example.com',
  };
  const remixServe = resolve(root, 'node_modules/@remix-run/serve/dist/cli.js');
  const service = await context.start('template', [remixServe, BUILD], env, 'http');
  return { service, database };
}
