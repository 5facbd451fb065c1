// The ladder of levels: what stands on each step is what a simulation since the beginning tells, whatever is measured and over whatever time.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { TiersSchema, type Tiers } from '../../app/domain/tiers.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { editableProgram } from '../../app/queries/editable-program.ts';
import { suggestedLadder, tierLadder } from '../../app/queries/tier-ladder.ts';
import { changeLevels } from '../../app/services/change-levels.ts';
import { placeMember } from '../../app/services/place-member.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { simulateProgram } from '../../app/services/simulate-program.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { seed } from '../support/property.ts';
import { bought, level } from '../support/tier-orders.ts';

const shop = ShopIdSchema.parse('ladder.myshopify.com');
const BEGAN = '2024-01-01T00:00:00.000Z';
const NOW = '2026-07-31T12:00:00.000Z';
const tiersOf = (basis: Tiers['basis'], period: Tiers['period'], ...levels: object[]): Tiers =>
  TiersSchema.parse({ basis, period, levels: [level('bronze', '0'), ...levels] });
const tiers = tiersOf(
  'basePoints',
  { kind: 'rolling', months: 12 },
  level('silver', '300'),
  level('gold', '1000'),
);
const program = ProgramSchema.parse({ ...startingProgram, tiers });

let database: TestDatabase;
let deps: Deps;
let now = NOW;
beforeAll(async () => {
  database = await testDatabase();
  const own = createDeps(
    parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }),
    database.pool,
  );
  deps = { ...own, clock: { now: () => new Date(now) } };
  await deps.pool.query(
    `INSERT INTO shop (shop, time_zone, currency) VALUES ($1, 'America/New_York', 'USD')`,
    [shop],
  );
  expect(await publishProgram(deps, shop, { document: program, publishedAt: BEGAN })).toMatchObject({
    ok: true,
  });
  await inTransaction(deps.pool, (tx) =>
    settleOrders(
      deps,
      tx,
      shop,
      ORDERS.map(([id, customer, at, price]) => bought(id, customer, at, price)),
    ),
  );
});
afterAll(() => database.drop());

/** Of forty members; at whole days before now too, where a window ends. */
const ORDERS = fc
  .sample(
    fc.tuple(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 940 * 24 }),
      fc.constantFrom('0.01', '99.99', '100.00', '149.67', '150.33', '299.99', '500.00'),
    ),
    { seed, numRuns: 160 },
  )
  .map(([customer, hours, price], index): [string, string, string, string] => [
    String(index + 1),
    String(customer),
    new Date(Date.parse(NOW) - hours * 3_600_000).toISOString(),
    price,
  ]);

const PERIODS: Tiers['period'][] = [
  { kind: 'lifetime' },
  { kind: 'calendarYear' },
  { kind: 'rolling', months: 12 },
  { kind: 'rolling', months: 1 },
];

async function expectSame(): Promise<void> {
  for (const basis of ['basePoints', 'points', 'spend', 'orders'] as const)
    for (const period of PERIODS) {
      const [silver, gold] = basis === 'orders' ? ['2', '4'] : ['300', '1000'];
      const draft = tiersOf(basis, period, level('silver', silver), level('gold', gold));
      const simulated = await simulateProgram(deps, shop, {
        document: { ...program, tiers: draft },
        since: BEGAN,
      });
      const ladder = await tierLadder(deps, shop, draft);
      const expected = simulated.ok ? simulated.simulation.levels : {};
      const { counts, ...moves } = ladder && 'counts' in ladder ? ladder : { counts: [] };
      expect({ counts, ...moves }, `${basis} ${JSON.stringify(period)}`).toMatchObject(expected);
    }
}

test('each step is as a simulation since the beginning has it, by every measure and period', async () => {
  await expectSame();
  // What is counted is good for a while; an hour later it is counted anew: with a level given by hand, one that ends, and one that has ended.
  now = '2026-07-31T13:00:00.000Z';
  for (const [customerId, until] of [
    ['1', null],
    ['2', '2026-08-31T00:00:00.000Z'],
    ['3', '2026-07-31T13:30:00.000Z'],
  ] as const) {
    const given = {
      customerId,
      level: 'gold',
      until,
      reason: 'A friend',
      actor: 'test',
      key: `test:${customerId}`,
    };
    expect(await placeMember(deps, shop, given)).toMatchObject({ ok: true });
  }
  now = '2026-07-31T14:00:00.000Z';
  await expectSame();
});

