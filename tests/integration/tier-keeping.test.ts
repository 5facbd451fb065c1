// What is kept of levels, where a walk, a clock, a merge or one member at fault could leave it wrong: settling, sweeping and placing as services, by our clock.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { memberId, ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import type { OrderNews } from '../../app/domain/order-facts.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { placeMember } from '../../app/services/place-member.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { memberTiers, type TierRow } from '../../app/queries/member-tier.ts';
import { storefrontMember } from '../../app/queries/storefront-member.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { refreshTiers } from '../../app/services/refresh-tiers.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { updateShop } from '../../app/services/update-shop.ts';
import { resettleInBackground } from '../../app/storage/inbox.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { bought, level, rolling } from '../support/tier-orders.ts';

/** Newer than whatever is told of an order otherwise. */
const LATER = '2030-01-01T00:00:00Z';

let database: TestDatabase;
let deps: Deps;
let shop: ShopId;
let now = '';
let shops = 0;

beforeAll(async () => {
  database = await testDatabase();
  const own = createDeps(
    parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }),
    database.pool,
  );
  deps = { ...own, clock: { now: () => new Date(now) } };
});
beforeEach(() => {
  shop = ShopIdSchema.parse(`keeping-${(shops += 1)}.myshopify.com`);
});
afterAll(() => database.drop());

async function publish(tiers: object, publishedAt: string | null, more: object = {}): Promise<void> {
  const program = { ...startingProgram, tiers, ...more };
  const published = await publishProgram(deps, shop, {
    document: program,
    ...(publishedAt === null ? {} : { publishedAt }),
  });
  expect(published).toMatchObject({ ok: true });
}
async function settle(...news: OrderNews[]): Promise<void> {
  await inTransaction(deps.pool, (tx) => settleOrders(deps, tx, shop, news));
  while ((await drainBatch(deps)) > 0 || (await refreshTiers(deps)) > 0);
}
async function rows<Row extends object>(sql: string): Promise<Row[]> {
  return (await deps.pool.query<Row>(sql, [shop])).rows;
}
type MemberTierRow = TierRow & { member_id: string; enrolled_at: Date };
/** By order id. */
async function targets(): Promise<Record<string, number>> {
  const found = await rows<{ order_id: string; target: string }>(
    'SELECT order_id, target FROM order_facts WHERE shop = $1',
  );
  return Object.fromEntries(found.map((one) => [one.order_id, Number(one.target)]));
}

test('an order that leaves is in no sum of the orders after it, where their windows begin behind it', async () => {
  now = '2026-10-01T00:00:00.000Z';
  await publish(rolling(3, level('silver', '450', '2')), '2025-11-01T00:00:00Z');
  await settle(bought('8', '10', '2025-12-01T00:00:00Z', '10.00'));
  await settle(bought('1', '10', '2026-01-10T00:00:00Z', '100.00'));
  await settle(bought('2', '10', '2026-06-01T00:00:00Z', '500.00'));
  await settle(bought('3', '10', '2026-07-01T00:00:00Z', '100.00'));
  expect(await targets()).toEqual({ 8: 10, 1: 100, 2: 500, 3: 200 });
  await settle(bought('1', '20', '2026-01-10T00:00:00Z', '100.00', LATER));
  expect(await targets()).toEqual({ 8: 10, 1: 100, 2: 500, 3: 200 });
});

test('an order that goes to another day leaves no sum below zero', async () => {
  now = '2026-10-01T00:00:00.000Z';
  await publish(rolling(3, level('silver', '450', '2')), '2025-11-01T00:00:00Z');
  await settle(bought('8', '10', '2025-12-01T00:00:00Z', '10.00'));
  await settle(bought('1', '10', '2026-01-10T00:00:00Z', '100.00'));
  await settle(bought('2', '10', '2026-06-01T00:00:00Z', '30.00'));
  await settle(bought('1', '10', '2026-09-10T00:00:00Z', '100.00', LATER));
  expect(await targets()).toEqual({ 8: 10, 1: 100, 2: 30 });
  expect(await rows('SELECT order_id, base_points FROM tier_order WHERE shop = $1 ORDER BY moment')).toEqual([
    { order_id: '8', base_points: '10' },
    { order_id: '2', base_points: '40' },
    { order_id: '1', base_points: '140' },
  ]);
});

