// What the key of a request protects, whoever's fact it tells and whoever tells it again, by a clock that the test sets.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
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
const conflict = { ok: false, reason: 'idempotency_conflict' };

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
  await shop.publish({ ...startingProgram, rewards: [gift], actions: [review, photo] });
  for (const customer of ['1', '2']) await shop.enrol(customer);
});
afterEach(() => shop.stop());

const report = (
  customerId: string,
  key: string,
  requestKey: string,
  actionId = 'review',
  occurredAt: string | null = null,
) => reportAction(shop.deps, shop.id, { customerId, actionId, key, occurredAt, requestKey });

test('a request that told a fact known before is protected like the first', async () => {
  const first = await report('1', 'F', 'K1');
  expect(first).toMatchObject({ ok: true });
  for (const key of ['K1', 'K2', 'K2', 'K1'])
    expect(await report('1', 'F', key)).toMatchObject({ award: { entrySeq: 1 } });
  for (const key of ['K1', 'K2']) expect(await report('1', 'G', key)).toEqual(conflict);
  expect(await shop.awards('1')).toHaveLength(1);
});

test('a reward is given once for a fact: again, by many at once, and after a try that broke in the middle', async () => {
  const { pool } = shop.database;
  await pool.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON award FOR EACH ROW EXECUTE FUNCTION refuse()`,
  );
  await expect(report('1', 'F', 'K1', 'photo')).rejects.toThrow('broken');
  expect(await shop.given('1')).toEqual([]);
  await pool.query('DROP TRIGGER refuse ON award');
  const keys = ['K1', 'K1', 'K2', 'K3', 'K4', 'K5'];
  const answers = await Promise.all(keys.map((key) => report('1', 'F', key, 'photo')));
  expect(new Set(answers.map((one) => (one.ok ? one.award.redemptionId : one.reason))).size).toBe(1);
  expect(answers[0]).toMatchObject({ award: { points: 0n, entrySeq: null } });
  expect(await shop.given('1')).toEqual(['action:custom:photo/F gift 0']);
  expect(await report('1', 'G', 'K2', 'photo')).toEqual(conflict);
  // Also where what was given is of a kind that this release does not read.
  await pool.query(`UPDATE redemption SET reward = reward || '{"kind": "unheard-of"}'`);
  expect(await report('1', 'F', 'K6', 'photo')).toMatchObject({
    ok: true,
    award: { fact: 'custom:photo/F' },
  });
});

test('of a fact that is told late the action is that of its moment, and its reward as it is by then', async () => {
  const promised = shop.now;
  const later = (rewards: object[], actions: object[] = []) => {
    shop.now = new Date(Date.parse(shop.now) + 86_400_000).toISOString();
    return shop.publish({ ...startingProgram, rewards, actions });
  };
  await later([{ ...gift, active: false }]);
  const asleep = { ok: false, reason: 'inactive_reward' };
  expect(await report('1', 'F', 'K1', 'photo', promised)).toEqual(asleep);
  await later([]);
  expect(await report('1', 'F', 'K2', 'photo', promised)).toEqual(asleep);
  await later([{ ...gift, percent: '3' }]);
  expect(await report('1', 'F', 'K3', 'photo', promised)).toMatchObject({ ok: true });
  const { rows } = await shop.database.pool.query("SELECT reward->>'percent' AS percent FROM redemption");
  expect(rows).toEqual([{ percent: '3' }]);
});

test('a merge keeps what the keys of both protect; of one that both had used, the survivor’s counts', async () => {
  await report('1', 'same', 'K1');
  await report('1', 'own', 'K3');
  await report('2', 'same', 'K2');
  await report('2', 'other', 'K3');
  await inTransaction(shop.database.pool, (tx) =>
    mergeCustomers(shop.deps, tx, shop.id, [{ from: '1', into: '2', at: shop.now }]),
  );
  for (const key of ['K1', 'K2']) {
    expect(await report('1', 'same', key)).toMatchObject({
      award: { fact: 'custom:review/same', entrySeq: 1 },
    });
    expect(await report('2', 'new', key)).toEqual(conflict);
  }
  expect(await report('2', 'other', 'K3')).toMatchObject({ ok: true });
  expect(await report('1', 'own', 'K3')).toEqual(conflict);
});

test('who joins again by a clock that is behind has joined once', async () => {
  const at = (instant: string) => ({ ...shop.deps, clock: { now: () => new Date(instant) } });
  const joining = { customerId: '3', joinedAt: null, termsVersion: null, source: 'storefront' as const };
  for (const instant of ['2026-01-12T00:00:00.005Z', '2026-01-12T00:00:00.000Z'])
    expect(await joinProgramme(at(instant), shop.id, joining)).toEqual({ ok: true });
  const { rows } = await shop.database.pool.query(
    'SELECT at, joined_at FROM member_consent JOIN member USING (shop, member_id)',
  );
  const first = new Date('2026-01-12T00:00:00.005Z');
  expect(rows).toEqual([{ at: first, joined_at: first }]);
});
