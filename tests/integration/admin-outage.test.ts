// The admin while the database is away, and after: pages fail one by one, and the same process serves them again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { mintIdToken } from '../../devstore/oauth/id-token.ts';
import { ensureDatabase } from '../../scripts/database.ts';
import { startApp } from '../support/processes.ts';
import { SHOP } from '../support/shop.ts';

const KEYS = { apiKey: 'meridian-dev', apiSecret: 'meridian-dev-secret' };

/** Installed: its token is there, and good for longer than this test. */
async function insertSession(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO session (id, shop, state, scope, access_token, expires)
     VALUES ($1, $2, '', 'read_orders,read_customers', 'shpat_test', now() + interval '1 day')`,
    [`offline_${SHOP}`, SHOP],
  );
  await client.end();
}

/** As the admin's frame asks for a page. The programme's asks nothing of Shopify. */
function openPage(url: string): Promise<Response> {
  const idToken = mintIdToken(KEYS, { sessionId: 'session-1', userId: 42, nowMs: Date.now() });
  const host = Buffer.from('admin.shopify.com/store/haven').toString('base64url');
  const query = new URLSearchParams({ shop: SHOP, host, embedded: '1', locale: 'en', id_token: idToken });
  // Shopify's library takes Node's own user agent for a crawler, which it shows nothing.
  const headers = {
    'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36',
  };
  return fetch(`${url}/app/program?${query.toString()}`, { headers, redirect: 'manual' });
}

test('the admin outlives its database: asked for in vain, it answers as before once the database is back', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-outage-'));
  const options = { databaseUrl: undefined, dataDir };
  let database = await ensureDatabase(options);
  const app = await startApp(database, { LOG_LEVEL: 'fatal' });
  const served = () =>
    vi.waitFor(async () => expect((await openPage(app.url)).status).toBe(200), {
      timeout: 20_000,
      interval: 50,
    });
  try {
    await insertSession(database.url);
    await database.stop();
    // The first page of this process, and one that needs no session: making the session storage must not be what ends it.
    expect((await fetch(`${app.url}/nothing`)).status).toBe(404);
    // Answered when the storage has given up looking for its table.
    expect((await openPage(app.url)).status).toBe(500);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    database = await ensureDatabase(options);
    await served();

    // Again, with a storage that has found its table.
    await database.stop();
    expect((await openPage(app.url)).status).toBe(500);
    database = await ensureDatabase(options);
    await served();
    // A signal to a process that has ended throws.
    expect(process.kill(app.pid, 0)).toBe(true);
  } finally {
    await app.stop();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