test('one member whose level cannot be computed delays nobody: not in their shop, nor in the next', async () => {
  now = '2026-02-01T00:00:00.000Z';
  const [first, second] = [shop, ShopIdSchema.parse('keeping-zz.myshopify.com')];
  for (const one of [first, second]) {
    shop = one;
    await publish(rolling(1, level('silver', '50')), '2026-01-01T00:00:00Z');
    for (const customer of ['10', '11', '12'])
      await settle(bought(`${customer}1`, customer, '2026-01-10T00:00:00Z', '100.00'));
  }
  // A row that no walk can pass, as only a fault of ours could leave it.
  await deps.pool.query(`UPDATE tier_order SET steps = '[]' WHERE shop = $1 AND order_id = 111`, [first]);
  await deps.pool.query(
    `UPDATE member SET tier_due = '2026-01-01T00:00:00.000000000Z' WHERE shop = $1 AND customer_id = 11`,
    [first],
  );
  now = '2026-02-10T12:00:00.000Z';
  while ((await refreshTiers(deps)) > 0);
  const levels = async (of: ShopId) =>
    (
      await deps.pool.query<{ tier_level: string }>(
        'SELECT tier_level FROM member WHERE shop = $1 ORDER BY customer_id',
        [of],
      )
    ).rows.map((one) => one.tier_level);
  expect([await levels(first), await levels(second)]).toEqual([
    ['bronze', 'silver', 'bronze'],
    ['bronze', 'bronze', 'bronze'],
  ]);
  // Mended: it is computed with the next attempt.
  await deps.pool.query(
    `UPDATE tier_order SET steps = (SELECT steps FROM tier_order WHERE shop = $1 AND order_id = 101) WHERE shop = $1 AND order_id = 111`,
    [first],
  );
  expect(await refreshTiers(deps)).toBe(0);
  now = '2026-02-10T13:00:00.000Z';
  expect(await refreshTiers(deps)).toBe(1);
  expect(await levels(first)).toEqual(['bronze', 'bronze', 'bronze']);
});

test('a level given by hand stays with its holder when somebody is merged into them; what is given after the merge ends both', async () => {
  now = '2026-01-01T00:00:00.000Z';
  const high = rolling(12, level('silver', '100000', '2'), level('gold', '1000000', '3'));
  await publish(high, '2025-12-01T00:00:00Z');
  for (const customer of ['10', '20', '30'])
    await settle(bought(`${customer}1`, customer, '2026-01-01T00:00:00Z', '100.00'));
  const place = async (month: string, customerId: string, given: string | null) => {
    now = `2026-${month}-01T00:00:00.000Z`;
    const request = {
      customerId,
      level: given,
      until: null,
      reason: 'x',
      actor: 'x',
      key: `${month} ${customerId}`,
    };
    expect(await placeMember(deps, shop, request)).toMatchObject({ ok: true });
  };
  const merge = async (from: string, into: string) => {
    await inTransaction(deps.pool, (tx) => mergeCustomers(deps, tx, shop, [{ from, into, at: now }]));
    await settle();
  };
  const levelOf = async (customer: string) =>
    (await rows<TierRow>(`SELECT * FROM member WHERE shop = $1 AND customer_id = ${customer}`))[0]
      ?.tier_level;
  await place('02', '20', 'gold');
  await place('03', '10', 'silver');
  await place('04', '10', null);
  await settle(bought('202', '20', '2026-05-01T00:00:00Z', '100.00'));
  now = '2026-06-01T00:00:00.000Z';
  await merge('10', '20');
  expect(await levelOf('20')).toBe('gold');
  expect(await targets()).toMatchObject({ 202: 300 });
  // And once more: what was given at the one who is merged holds on beside what the survivor had.
  await place('07', '30', 'silver');
  await merge('20', '30');
  expect(await levelOf('30')).toBe('gold');
  await place('08', '30', null);
  expect(await levelOf('30')).toBe('bronze');
  expect(await targets()).toMatchObject({ 202: 300 });
});

test('levels are those of the time zone that the shop has, known before its orders or after them', async () => {
  const tiers = {
    ...rolling(1, level('silver', '1', '2')),
    basis: 'orders',
    period: { kind: 'calendarYear' },
  };
  for (const known of ['before', 'after']) {
    shop = ShopIdSchema.parse(`keeping-zone-${known}.myshopify.com`);
    now = '2026-01-02T00:00:00.000Z';
    await publish(tiers, '2021-01-01T00:00:00Z');
    const settings = {
      name: 'Haven',
      currency: 'USD',
      timeZone: 'America/New_York',
      at: '2025-12-01T00:00:00Z',
    };
    const tell = () => inTransaction(deps.pool, (tx) => updateShop(deps, tx, shop, [settings]));
    if (known === 'before') await tell();
    // The last evening of 2025 in New York: held to the end of 2026 there, of 2027 by UTC.
    await settle(bought('1', '10', '2026-01-01T03:00:00Z', '100.00'));
    now = '2027-06-01T00:00:00.000Z';
    await settle(bought('2', '10', '2027-06-01T00:00:00Z', '100.00'));
    if (known === 'after') {
      expect(await targets()).toEqual({ 1: 100, 2: 200 });
      await tell();
      await settle();
    }
    expect(await targets(), known).toEqual({ 1: 100, 2: 100 });
    await tell();
    expect(await refreshTiers(deps)).toBe(0);
  }
});

