// Whom the perks of a level are for: members alone, and in a shop that has the app; and whose are taken back.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { givePerks } from '../../app/services/give-perks.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
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

test.each([
  ['an order that is gone takes an unused welcome with it', '2026-01-20T12:00:00.000Z', 'cancelled'],
  ['gone after time has ended the level, before anybody looked', '2026-03-20T12:00:00.000Z', 'reserved'],
])('%s', async (_, goneAt, status) => {
  const [bronze] = program.tiers.levels;
  const gold = { id: 'gold', threshold: '2', multiplier: '1', name: { en: 'Gold' } };
  const levels = [bronze, { ...gold, perks: { entryRewardId: 'cake' } }];
  const cake = { id: 'cake', kind: 'percentOff', percent: '10', points: 100, name: { en: 'Cake' } };
  const period = { kind: 'rolling', months: 1 };
  const tiers = { ...program.tiers, period, levels };
  await shop.publish({ ...startingProgram, rewards: [cake], tiers });
  const settle = (...news: Parameters<typeof settleOrders>[3]) =>
    inTransaction(shop.database.pool, (tx) => settleOrders(shop.deps, tx, shop.id, news));
  const first = ['1', '1', '2026-01-11T12:00:00Z', '10.00'] as const;
  shop.now = '2026-01-13T12:00:00.000Z';
  await settle(bought(...first), bought('2', '1', '2026-01-12T12:00:00Z', '10.00'));
  expect(await has('1')).toMatchObject({ given: [expect.stringContaining('perk:entry:gold')], tier: 'gold' });
  shop.now = goneAt;
  await settle(bought('1', '9', first[2], first[3], '2030-01-01T00:00:00Z'));
  expect((await has('1')).tier).toBe('bronze');
  const { rows } = await shop.database.pool.query(
    "SELECT status FROM redemption JOIN member USING (shop, member_id) WHERE customer_id = 1 AND fact LIKE 'perk:entry:%'",
  );
  expect(rows).toEqual([{ status }]);
});
