// What a level gives on birthdays: once for each year of the shop's calendar, to who holds it on the day.
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeMember } from '../../app/services/place-member.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { handleActionDays } from '../../app/jobs/action-days-handler.ts';
import { enrolSignIn } from '../../app/services/enrol-member.ts';
import { keepLastActivity } from '../../app/services/keep-last-activity.ts';
import { activityOf } from '../../app/storage/lot-expiry.ts';
import { membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';

const level = (id: string, threshold: string, perks?: object) => ({
  ...{ id, threshold, multiplier: '1', name: { en: id } },
  ...(perks && { perks }),
});
const cake = {
  ...{ id: 'cake', kind: 'percentOff', percent: '10', points: 100, redeemable: false },
  name: { en: 'Cake' },
};

let shop: ClockedShop;
const program = {
  ...startingProgram,
  rewards: [cake],
  tiers: {
    basis: 'orders',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0'), level('gold', '5', { birthdayRewardId: 'cake' })],
  },
  actions: [
    { id: 'years', kind: 'anniversary', name: { en: 'Years' }, rewardId: 'cake' },
    { id: 'welcome', kind: 'signUp', name: { en: 'Welcome' }, rewardId: 'cake' },
  ],
};
beforeAll(async () => {
  shop = await ClockedShop.start('America/New_York');
  await shop.publish(program);
});
afterAll(() => shop.stop());

const given = (customerId: string) => shop.given(customerId);

const place = (customerId: string, id: string | null) =>
  placeMember(shop.deps, shop.id, {
    ...{ customerId, level: id, until: null, reason: 'test', actor: 'test' },
    key: `test:${customerId}:${id}:${shop.now}`,
  });

async function at(moment: string): Promise<void> {
  shop.now = new Date(moment).toISOString();
  await handleActionDays(shop.deps);
}

test('gold has it on the day in the shop’s zone, once a year; bronze has none', async () => {
  for (const customerId of ['1', '2', '3']) {
    await shop.enrol(customerId);
    const birthday = { month: 2, day: 1 };
    expect(await tellBirthday(shop.deps, shop.id, { customerId, birthday })).toMatchObject({ ok: true });
  }
  await place('1', 'gold');
  await place('3', 'gold');
  // Midnight in New York is five hours later.
  await at('2026-02-01T04:59:00Z');
  expect(await given('1')).toEqual([]);
  await place('3', null);
  await at('2026-02-01T05:01:00Z');
  await at('2026-02-01T20:00:00Z');
  expect(await given('1')).toEqual(['perk:birthday:2026 cake 0']);
  // It is no activity of the member: it keeps no points from expiring.
  const member = (await membersOfCustomers(shop.database.pool, shop.id, ['1'])).get('1')!;
  const since = new Map([[member, '2026-01-01T00:00:00.000Z']]);
  expect(await inTransaction(shop.database.pool, (tx) => activityOf(tx, shop.id, since))).toEqual(new Map());
  expect(await keepLastActivity(shop.deps, shop.id)).toBe(0);
  expect([...(await given('2')), ...(await given('3'))]).toEqual([]);
});

test('told on the day itself, it is given at once, and not again', async () => {
  await shop.enrol('4');
  await place('4', 'gold');
  shop.now = new Date(Date.parse(shop.now) + 1000).toISOString();
  const birthday = { month: 2, day: 1 };
  expect(await tellBirthday(shop.deps, shop.id, { customerId: '4', birthday })).toMatchObject({ ok: true });
  expect(await given('4')).toEqual(['perk:birthday:2026 cake 0']);
  await at('2026-02-02T12:00:00Z');
  expect(await given('4')).toHaveLength(1);
});

test('an action’s reward comes by itself too: at the sign-up, and at anniversaries, beside what the level gives', async () => {
  shop.now = '2026-05-10T12:00:00.000Z';
  for (const time of [0, 1]) {
    await enrolSignIn(shop.deps, shop.id, '5');
    expect(await given('5'), `time ${time}`).toEqual(['action:signUp cake 0']);
  }
  const birthday = { month: 5, day: 10 };
  await place('5', 'gold');
  shop.now = '2026-05-10T12:00:01.000Z';
  expect(await tellBirthday(shop.deps, shop.id, { customerId: '5', birthday })).toMatchObject({ ok: true });
  await shop.idleUntil('2026-05-08');
  await at('2026-05-12T12:00:00Z');
  await shop.idleUntil('2027-05-08');
  await at('2027-05-10T12:00:00Z');
  await at('2027-05-11T12:00:00Z');
  expect((await given('5')).toSorted()).toEqual([
    'action:anniversary:2027 cake 0',
    'action:signUp cake 0',
    'perk:birthday:2026 cake 0',
    'perk:birthday:2027 cake 0',
  ]);
});

test.each([
  ['of a shop that is gone, nor when it is back', true],
  ['that the shop has paused since', false],
])('a birthday in the past gives nothing %s', async (_, isGone) => {
  const customer = isGone ? '6' : '7';
  await shop.enrol(customer);
  shop.now = isGone ? '2027-06-01T12:00:00.000Z' : '2027-07-01T12:00:00.000Z';
  await place(customer, 'gold');
  const birthday = isGone ? { month: 6, day: 20 } : { month: 7, day: 20 };
  expect(await tellBirthday(shop.deps, shop.id, { customerId: customer, birthday })).toMatchObject({
    ok: true,
  });
  const { pool } = shop.database;
  if (isGone) {
    await pool.query('UPDATE shop SET uninstalled_at = $1', [shop.now]);
    await at('2027-06-21T12:00:00Z');
    await pool.query('UPDATE shop SET uninstalled_at = NULL');
    await at('2027-06-22T12:00:00Z');
  } else {
    // Nobody worked for two days.
    shop.now = '2027-07-21T12:00:00.000Z';
    await shop.publish({ ...program, rewards: [{ ...cake, active: false }] });
    await at('2027-07-22T12:00:00Z');
  }
  expect((await given(customer)).filter((one) => one.startsWith('perk:'))).toEqual([]);
});

test('where its reward was replaced since the day began, what the level and the action give now; nothing in its place is told', async () => {
  const told: string[] = [];
  const log = pino({ base: null }, { write: (line) => void told.push(line) });
  const born = async (customer: string, day: number) => {
    shop.now = `2027-08-${day - 1}T12:00:00.000Z`;
    await shop.publish(program);
    await shop.enrol(customer, `2026-08-${day}T12:00:00Z`);
    await place(customer, 'gold');
    const birthday = { month: 8, day };
    expect(await tellBirthday(shop.deps, shop.id, { customerId: customer, birthday })).toMatchObject({
      ok: true,
    });
    // By then the day has begun, and nobody has looked.
    shop.now = `2027-08-${day}T12:00:00.000Z`;
  };
  await born('8', 12);
  const [bronze, gold] = program.tiers.levels;
  await shop.publish({
    ...program,
    rewards: [{ ...cake, id: 'tart' }],
    tiers: { ...program.tiers, levels: [bronze, { ...gold, perks: { birthdayRewardId: 'tart' } }] },
    actions: [{ ...program.actions[0], rewardId: 'tart' }],
  });
  await handleActionDays({ ...shop.deps, log });
  expect(await given('8')).toEqual(['action:anniversary:2027 tart 0', 'perk:birthday:2027 tart 0']);
  expect(told).toEqual([]);

  await born('9', 22);
  const none = { ...program.tiers, levels: [bronze, { ...gold, perks: undefined }] };
  await shop.publish({ ...program, rewards: [], tiers: none, actions: [] });
  await handleActionDays({ ...shop.deps, log });
  expect(await given('9')).toEqual([]);
  const lines = told.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ msg, origin, of, reward }) => ({ msg, origin, of, reward }))).toEqual(
    [
      { origin: 'action', of: 'years', reward: 'cake' },
      { origin: 'birthday', of: 'gold', reward: 'cake' },
    ].map((one) => ({ msg: 'what was to be given is given no more', ...one })),
  );
});
