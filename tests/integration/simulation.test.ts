// The studio's simulation and the operator's: asked for by the page, reckoned by the worker, remembered, and the same as settling gives.
import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { giveUpSimulation, requestSimulation, runSimulations } from '../../app/services/run-simulations.ts';
import { simulateProgram } from '../../app/services/simulate-program.ts';
import { readSimulation } from '../../app/storage/simulations.ts';
import { adminPage, insertSession } from '../support/admin-page.ts';
import { orderPayload } from '../support/order-payload.ts';
import { meridian, SHOP, startShop, type TestShop } from '../support/shop.ts';

const id = ShopIdSchema.parse(SHOP);
const HOUR = 3_600_000;
const usd = (points: number) => ({
  ...startingProgram,
  earning: { ...startingProgram.earning, rates: [{ currency: 'USD', spend: '1.00', points }] },
  pointValue: [{ currency: 'USD', amount: '0.01' }],
});
const draft = {
  ...usd(3),
  markets: [
    { handle: 'us', countries: ['US'], currency: 'USD', locale: 'en' },
    { handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' },
  ],
  expiry: { kind: 'afterEarning', months: 12 },
};

let shop: TestShop;
const deps = (hours = 0) => ({
  pool: shop.database.pool,
  clock: { now: () => new Date(Date.now() + hours * HOUR) },
  random: { uuid: randomUUID, bytes: randomBytes },
  log: pino({ level: 'silent' }),
});

/** A zone where it is about noon: a simulation goes by the shop's days, and none may begin while the tests run or in their next quarter of an hour. */
function zoneAtNoon(): string {
  const ahead = 12 - new Date().getUTCHours();
  // Etc/GMT-2 is two hours ahead.
  return `Etc/GMT${ahead < 0 ? '+' : '-'}${Math.abs(ahead)}`;
}

beforeAll(async () => {
  shop = await startShop({ program: usd(1) });
  const { rowCount } = await shop.database.pool.query('UPDATE shop SET time_zone = $1', [zoneAtNoon()]);
  expect(rowCount).toBe(1);
  await insertSession(shop.database.pool);
  for (const price of ['10.00', '20.00', '30.00']) {
    const processedAt = new Date(Date.now() - 24 * HOUR).toISOString();
    const payload = orderPayload({ customerId: 7_302_541, processedAt, lines: [{ price, quantity: 1 }] });
    await shop.deliver({ topic: 'orders/paid', payload });
  }
  await shop.settled();
  expect((await shop.send('PUT', '/api/v1/program/draft', draft)).status).toBe(200);
});
afterAll(() => shop.stop());

const since = () => new Date(Date.now() - 30 * 24 * HOUR).toISOString();

test('the command tells issued and simulated points, what members hold in money, and what would hurt', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'meridian-')), 'draft.json');
  await writeFile(file, JSON.stringify(draft));
  const args = ['simulate', '--shop', SHOP, '--program', file, '--since', since()];
  const told = JSON.parse(await meridian(shop.database, ...args, '--json')) as Record<string, unknown>;
  expect(told).toMatchObject({
    ok: true,
    total: { before: { orders: 3, points: '60' }, after: { orders: 3, earning: 3, points: '180' } },
    currencies: [
      {
        before: { amount: '60.00', worth: '0.60', share: '1.00' },
        after: { amount: '60.00', worth: '1.80', share: '3.00' },
      },
    ],
    outstanding: { before: '60', after: '180' },
    liability: [{ currency: 'USD', before: '0.60', published: '0.60', after: '1.80' }],
    warnings: [{ kind: 'expiryUntold' }, { kind: 'marketWithoutRate', market: 'jp' }],
  });
  expect(await meridian(shop.database, ...args)).toContain('60 -> 180 (+120)');
  await writeFile(file, '{"version":1}');
  await expect(meridian(shop.database, ...args)).rejects.toThrow(/not valid/);
  await expect(meridian(shop.database, ...args.slice(0, -2))).rejects.toThrow(/--since/);
});

