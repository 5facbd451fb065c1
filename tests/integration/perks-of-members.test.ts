// Whom the perks of a level are for: members alone, and in a shop that has the app.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { givePerks } from '../../app/services/give-perks.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { membersOfCustomers } from '../../app/storage/members.ts';
import { ClockedShop } from '../support/clocked-shop.ts';

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
