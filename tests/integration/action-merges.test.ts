// What a merge of two customers does to what both were rewarded for, by a clock that the test sets.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { givePerks } from '../../app/services/give-perks.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { reportAction } from '../../app/services/report-action.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';

const review = { id: 'review', kind: 'custom', name: { en: 'Review' }, points: 33 };
const photo = { id: 'photo', kind: 'custom', name: { en: 'Photo' }, rewardId: 'gift' };
const gift = {
  ...{ id: 'gift', kind: 'percentOff', percent: '5', points: 1, redeemable: false },
  name: { en: 'Gift' },
};

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
  await shop.publish({ ...startingProgram, rewards: [gift], actions: [review, photo] });
  for (const customer of ['1', '2']) await shop.enrol(customer);
});
afterEach(() => shop.stop());

const report = async (customerId: string, key: string, actionId = 'review') => {
  const asked = { customerId, actionId, key, occurredAt: null, requestKey: randomUUID() };
  expect(await reportAction(shop.deps, shop.id, asked)).toMatchObject({ ok: true });
};
const merge = () =>
  inTransaction(shop.database.pool, (tx) =>
    mergeCustomers(shop.deps, tx, shop.id, [{ from: '1', into: '2', at: shop.now }]),
  );
const balances = async () => {
  const { rows } = await shop.database.pool.query<{ balance: string }>(
    'SELECT balance FROM member ORDER BY member_id',
  );
  return rows.map((row) => Number(row.balance));
};

test('of two awards that were given twice both are taken back whole, whichever the ledger takes from first', async () => {
  for (const customer of ['1', '2']) for (const key of ['first', 'second']) await report(customer, key);
  // The later one expires earlier: what is taken back for the first comes out of it.
  await shop.database.pool.query("UPDATE lot SET expires_at = '2099-01-01' WHERE member_id = 1 AND seq = 2");
  await merge();
  expect(await balances()).toEqual([0, 66]);
});

test('no key of a caller is that of an award that is taken back', async () => {
  await report('1', 'same');
  await report('1', 'same:twice');
  await report('2', 'same');
  await merge();
  expect(await balances()).toEqual([0, 66]);
});

/** What customer 2 has in hand, as the saga would have made it, and what is on its way back. */
async function inHand() {
  await givePerks(shop.deps);
  const { rows } = await shop.database.pool.query<{ fact: string; ending: string | null }>(
    `SELECT fact, ending FROM redemption JOIN member USING (shop, member_id) WHERE customer_id = 2 ORDER BY created_at, fact`,
  );
  return rows.map(({ fact, ending }) => `${fact.replace('action:custom:photo/', '')} ${ending}`);
}

test('of two rewards for one fact the later goes while it is unused, and a reward beside points for the same', async () => {
  await report('2', 'both', 'photo');
  shop.now = '2026-02-01T00:00:00.000Z';
  await report('1', 'both', 'photo');
  await report('1', 'own', 'photo');
  await report('1', 'mixed', 'photo');
  // Another version gave points for it.
  shop.now = '2026-02-02T00:00:00.000Z';
  await shop.publish({ ...startingProgram, actions: [{ ...photo, rewardId: null, points: 10 }] });
  await report('2', 'mixed', 'photo');
  await shop.database.pool.query("UPDATE redemption SET status = 'issued'");
  await merge();
  expect(await inHand()).toEqual(['both null', 'both cancelled', 'mixed cancelled', 'own null']);
  expect(await balances()).toEqual([0, 10]);
});
