// An action's limit at the edges of the shop's calendar, and the level that multiplies it, by a clock that the test sets.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { placeMember } from '../../app/services/place-member.ts';
import { reportAction } from '../../app/services/report-action.ts';
import { ClockedShop } from '../support/clocked-shop.ts';

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
});
afterEach(() => shop.stop());

const visit = { id: 'visit', kind: 'custom', name: { en: 'Visit' }, points: 5 };
let facts = 0;
/** Points that it gives, or why it gives none. */
const visitAt = async (occurredAt: string | null) => {
  facts += 1;
  const asked = { customerId: '1', actionId: 'visit', key: `fact-${facts}`, occurredAt };
  const reported = await reportAction(shop.deps, shop.id, { ...asked, requestKey: randomUUID() });
  return reported.ok ? Number(reported.award.points) : reported.reason;
};
const limited = (times: number, per: string) => ({
  ...startingProgram,
  actions: [{ ...visit, limit: { times, per } }],
});

describe('a limit of one', () => {
  test.each([
    ['day', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59.999Z', '2026-03-09T04:00:00Z'],
    ['day', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59.999Z', '2026-11-02T05:00:00Z'],
    ['week', '2026-03-02T05:00:00Z', '2026-03-09T03:59:59.999Z', '2026-03-09T04:00:00Z'],
    ['month', '2026-03-01T05:00:00Z', '2026-04-01T03:59:59.999Z', '2026-04-01T04:00:00Z'],
    ['month', '2028-02-01T05:00:00Z', '2028-03-01T04:59:59.999Z', '2028-03-01T05:00:00Z'],
    ['year', '2027-01-01T05:00:00Z', '2028-01-01T04:59:59.999Z', '2028-01-01T05:00:00Z'],
  ])(
    'per %s that began at %s is reached until %s and has room again at %s',
    async (per, first, last, next) => {
      await shop.publish(limited(1, per));
      await shop.enrol('1');
      shop.now = '2029-01-01T00:00:00.000Z';
      expect(await visitAt(first)).toBe(5);
      expect(await visitAt(last)).toBe('limit_reached');
      expect(await visitAt(next)).toBe(5);
      // What is told late counts in the period of its own moment, before what was known already too.
      expect(await visitAt(first)).toBe('limit_reached');
    },
  );

  test('for ever has room never again', async () => {
    await shop.publish(limited(1, 'ever'));
    await shop.enrol('1');
    shop.now = '2029-01-01T00:00:00.000Z';
    expect(await visitAt('2026-02-01T00:00:00Z')).toBe(5);
    expect(await visitAt(null)).toBe('limit_reached');
  });
});

test('a limit of three is reached by the fourth; a version without it, and one with more, count what was', async () => {
  await shop.publish(limited(3, 'year'));
  await shop.enrol('1');
  for (const expected of [5, 5, 5, 'limit_reached']) expect(await visitAt(null)).toBe(expected);
  shop.now = '2026-02-01T00:00:00.000Z';
  await shop.publish(limited(4, 'year'));
  for (const expected of [5, 'limit_reached']) expect(await visitAt(null)).toBe(expected);
  // Of the version before: its limit counts for what happened under it.
  expect(await visitAt('2026-01-31T00:00:00Z')).toBe('limit_reached');
  shop.now = '2026-03-01T00:00:00.000Z';
  await shop.publish({ ...startingProgram, actions: [visit] });
  expect(await visitAt(null)).toBe(5);
});

test('what happened before the programme, or before the member, is not rewarded', async () => {
  await shop.publish(limited(3, 'year'));
  await shop.enrol('1');
  await shop.enrol('2', shop.now);
  expect(await visitAt('2026-01-05T00:00:00Z')).toBe('unknown_action');
  expect(await visitAt('2025-12-31T23:59:59Z')).toBe('not_a_member');
});

test('a limit counts rewards as it counts points, and a reward that nobody can be given leaves the fact open', async () => {
  const rest = { id: 'gift', points: 1, redeemable: false, name: { en: 'Gift' } };
  const gift = { ...rest, kind: 'percentOff', percent: '5' };
  const giving = (reward: object, limit: object | null) => ({
    ...startingProgram,
    rewards: [reward],
    actions: [{ ...visit, points: null, rewardId: 'gift', limit }],
  });
  await shop.publish(giving({ ...gift, active: false }, null));
  await shop.enrol('1');
  expect(await visitAt(null)).toBe('inactive_reward');
  shop.now = '2026-02-05T00:00:00.000Z';
  const credit = { ...rest, kind: 'storeCredit', values: [{ currency: 'USD', amount: '5.00' }] };
  await shop.publish(giving(credit, null));
  expect(await visitAt(null)).toBe('unsupported_reward');
  expect(await shop.given('1')).toEqual([]);
  shop.now = '2026-03-05T00:00:00.000Z';
  await shop.publish(giving(gift, { times: 2, per: 'month' }));
  for (const expected of [0, 0, 'limit_reached']) expect(await visitAt(null)).toBe(expected);
  shop.now = '2026-04-02T00:00:00.000Z';
  expect(await visitAt(null)).toBe(0);
  // Points of the action and its rewards are counted together.
  shop.now = '2026-04-03T00:00:00.000Z';
  await shop.publish(limited(2, 'month'));
  for (const expected of [5, 'limit_reached']) expect(await visitAt(null)).toBe(expected);
  expect(await shop.given('1')).toHaveLength(3);
});

describe('a multiplier', () => {
  const level = (id: string, threshold: string, multiplier: string) => ({
    ...{ id, threshold, multiplier, name: { en: id } },
  });
  const tiered = {
    ...startingProgram,
    tiers: {
      basis: 'basePoints',
      period: { kind: 'lifetime' },
      levels: [level('bronze', '0', '1'), level('gold', '1000', '1.5')],
    },
    actions: [{ ...visit, tierMultiplier: true }],
  };

  test('is that of the level held at the fact, also where it ended while nobody looked', async () => {
    await shop.publish(tiered);
    await shop.enrol('1');
    shop.now = '2026-02-01T00:00:00.000Z';
    const until = '2026-03-01T00:00:00.000Z';
    const placed = { customerId: '1', level: 'gold', until, reason: 'test', actor: 'test', key: 'a' };
    expect(await placeMember(shop.deps, shop.id, placed)).toMatchObject({ ok: true });
    expect(await visitAt('2026-01-31T23:59:59Z')).toBe(5);
    // The placement ends, and no worker has run since.
    shop.now = '2026-04-01T00:00:00.000Z';
    expect(await visitAt(null)).toBe(5);
    expect(await visitAt('2026-02-28T23:59:59Z')).toBe(7);
    expect(await visitAt('2026-03-01T00:00:01Z')).toBe(5);
  });
});
