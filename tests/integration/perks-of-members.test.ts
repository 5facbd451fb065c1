// Whom the perks of a level are for: members alone, and in a shop that has the app; and whose are taken back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { givePerks } from '../../app/services/give-perks.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { placeMember } from '../../app/services/place-member.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { bought } from '../support/tier-orders.ts';

const program = {
  ...startingProgram,
  enrolment: { ...startingProgram.enrolment, mode: 'optIn' },
  tiers: {
    basis: 'orders',
    period: { kind: 'lifetime' },
    levels: [
      { id: 'bronze', threshold: '0', multiplier: '1', name: { en: 'Bronze' }, perks: { shipping: {} } },
    ],
  },
};

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('UTC');
});
afterEach(() => shop.stop());

/** What the customer was given, and the level whose tag they are to have. */
async function has(customerId: string) {
  await givePerks(shop.deps);
  const { pool } = shop.database;
  const member = (await membersOfCustomers(pool, shop.id, [customerId])).get(customerId)!;
  const theme = (await memberThemeData(pool, shop.id, [member], shop.deps.clock.now())).get(member);
  return { given: await shop.given(customerId), tier: theme?.value.tier?.id ?? null };
}

test('who was known before an opt-in programme has nothing of its first level until they join', async () => {
  await shop.enrol('1');
  await shop.publish(program);
  expect(await has('1')).toEqual({ given: [], tier: null });
  const joining = { customerId: '1', joinedAt: null, termsVersion: null, source: 'storefront' as const };
  expect(await joinProgramme(shop.deps, shop.id, joining)).toEqual({ ok: true });
  expect(await has('1')).toEqual({ given: ['perk:shipping level-shipping 0'], tier: 'bronze' });
});

const [bronze] = program.tiers.levels;
const leveled = (id: string, threshold: string, perks = { entryRewardId: 'cake' }) => ({
  ...{ id, threshold, multiplier: '1', name: { en: id } },
  perks,
});
const cake = { id: 'cake', kind: 'percentOff', percent: '10', points: 100, name: { en: 'Cake' } };
/** Levels by orders of the last month; their rewards wait as long as points do. */
const welcoming = (pending: object, ...levels: object[]) => ({
  ...startingProgram,
  earning: {
    ...startingProgram.earning,
    pending: { days: 0, from: 'processed', byMarket: {}, ...pending },
  },
  rewards: [cake],
  tiers: { ...program.tiers, period: { kind: 'rolling', months: 1 }, levels: [bronze, ...levels] },
});

const settle = (...news: Parameters<typeof settleOrders>[3]) =>
  inTransaction(shop.database.pool, (tx) => settleOrders(shop.deps, tx, shop.id, news));
const day = (date: string, time = '12:00:00.000') => `2026-${date}T${time}Z`;
/** An order of the customer's at noon of the day; `gone`: it was another's, as the newest news tell. */
const order = (id: string, customerId: string, date: string, gone = false) =>
  bought(id, gone ? '9' : customerId, day(date), '10.00', gone ? day('12-31') : undefined);
/** What each level has given, and what has become of it. */
async function welcomes(customerId: string): Promise<string[]> {
  await givePerks(shop.deps);
  const { rows } = await shop.database.pool.query<{ level: string; status: string }>(
    `SELECT origin->'level'->>'id' AS level, status FROM redemption JOIN member USING (shop, member_id)
     WHERE customer_id = $1 AND fact LIKE 'perk:entry:%' ORDER BY created_at, level`,
    [customerId],
  );
  return rows.map(({ level, status }) => `${level} ${status}`);
}

test.each([
  ['an order that is gone takes an unused welcome with it', day('01-20'), 'cancelled'],
  ['gone after time has ended the level, before anybody looked', day('03-20'), 'reserved'],
])('%s', async (_, goneAt, status) => {
  await shop.publish(welcoming({}, leveled('gold', '2')));
  shop.now = day('01-13');
  await settle(order('1', '1', '01-11'), order('2', '1', '01-12'));
  expect(await has('1')).toMatchObject({ given: [expect.stringContaining('perk:entry:gold')], tier: 'gold' });
  shop.now = goneAt;
  await settle(order('1', '1', '01-11', true));
  expect((await has('1')).tier).toBe('bronze');
  expect(await welcomes('1')).toEqual([`gold ${status}`]);
});