test('the page asks, a worker reckons, and the result is remembered for ten minutes', async () => {
  const asked = await adminPage(shop.app.url, '/app/program/publish', { intent: 'simulate', days: '30' });
  expect(asked.status).toBe(200);
  const first = await requestSimulation(deps(), id, { document: draft, days: 30 });
  await vi.waitFor(
    async () => {
      const run = await readSimulation(shop.database.pool, id, { id: first?.id ?? '' });
      expect(run).toMatchObject({ status: 'done', simulation: { total: { after: { points: '180' } } } });
    },
    { timeout: 30_000, interval: 50 },
  );
  const page = await (await adminPage(shop.app.url, '/app/program/publish')).text();
  expect(page).toContain('What it would have cost');
  const later = await requestSimulation(deps(0.1), id, { document: draft, days: 30 });
  expect(later?.id).toBe(first?.id);
  expect((await requestSimulation(deps(0.2), id, { document: draft, days: 30 }))?.id).not.toBe(first?.id);
});

test('nothing is written: the transaction refuses it, and a simulation that is aborted ends at once', async () => {
  const dump = async () =>
    (
      await shop.database.pool.query(
        `SELECT (SELECT json_agg(entry) FROM entry) AS entries, (SELECT json_agg(order_facts) FROM order_facts) AS orders,
                (SELECT json_agg(member) FROM member) AS members, (SELECT json_agg(tier_order) FROM tier_order) AS tiers`,
      )
    ).rows;
  const before = await dump();
  const progress: number[] = [];
  const options = {
    document: draft,
    since: since(),
    onProgress: ({ done }: { done: number }) => progress.push(done),
  };
  expect(await simulateProgram(deps(), id, options)).toMatchObject({ ok: true });
  expect(progress.at(-1)).toBeGreaterThanOrEqual(3);
  const stopped = new AbortController();
  stopped.abort(new Error('stopped'));
  await expect(simulateProgram(deps(), id, { ...options, signal: stopped.signal })).rejects.toThrow(
    'stopped',
  );
  expect(await dump()).toEqual(before);
});

test('one that was given up is not reckoned; asking again begins another', async () => {
  const other = { ...draft, pointValue: [{ currency: 'USD', amount: '0.03' }] };
  await shop.worker?.stop();
  const run = await requestSimulation(deps(), id, { document: other, days: 90 });
  await giveUpSimulation(deps(), id, run?.id ?? '');
  while ((await runSimulations(deps())) > 0);
  expect(await readSimulation(shop.database.pool, id, { id: run?.id ?? '' })).toMatchObject({
    status: 'cancelled',
  });
  const again = await requestSimulation(deps(), id, { document: other, days: 90 });
  expect(again).toMatchObject({ status: 'waiting' });
  while ((await runSimulations(deps())) > 0);
  expect(await readSimulation(shop.database.pool, id, { id: again?.id ?? '' })).toMatchObject({
    status: 'done',
  });
});

test('one that is waited for keeps its id and its row, however many others the shop asks for', async () => {
  const valued = (cents: number) => ({
    ...draft,
    pointValue: [{ currency: 'USD', amount: `0.${cents}` }],
  });
  const [first, other] = await Promise.all(
    [0, 0].map(() => requestSimulation(deps(), id, { document: valued(10), days: 30 })),
  );
  expect(other?.id).toBe(first?.id);
  for (let cents = 11; cents < 25; cents += 1)
    await requestSimulation(deps(), id, { document: valued(cents), days: 30 });
  expect(await readSimulation(shop.database.pool, id, { id: first?.id ?? '' })).toMatchObject({
    status: 'waiting',
  });
  while ((await runSimulations(deps())) > 0);
  await requestSimulation(deps(), id, { document: valued(25), days: 30 });
  const kept = await shop.database.pool.query('SELECT FROM program_simulation');
  expect(kept.rowCount).toBeLessThan(12);
});

