// What past orders would cost that count from joining on: those of customers who have not joined, and exactly what joining then gives.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { backdateCost } from '../../app/queries/backdate-cost.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { bought } from '../support/tier-orders.ts';

const shop = ShopIdSchema.parse('backdated.myshopify.com');
const NOW = '2026-07-31T12:00:00.000Z';
let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  const own = createDeps(
    parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }),
    database.pool,
  );
  deps = { ...own, clock: { now: () => new Date(NOW) } };
  const enrolment = { mode: 'optIn', excludedCustomerTags: [], backdateDays: 30 };
  const program = { ...startingProgram, enrolment };
  expect(
    await publishProgram(deps, shop, { document: program, publishedAt: '2026-01-01T00:00:00Z' }),
  ).toMatchObject({ ok: true });
  const orders = [
    bought('1', '10', '2026-07-30T12:00:00Z', '19.99'),
    bought('2', '10', '2026-07-02T12:00:00Z', '30.00'),
    bought('3', '11', '2026-07-29T12:00:00Z', '5.50'),
    bought('4', '11', '2026-06-01T12:00:00Z', '100.00'),
  ];
  await inTransaction(deps.pool, (tx) => settleOrders(deps, tx, shop, orders));
});
afterAll(() => database.drop());

test('told to the point for as many days as are asked, and as joining then gives', async () => {
  const all = { orders: 3, customers: 2, points: '54', isAbout: false };
  expect(await backdateCost(deps, shop, 30)).toEqual(all);
  expect(await backdateCost(deps, shop, 60)).toEqual({ ...all, orders: 4, points: '154' });
  expect(await backdateCost(deps, shop, 0)).toEqual({ orders: 0, customers: 0, points: '0', isAbout: false });
  expect(await backdateCost(deps, shop, 1.5)).toBeNull();
  for (const customerId of ['10', '11']) {
    const joined = { customerId, joinedAt: NOW, termsVersion: null, source: 'api' } as const;
    expect(await joinProgramme(deps, shop, joined)).toMatchObject({ ok: true });
  }
  while ((await drainBatch(deps)) > 0);
  const { rows } = await deps.pool.query<{ points: string }>(
    'SELECT sum(points) AS points FROM entry WHERE shop = $1',
    [shop],
  );
  expect(rows).toEqual([{ points: all.points }]);
  // An order of before these days stays nobody's, whoever joined: it brings nothing back any more.
  for (const days of [30, 60])
    expect(await backdateCost(deps, shop, days)).toMatchObject({ orders: 0, points: '0' });
});

test('read one after the other, and given up where it takes too long', async () => {
  const blocked = await deps.pool.connect();
  const waiting = `FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%notMember%'`;
  try {
    await blocked.query('BEGIN; LOCK TABLE order_facts IN ACCESS EXCLUSIVE MODE');
    const left = new AbortController();
    const asked = [backdateCost(deps, shop, 30), backdateCost(deps, shop, 60, left.signal)];
    left.abort();
    // As its own time limit does.
    const canceled = () => deps.pool.query(`SELECT pg_cancel_backend(pid) ${waiting}`);
    await expect.poll(async () => (await canceled()).rowCount, { timeout: 20_000 }).toBe(1);
    expect(await Promise.all(asked)).toEqual([null, null]);
  } finally {
    await blocked.query('ROLLBACK');
    blocked.release();
  }
  expect(await backdateCost(deps, shop, 60)).toMatchObject({ orders: 0 });
});
