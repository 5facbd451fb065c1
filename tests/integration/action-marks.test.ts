// Marks are the last rows that a transaction locks (docs/data-model.md): whatever rewards an action marks the metafields once, at its end.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { both, line, order, state } from '../../app/domain/earning.fixture.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { handleActionDays } from '../../app/jobs/action-days-handler.ts';
import { enrolSignUps } from '../../app/services/enrol-member.ts';
import { reportAction } from '../../app/services/report-action.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { recording } from '../support/recording-pool.ts';

const actions = ['signUp', 'birthday', 'anniversary', 'custom'].map((kind) => ({
  ...{ id: kind, kind, name: { en: kind }, points: 10 },
}));

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
  await shop.publish({ ...startingProgram, actions });
});
afterEach(() => shop.stop());

type Deps = ClockedShop['deps'];

test.each<[string, (deps: Deps) => Promise<unknown>]>([
  [
    'a custom action',
    (deps) =>
      reportAction(deps, shop.id, {
        ...{ customerId: '1', actionId: 'custom', key: 'a', occurredAt: null, requestKey: randomUUID() },
      }),
  ],
  [
    'a birthday on its day',
    (deps) => tellBirthday(deps, shop.id, { customerId: '1', birthday: { month: 2, day: 2 } }),
  ],
  ["the worker's job", (deps) => handleActionDays(deps)],
  [
    'a sign-up',
    (deps) =>
      inTransaction(deps.pool, (tx) =>
        enrolSignUps(deps, tx, shop.id, [{ customerId: '2', enrolledAt: shop.now }], shop.now),
      ),
  ],
  [
    'an order that enrols and is worth nothing',
    (deps) => {
      const facts = order({ customerId: '2', financialStatus: 'pending', processedAt: shop.now });
      const news = { orderId: facts.orderId, order: state(facts).order, refunds: [] };
      return inTransaction(deps.pool, (tx) =>
        settleOrders(deps, tx, shop.id, [{ ...news, fulfilledAt: null, deleted: false }]),
      );
    },
  ],
])('%s', async (_name, work) => {
  await shop.enrol('1', '2025-02-02T12:00:00Z');
  shop.now = '2026-02-02T12:00:00.000Z';
  const { pool, transactions } = recording(shop.database.pool);
  await work({ ...shop.deps, pool });
  const rewarding = transactions.filter((one) => one.some((text) => text.includes('INSERT INTO award')));
  expect(rewarding).toHaveLength(1);
  const marking = rewarding[0]?.flatMap((text, index) =>
    text.includes('INTO metafield_mark') ? [index] : [],
  );
  expect(marking).toEqual([(rewarding[0]?.length ?? 0) - 1]);
});

test('whose order counts for a level without any points is marked: the theme tells how far the next one is', async () => {
  const level = (id: string, threshold: string) => ({ id, name: { en: id }, threshold, multiplier: '1' });
  const levels = [level('first', '0'), level('second', '5')];
  await shop.publish({
    ...startingProgram,
    tiers: { basis: 'orders', period: { kind: 'lifetime' }, levels },
  });
  await shop.enrol('1', '2025-02-02T12:00:00Z');
  shop.now = '2026-02-02T12:00:00.000Z';
  const { pool } = shop.database;
  await pool.query('DELETE FROM metafield_mark');
  const paid = order({
    ...{ customerId: '1', processedAt: shop.now },
    lines: [line({ quantity: 1, unitPrice: both('0.10') })],
  });
  const settle = () =>
    inTransaction(pool, (tx) =>
      settleOrders(shop.deps, tx, shop.id, [
        { ...state(paid), orderId: paid.orderId, fulfilledAt: null, deleted: false },
      ]),
    );
  await settle();
  const { rows: entries } = await pool.query('SELECT FROM entry');
  expect(entries).toHaveLength(0);
  const marks = async () => (await pool.query('SELECT FROM metafield_mark')).rows.length;
  expect(await marks()).toBe(1);
  // Nothing is other.
  await pool.query('DELETE FROM metafield_mark');
  await settle();
  expect(await marks()).toBe(0);
});