test('a count that takes too long is given up once: neither begun again at each keystroke nor in the way of a ladder to begin with', async () => {
  now = '2026-07-31T15:00:00.000Z';
  const other = { basis: 'orders', period: { kind: 'rolling', months: 7 } } as const;
  const blocked = await deps.pool.connect();
  try {
    await blocked.query('BEGIN; LOCK TABLE tier_order IN ACCESS EXCLUSIVE MODE');
    const suggested = suggestedLadder(deps, shop, other);
    // As its own time limit does.
    const canceled = () =>
      deps.pool.query(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'WITH counted%'`,
      );
    await expect.poll(async () => (await canceled()).rowCount, { timeout: 20_000 }).toBe(1);
    expect(await suggested).toEqual(['300', '1000']);
    // The table is still locked: nothing is counted.
    // And it is told until when: a hundred times the 45 seconds of the limit.
    expect(await tierLadder(deps, shop, { ...tiers, ...other })).toEqual({
      again: '2026-07-31T16:15:00.000Z',
    });
  } finally {
    await blocked.query('ROLLBACK');
    blocked.release();
  }
});

test('three to begin with, one more, a copy, gone and back: each in the draft at once', async () => {
  const [silver, gold] = await suggestedLadder(deps, shop, {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
  });
  expect(Number(silver)).toBeLessThan(Number(gold));
  const levels = async () => (await editableProgram(deps, shop)).program.tiers?.levels ?? null;
  const change = async (asked: Parameters<typeof changeLevels>[2]) =>
    expect(await changeLevels(deps, shop, asked, { en: 'New' })).toMatchObject({ ok: true });
  const steps = async () => (await levels())?.map(({ id, threshold }) => `${id} ${threshold}`);
  const [added, copied] = ['level-00000000000a', 'level-00000000000b'];
  await change({ intent: 'add', levelId: added });
  // Asked twice, it is one.
  await change({ intent: 'add', levelId: added });
  await change({ intent: 'copy', levelId: 'silver', copyId: copied });
  expect(await steps()).toEqual(['bronze 0', 'silver 300', `${copied} 650`, 'gold 1000', `${added} 2000`]);
  const known = (await editableProgram(deps, shop)).program.tiers as Tiers;
  const before = known.levels;
  await change({ intent: 'delete', levelId: 'bronze' });
  expect(await steps()).toEqual(['silver 0', `${copied} 650`, 'gold 1000', `${added} 2000`]);
  const undo = (levelId: string) => ({ intent: 'restore', levelId, before: known }) as const;
  await change(undo('bronze'));
  expect(await levels()).toEqual(before);
  // What somebody else has made of the levels, before the deletion or since, stays.
  const other = 'level-00000000000c';
  await change({ intent: 'delete', levelId: 'silver' });
  await change({ intent: 'copy', levelId: 'gold', copyId: other });
  await change({ intent: 'delete', levelId: 'gold' });
  await change(undo('gold'));
  await change(undo('gold'));
  expect(await steps()).toEqual(['bronze 0', `${copied} 650`, 'gold 1000', `${other} 1500`, `${added} 2000`]);
  await change(undo('silver'));
  await change({ intent: 'delete', levelId: other });
  expect(await levels()).toEqual(before);
  for (const levelId of ['silver', 'bronze', 'gold', copied, added])
    await change({ intent: 'delete', levelId });
  expect(await levels()).toBeNull();
  await change(undo('gold'));
  expect(await steps()).toEqual(['gold 0']);
  await change({ intent: 'delete', levelId: 'gold' });
  await change({ intent: 'start', thresholds: ['70', '200'] });
  expect(await steps()).toEqual(['bronze 0', 'silver 70', 'gold 200']);
  expect((await levels())?.map(({ id, name, multiplier }) => [id, name['en'], multiplier])).toEqual([
    ['bronze', 'Bronze', '1'],
    ['silver', 'Silver', '1.25'],
    ['gold', 'Gold', '1.5'],
  ]);
});
