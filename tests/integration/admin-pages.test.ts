// The admin's pages as the app answers them: real process, real database, an id token as Shopify signs it.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDeps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { draftState } from '../../app/queries/draft-state.ts';
import { programOverview } from '../../app/queries/program-overview.ts';
import { programState } from '../../app/queries/program-state.ts';
import { ShopSettingsDocument } from '../../app/shopify/admin-types.generated.ts';
import { partStamp } from '../../app/services/change-draft.ts';
import { recordInstall } from '../../app/services/record-install.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { lockProgramExclusive } from '../../app/storage/shops.ts';
import { adminPage, insertSession } from '../support/admin-page.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

const WAITING = `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
                 WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`;
const shopId = ShopIdSchema.parse(SHOP);

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop({ worker: false, program: null });
  await insertSession(shop.database.pool);
});
afterAll(() => shop.stop());

test('what somebody saves while the page publishes is kept, and nothing is published before it was seen', async () => {
  const { pool } = shop.database;
  const onThePage = ProgramSchema.parse(startingProgram);
  const savedMeanwhile = { ...onThePage, pointValue: [{ currency: 'USD', amount: '0.5' }] };
  const post = (page: string, intent: string, seen: unknown) =>
    adminPage(shop.app.url, page, { intent, seen: partStamp(seen) });
  const stored = async () =>
    (
      await pool.query<{ version: unknown; draft: unknown }>(
        `SELECT program_version.document AS version, program_draft.document AS draft
         FROM program_draft LEFT JOIN program_version USING (shop) WHERE shop = $1`,
        [SHOP],
      )
    ).rows;
  const published = await inTransaction(pool, async (tx) => {
    await lockProgramExclusive(tx, shopId);
    const page = post('/app/program/publish', 'publish', onThePage);
    // The first page that a new process answers takes its time.
    const isWaiting = async () => expect((await pool.query(WAITING)).rowCount).toBe(1);
    await vi.waitFor(isWaiting, { timeout: 20_000 });
    const saved = await shop.send('PUT', '/api/v1/program/draft', savedMeanwhile);
    expect(saved.status).toBe(200);
    return { page };
  });
  expect((await published.page).status).toBe(200);
  expect((await post('/app/program/publish', 'publish', onThePage)).status).toBe(200);
  expect((await post('/app/program/publish', 'other', savedMeanwhile)).status).toBe(400);
  expect(await stored()).toEqual([{ version: null, draft: savedMeanwhile }]);
  expect((await post('/app/program/publish', 'publish', savedMeanwhile)).status).toBe(200);
  expect(await stored()).toEqual([{ version: savedMeanwhile, draft: savedMeanwhile }]);
});

test('a document with a fault is not saved', async () => {
  const stored = async () =>
    (
      await shop.database.pool.query(
        `SELECT (SELECT count(*) FROM program_version) AS versions, (SELECT document FROM program_draft) AS draft`,
      )
    ).rows;
  const before = await stored();
  for (const document of ['{"version":1}', '{']) {
    const page = await adminPage(shop.app.url, '/app/program/draft', { document });
    expect(page.status).toBe(200);
  }
  expect(await stored()).toEqual(before);
});

test('in force is the newest version that has begun, for the pages and for the REST API', async () => {
  const { pool } = shop.database;
  const of = ShopIdSchema.parse('versions.myshopify.com');
  const insert =
    'INSERT INTO program_version (shop, number, published_at, recorded_at, document) VALUES ($1, $2, $3, $3, $4)';
  await pool.query('INSERT INTO shop (shop) VALUES ($1)', [of]);
  const now = new Date('2026-11-21T20:00:00Z');
  await pool.query(insert, [of, 1, '2026-01-01T00:00:00Z', JSON.stringify(startingProgram)]);
  // A machine whose clock is ahead of ours has published it.
  await pool.query(insert, [of, 2, '2026-11-21T20:00:01Z', JSON.stringify(startingProgram)]);
  const deps = { pool, clock: { now: () => now } };
  expect((await programState(deps, of)).published?.number).toBe(1);
  expect((await programOverview(deps, of)).published?.number).toBe(1);
});

