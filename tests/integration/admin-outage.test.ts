// The admin while the database is away, and after: pages fail one by one, and the same process serves them again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { ensureDatabase } from '../../scripts/database.ts';
import { adminPage, insertSession } from '../support/admin-page.ts';
import { startApp } from '../support/processes.ts';

test('the admin outlives its database: asked for in vain, it answers as before once the database is back', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'meridian-outage-'));
  const options = { databaseUrl: undefined, dataDir };
  let database = await ensureDatabase(options);
  const app = await startApp(database, { LOG_LEVEL: 'fatal' });
  // The programme's page asks nothing of Shopify.
  const openPage = () => adminPage(app.url, '/app/program');
  const served = () =>
    vi.waitFor(async () => expect((await openPage()).status).toBe(200), {
      timeout: 20_000,
      interval: 50,
    });
  try {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await insertSession(client);
    await client.end();
    await database.stop();
    // The first page of this process, and one that needs no session: making the session storage must not be what ends it.
    expect((await fetch(`${app.url}/nothing`)).status).toBe(404);
    // Answered when the storage has given up looking for its table.
    expect((await openPage()).status).toBe(500);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    database = await ensureDatabase(options);
    await served();

    // Again, with a storage that has found its table.
    await database.stop();
    expect((await openPage()).status).toBe(500);
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