test('one that failed is not begun anew by a page that looks again, only by a person', async () => {
  const { document, days } = { document: { ...draft, expiry: { kind: 'never' } }, days: 30 };
  const run = await requestSimulation(deps(), id, { document, days });
  await shop.database.pool.query('UPDATE program_simulation SET attempts = 3 WHERE simulation_id = $1', [
    run?.id,
  ]);
  while ((await runSimulations(deps())) > 0);
  const failed = { id: run?.id, status: 'failed' };
  expect(await requestSimulation(deps(), id, { document, days, again: false })).toMatchObject(failed);
  expect(await requestSimulation(deps(0.2), id, { document, days, again: false })).toMatchObject(failed);
  const again = await requestSimulation(deps(), id, { document, days });
  expect(again).toMatchObject({ status: 'waiting' });
});

test('a cost without orders is reckoned anew as soon as they may be there, though nothing is in the ledger', async () => {
  const { document, days } = { document: { ...draft, expiry: { kind: 'never' } }, days: 30 };
  while ((await runSimulations(deps())) > 0);
  const { pool } = shop.database;
  const run = await requestSimulation(deps(), id, { document, days });
  expect(run).toMatchObject({ status: 'done' });
  expect((await requestSimulation(deps(0.1), id, { document, days }))?.id).toBe(run?.id);
  await pool.query(
    `UPDATE program_simulation SET result = jsonb_set(result, '{total,after,orders}', '0') WHERE simulation_id = $1`,
    [run?.id],
  );
  expect(await requestSimulation(deps(0.01), id, { document, days })).toMatchObject({ status: 'waiting' });
});

test('a worker that stops leaves its simulation to another; one that takes too long fails', async () => {
  const { document, days } = {
    document: { ...draft, pointValue: [{ currency: 'USD', amount: '0.99' }] },
    days: 365,
  };
  while ((await runSimulations(deps())) > 0);
  const { pool } = shop.database;
  const run = await requestSimulation(deps(), id, { document, days });
  expect(await runSimulations(deps(), { stopped: AbortSignal.abort() })).toBe(1);
  const { rows } = await pool.query(
    'SELECT status, attempts FROM program_simulation WHERE simulation_id = $1',
    [run?.id],
  );
  expect(rows).toEqual([{ status: 'waiting', attempts: 0 }]);
  expect(await runSimulations(deps(), { limitMs: 0 })).toBe(1);
  expect(await readSimulation(pool, id, { id: run?.id ?? '' })).toMatchObject({ status: 'failed' });
});

test('a shop that asks for much waits behind another that asks later for one', async () => {
  const other = ShopIdSchema.parse('other.myshopify.com');
  const at = (seconds: number) => deps(1 + seconds / 3_600);
  const asked = (cents: number) => ({
    document: { ...draft, pointValue: [{ currency: 'USD', amount: `7.${cents}` }] },
    days: 30,
  });
  const runs: Awaited<ReturnType<typeof requestSimulation>>[] = [];
  for (const [index, of] of [id, id, id, other].entries())
    runs.push(await requestSimulation(at(index), of, asked(10 + index)));
  const statuses = async () => {
    const found = runs.map((run, index) =>
      readSimulation(shop.database.pool, index === 3 ? other : id, { id: run?.id ?? '' }),
    );
    return (await Promise.all(found)).map((run) => (run?.status === 'waiting' ? run.ahead : run?.status));
  };
  // Who waits is told how many go first.
  expect(await statuses()).toEqual([0, 2, 3, 1]);
  await runSimulations(at(5));
  await runSimulations(at(5));
  expect(await statuses()).toEqual(['done', 0, 1, expect.stringMatching(/done|refused/)]);
});

test('an open guide hears of a draft, and of nothing where nothing has changed', async () => {
  const stamp = async () => {
    const answer = await adminPage(shop.app.url, '/app/setup/latest');
    return ((await answer.json()) as { stamp: string }).stamp;
  };
  const before = await stamp();
  expect(await stamp()).toBe(before);
  expect((await shop.send('PUT', '/api/v1/program/draft', usd(9))).status).toBe(200);
  expect(await stamp()).not.toBe(before);
});