test('a document that is sent is looked at or saved by its own pages, and every page of the programme is there', async () => {
  const text = JSON.stringify({ ...startingProgram, name: { en: 'From a file' } });
  const deps = { pool: shop.database.pool, clock: { now: () => new Date() } };
  const draft = async () => (await draftState(deps, shopId)).program;
  const page = async (path: string, form?: Record<string, string>) => {
    const response = await adminPage(shop.app.url, path, form);
    expect(response.status).toBe(200);
    return response.text();
  };
  await page('/app/program/import', { document: text });
  const before = await draft();
  expect(before.name).not.toEqual({ en: 'From a file' });
  for (const path of ['/draft', '/import', '/document', '/versions/1'])
    await page(`/app/program${path}`, { document: text, seen: 'of another state' });
  expect(await draft()).toEqual(before);
  await page('/app/program/draft', { document: text, seen: partStamp(before) });
  expect((await draft()).name).toEqual({ en: 'From a file' });
  const pages: [path: string, words: string][] = [
    ['', 'From a file'],
    ['/document', 'From a file'],
    ['/import', 'See what it changes'],
    ['/versions', 'In force'],
    ['/versions?below=1', 'There is no such version'],
    ['/versions/1', 'Make this the draft'],
    ['/versions/999', 'There is no such version'],
    ['/versions/x', 'There is no such version'],
    ['/versions/compare?from=1&to=draft', 'Only in: The draft'],
    ['/versions/compare?from=-1&to=%00', 'Only in: The draft'],
  ];
  for (const [path, words] of pages) expect(await page(`/app/program${path}`), path).toContain(words);
});

test('publishing warns of one market that gets more, of expiry that nobody is told of, and of a reward that this shop cannot issue', async () => {
  const rates = startingProgram.earning.rates.map((rate) =>
    rate.currency === 'EUR' ? { ...rate, points: 2 * rate.points } : rate,
  );
  const credit = {
    ...{ id: 'credit', kind: 'storeCredit', points: 500, name: { en: 'Five in credit' } },
    values: [{ currency: 'USD', amount: '5.00' }],
  };
  const draft = {
    ...startingProgram,
    earning: { ...startingProgram.earning, rates },
    expiry: { kind: 'afterEarning', months: 12 },
    rewards: [credit],
  };
  expect((await shop.send('PUT', '/api/v1/program/draft', draft)).status).toBe(200);
  for (const path of ['/app/program', '/app/program/publish']) {
    const html = await (await adminPage(shop.app.url, path)).text();
    const told = html.slice(html.indexOf('Check this first')).replaceAll(/<!--.*?-->|[\u2068\u2069]/g, '');
    expect(told).toMatch(/European Union: 2% given back, 1[\d.]+% more than Kuwait with 0\.9%/);
    // Those that get as much stand in one sentence.
    expect(told).toMatch(/United States and Japan: 1% given back, 11\.11% more than Kuwait with 0\.9%/);
    expect(told).toContain('Points expire, and no channel tells members ahead.');
    expect(told).toContain('Reward “Five in credit”: Nobody is offered it: store credit needs');
  }
});

test('home and members are shown to a shop whose stored time zone nobody knows', async () => {
  await shop.database.pool.query("UPDATE shop SET time_zone = 'Mars/Phobos' WHERE shop = $1", [SHOP]);
  for (const path of ['/app', '/app/members', '/app/program'])
    expect((await adminPage(shop.app.url, path)).status).toBe(200);
});

test('an install keeps the known time zone where Shopify tells one that nobody knows', async () => {
  const { pool, url } = shop.database;
  const deps = createDeps(parseEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'silent' }), pool);
  const installedIn = async (ianaTimezone: string) => {
    const settings = { name: 'Haven', currencyCode: 'USD', ianaTimezone, plan: { partnerDevelopment: true } };
    const admin = ((document: unknown) =>
      Promise.resolve(
        document === ShopSettingsDocument
          ? { ok: true, data: { shop: settings }, refusedFields: false }
          : { ok: false, reason: 'unavailable', codes: ['HTTP 500'] },
      )) as AdminGateway;
    await recordInstall(deps, shopId, admin);
    const { rows } = await pool.query<{ time_zone: string }>('SELECT time_zone FROM shop WHERE shop = $1', [
      SHOP,
    ]);
    return rows[0]?.time_zone;
  };
  expect(await installedIn('Asia/Tokyo')).toBe('Asia/Tokyo');
  expect(await installedIn('Mars/Phobos')).toBe('Asia/Tokyo');
  expect(await installedIn('')).toBe('Asia/Tokyo');
});