test('of two levels that are lost before anybody looks, the return takes its own welcome alone', async () => {
  await shop.publish(welcoming({}, leveled('silver', '1'), leveled('gold', '2')));
  shop.now = day('01-11', '12:00:01.000');
  await settle(order('1', '1', '01-11'));
  expect(await welcomes('1')).toEqual(['silver reserved']);
  shop.now = day('01-13');
  await settle(order('2', '1', '01-12'));
  expect(await welcomes('1')).toEqual(['silver reserved', 'gold reserved']);
  shop.now = day('01-20');
  await settle(order('2', '1', '01-12', true));
  // The month of the first order is over.
  shop.now = day('02-12');
  expect(await welcomes('1')).toEqual(['silver reserved', 'gold cancelled']);
  expect((await has('1')).tier).toBe('bronze');
});

test('a welcome waits until the points of the orders that brought the level are no longer pending, and for no later ones', async () => {
  await shop.publish(welcoming({ days: 5 }, leveled('silver', '1'), leveled('gold', '2')));
  await shop.enrol('3', day('01-01'));
  shop.now = day('01-11', '12:00:01.000');
  await settle(order('1', '1', '01-11'), order('11', '2', '01-11'));
  expect(await welcomes('1')).toEqual([]);
  shop.now = day('01-13');
  await settle(order('2', '1', '01-12'), order('12', '2', '01-12'));
  expect([...(await welcomes('1')), ...(await welcomes('2'))]).toEqual([]);
  expect((await has('1')).tier).toBe('gold');

  // By hand it comes at once; a returned order brings none.
  const placed = { customerId: '3', level: 'gold', until: null, reason: 'test', actor: 'test', key: 'place' };
  expect(await placeMember(shop.deps, shop.id, placed)).toMatchObject({ ok: true });
  expect(await welcomes('3')).toEqual(['gold reserved']);
  await settle(order('12', '2', '01-12', true));

  shop.now = day('01-16');
  await settle(order('3', '1', '01-15'));
  expect(await welcomes('1')).toEqual(['silver reserved']);
  shop.now = day('01-17', '11:59:59.999');
  expect(await welcomes('1')).toEqual(['silver reserved']);
  shop.now = day('01-17');
  expect(await welcomes('1')).toEqual(['silver reserved', 'gold reserved']);
  shop.now = day('03-01');
  expect(await welcomes('1')).toEqual(['silver reserved', 'gold reserved']);
  expect(await welcomes('2')).toEqual(['silver reserved']);
  const { pool } = shop.database;
  expect((await pool.query('SELECT FROM entry_wait UNION ALL SELECT FROM perk_mark')).rowCount).toBe(0);
});

test('it waits for the fulfilment that its points wait for, with who a merge leaves, and for a reward that is still to be had', async () => {
  const gold = leveled('gold', '2');
  await shop.publish(welcoming({ days: 1, from: 'fulfilled' }, gold));
  shop.now = day('01-13');
  await shop.enrol('4');
  for (const customer of ['1', '2', '3'])
    await settle(order(`${customer}1`, customer, '01-11'), order(`${customer}2`, customer, '01-12'));
  const all = async () => [...(await welcomes('1')), ...(await welcomes('2')), ...(await welcomes('3'))];
  expect(await all()).toEqual([]);
  shop.now = day('01-25');
  expect(await all()).toEqual([]);
  await inTransaction(shop.database.pool, (tx) =>
    mergeCustomers(shop.deps, tx, shop.id, [{ from: '1', into: '4', at: shop.now }]),
  );
  // Its orders come over one by one, later.
  expect(await welcomes('4')).toEqual([]);
  const fulfilled = async (own: string, customer: string, on: string) => {
    shop.now = day(on, '13:00:00.000');
    const at = { fulfilledAt: day(on) };
    const [first, second] = [order(`${own}1`, customer, '01-11'), order(`${own}2`, customer, '01-12')];
    await settle({ ...first, ...at }, { ...second, ...at });
  };
  await fulfilled('1', '4', '01-26');
  await fulfilled('2', '2', '01-26');
  expect([...(await all()), ...(await welcomes('4'))]).toEqual([]);
  shop.now = day('01-27');
  expect([...(await welcomes('2')), ...(await welcomes('4'))]).toEqual(['gold reserved', 'gold reserved']);

  await fulfilled('3', '3', '01-28');
  await shop.publish({ ...welcoming({}, gold), rewards: [{ ...cake, active: false }] });
  shop.now = day('01-30');
  expect(await welcomes('3')).toEqual([]);
  expect((await shop.database.pool.query('SELECT FROM entry_wait')).rowCount).toBe(0);
});