test('a version from a machine whose clock is ahead is applied when its moment has come', async () => {
  now = '2025-12-31T00:00:00.000Z';
  await publish(rolling(12, level('silver', '1', '2')), null);
  now = '2026-02-01T00:00:00.500Z';
  await publish(rolling(12, level('steel', '1', '2')), null);
  now = '2026-02-01T00:00:00.000Z';
  await settle(bought('2', '10', '2026-01-31T00:00:00Z', '100.00'));
  const held = () => rows('SELECT tier_level FROM member WHERE shop = $1');
  expect(await held()).toEqual([{ tier_level: 'silver' }]);
  now = '2026-02-01T00:00:01.000Z';
  await settle();
  expect(await held()).toEqual([{ tier_level: 'steel' }]);
});

test('a level that has ended buys no reward of its own, though no worker came by, and nobody is told of an end that is past', async () => {
  now = '2026-10-01T00:00:05.000Z';
  const reward = {
    ...{
      id: 'vip',
      kind: 'amountOff',
      points: 10,
      name: { en: 'VIP' },
      description: { en: 'VIP' },
      active: true,
    },
    ...{ values: [{ currency: 'USD', amount: '5.00' }], for: { markets: null, tiers: ['silver'] } },
  };
  const earning = { ...startingProgram.earning, pending: { days: 0, from: 'processed', byMarket: {} } };
  await publish(rolling(1, level('silver', '50')), '2026-01-01T00:00:00Z', { rewards: [reward], earning });
  await deps.pool.query(`UPDATE shop SET currency = 'USD', time_zone = 'UTC' WHERE shop = $1`, [shop]);
  await settle(bought('1', '10', '2026-10-01T00:00:00Z', '100.00'));
  const redeem = (key: string) =>
    reserveReward(deps, shop, {
      ...{ customerId: '10', rewardId: 'vip', points: 10, currency: null, market: null, key, issuable: true },
    });
  expect(await redeem('in time')).toMatchObject({ ok: true });
  now = '2026-11-02T00:00:00.000Z';
  const member = await rows<MemberTierRow>('SELECT * FROM member WHERE shop = $1');
  expect(member[0]?.tier_until).toMatch(/^2026-11-01/);
  const [told] = (await memberTiers(deps.pool, shop, member, now)).values();
  expect(told?.until).toBeNull();
  expect(await redeem('too late')).toEqual({ ok: false, refusal: { reason: 'not_in_tier' } });
});

test('everybody is told the same level while a version without it awaits the sweep: the one at its place', async () => {
  now = '2026-02-01T00:00:00.000Z';
  const [silver, gold] = [level('silver', '50', '2'), level('gold', '5000', '3')];
  await publish(rolling(12, silver, gold), '2026-01-01T00:00:00Z');
  await settle(bought('1', '10', '2026-01-10T00:00:00Z', '100.00'));
  now = '2026-02-02T00:00:00.000Z';
  await publish(rolling(12, level('steel', '40', '2'), gold), null);
  const member = await rows<MemberTierRow>('SELECT * FROM member WHERE shop = $1');
  expect(member[0]?.tier_level).toBe('silver');
  const id = memberId(member[0]?.member_id ?? '');
  const told = async () => {
    const reader = { customerId: '10', market: null, locale: 'en' };
    const storefront = await storefrontMember(deps.pool, shop, reader, new Date(now));
    return [
      (await memberTiers(deps.pool, shop, member, now)).get(id)?.id,
      (await memberThemeData(deps.pool, shop, [id], new Date(now))).get(id)?.value.tier?.id,
      storefront.member?.tier?.id,
    ];
  };
  expect(await told()).toEqual(['steel', 'steel', 'steel']);
  await settle();
  expect(await told()).toEqual(['steel', 'steel', 'steel']);
});

test('orders that wait to be settled again are not entered twice, and are once they were', async () => {
  now = '2026-02-01T00:00:00.000Z';
  await publish(rolling(12, level('silver', '50', '2')), '2026-01-01T00:00:00Z');
  await settle(
    bought('1', '10', '2026-01-10T00:00:00Z', '10.00'),
    bought('2', '10', '2026-01-11T00:00:00Z', '10.00'),
  );
  const enter = (once: string, ...ids: string[]) =>
    inTransaction(deps.pool, (tx) => resettleInBackground(tx, shop, once, ids, now));
  const waiting = () =>
    rows(
      `SELECT webhook_id FROM inbox WHERE shop = $1 AND topic = 'meridian/resettle' AND processed_at IS NULL ORDER BY id`,
    );
  await enter('a', '2');
  await enter('b', '1', '2');
  expect(await waiting()).toEqual([{ webhook_id: 'tiers-a:2' }, { webhook_id: 'tiers-b:1' }]);
  await settle();
  expect(await waiting()).toEqual([]);
  await enter('c', '1', '2');
  expect(await waiting()).toEqual([{ webhook_id: 'tiers-c:1' }, { webhook_id: 'tiers-c:2' }]);
  await settle();
});