test.each<{ pending: { days: number; from?: 'fulfilled' } }>([
  { pending: { days: 5 } },
  { pending: { days: 1, from: 'fulfilled' } },
])('whose points pay a debt waits as others do: $pending', async ({ pending }) => {
  await shop.publish(welcoming(pending, leveled('gold', '2')));
  await shop.enrol('1');
  const taken = { customerId: '1', points: -500, reason: 'test', key: 'debt' };
  expect(await adjustPoints(shop.deps, shop.id, taken)).toMatchObject({ ok: true });
  shop.now = day('01-13');
  const orders = [order('1', '1', '01-11'), order('2', '1', '01-12')];
  await settle(...orders);
  expect((await has('1')).tier).toBe('gold');
  shop.now = day('01-16', '13:00:00.000');
  await settle(...orders.map((one) => ({ ...one, fulfilledAt: day('01-16') })));
  expect((await shop.database.pool.query('SELECT FROM lot')).rowCount).toBe(0);
  shop.now = day('01-16', '13:00:01.000');
  expect(await welcomes('1')).toEqual([]);
  shop.now = day('01-17');
  expect(await welcomes('1')).toEqual(['gold reserved']);
});

test.each([
  ['is still waited for', { days: 5 }, []],
  ['is not used yet', {}, ['gold cancelled']],
])(
  'what a return takes while it %s goes with who is merged before anybody looked',
  async (_, pending, left) => {
    await shop.publish(welcoming(pending, leveled('gold', '2')));
    await shop.enrol('4');
    shop.now = day('01-13');
    await settle(order('1', '1', '01-11'), order('2', '1', '01-12'));
    expect(await welcomes('1')).toEqual(left.length > 0 ? ['gold reserved'] : []);
    await settle(order('2', '1', '01-12', true));
    await inTransaction(shop.database.pool, (tx) =>
      mergeCustomers(shop.deps, tx, shop.id, [{ from: '1', into: '4', at: shop.now }]),
    );
    expect(await welcomes('4')).toEqual(left);
    await settle(order('1', '4', '01-11'));
    shop.now = day('01-25');
    expect(await welcomes('4')).toEqual(left);
    expect((await shop.database.pool.query('SELECT FROM entry_wait')).rowCount).toBe(0);
  },
);

test('an order that is settled before a new version’s levels are computed brings its own welcome, and none that the version would', async () => {
  await shop.publish(welcoming({}, leveled('gold', '2')));
  shop.now = day('01-13');
  await settle(order('1', '1', '01-11'), order('2', '1', '01-12'), order('3', '2', '01-12'));
  expect([...(await welcomes('1')), ...(await welcomes('2'))]).toEqual(['gold reserved']);
  // What was gold is platinum from now on.
  await shop.publish(welcoming({}, leveled('silver', '1'), leveled('platinum', '2')));
  shop.now = day('01-13', '13:00:00.000');
  for (const [id, customer] of [
    ['4', '1'],
    ['5', '2'],
  ] as const)
    await settle(bought(id, customer, day('01-13', '12:30:00.000'), '10.00'));
  expect(await welcomes('1')).toEqual(['gold reserved']);
  expect(await welcomes('2')).toEqual(['platinum reserved']);
  expect([(await has('1')).tier, (await has('2')).tier]).toEqual(['platinum', 'platinum']);
});
