// An adjustment and the opposite of it: to the point, once, into and out of the lots that it concerned.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShopId } from '../../app/domain/ids.ts';
import { memberTimeline } from '../../app/queries/member-timeline.ts';
import { adjustPoints, undoAdjustment } from '../../app/services/adjust-points.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';

let database: TestDatabase;
let deps: Deps;
let shops: ReturnType<typeof ledgerShops>;
beforeAll(async () => {
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
  shops = ledgerShops(database.pool);
});
afterAll(async () => {
  await deps.prisma.$disconnect();
  await database.drop();
});

const adjust = (shop: ShopId, points: number, key: string, customerId = '1') =>
  adjustPoints(deps, shop, { customerId, points, reason: `because ${key}`, key });
const undo = (shop: ShopId, seq: number, customerId = '1') => undoAdjustment(deps, shop, { customerId, seq });

async function stateOf(shop: ShopId) {
  const { rows } = await database.pool.query<{ balance: string }>(
    'SELECT balance FROM member WHERE shop = $1 AND customer_id = 1',
    [shop],
  );
  const lots = await database.pool.query<{ seq: number; remaining: string }>(
    'SELECT seq, remaining FROM lot JOIN member USING (shop, member_id) WHERE shop = $1 AND customer_id = 1 ORDER BY seq',
    [shop],
  );
  return {
    balance: Number(rows[0]?.balance),
    lots: lots.rows.map(({ seq, remaining }) => [seq, Number(remaining)]),
  };
}

test('what was given is taken from its own lot, what was taken goes back where it came from', async () => {
  const shop = await shops.open('undo', 'UTC');
  await adjust(shop, 100, 'first');
  await adjust(shop, 40, 'second');
  await adjust(shop, -120, 'third');
  expect(await stateOf(shop)).toEqual({
    balance: 20,
    lots: [
      [1, 0],
      [2, 20],
    ],
  });
  expect(await undo(shop, 3)).toEqual({ ok: true, seq: 4, points: 120n });
  expect(await stateOf(shop)).toEqual({
    balance: 140,
    lots: [
      [1, 100],
      [2, 40],
    ],
  });
  expect(await undo(shop, 2)).toEqual({ ok: true, seq: 5, points: -40n });
  expect(await stateOf(shop)).toEqual({
    balance: 100,
    lots: [
      [1, 100],
      [2, 0],
    ],
  });
  expect(await ledgerFaults(database.pool, shop)).toEqual([]);

  const [member] = await shops.membersOf(shop);
  const { entries } = await memberTimeline(deps, shop, member ?? '', null);
  expect(
    entries.map(({ seq, points, undoes, undoneBy, reason }) => [seq, points, undoes, undoneBy, reason]),
  ).toEqual([
    [5, -40n, 2, null, 'because second'],
    [4, 120n, 3, null, 'because third'],
    [3, -120n, null, 4, 'because third'],
    [2, 40n, null, 5, 'because second'],
    [1, 100n, null, null, 'because first'],
  ]);
});

test('it happens once, whoever else tries; an undoing, another kind, a number or a member that is not there is refused', async () => {
  const shop = await shops.open('undo-once', 'UTC');
  await adjust(shop, 70, 'gift');
  const outcomes = await Promise.all([undo(shop, 1), undo(shop, 1), undo(shop, 1)]);
  expect(outcomes).toEqual(Array(3).fill({ ok: true, seq: 2, points: -70n }));
  expect(await stateOf(shop)).toEqual({ balance: 0, lots: [[1, 0]] });
  const [member] = await shops.membersOf(shop);
  if (member) await shops.post(shop, { member, kind: 'order', points: 5n, at: Date.now() }, Date.now());
  const refused = { ok: false, reason: 'not_an_adjustment' };
  expect([await undo(shop, 2), await undo(shop, 9), await undo(shop, 1, '2')]).toEqual([
    refused,
    refused,
    refused,
  ]);
  expect(await undo(shop, 1, '404')).toEqual({ ok: false, reason: 'not_a_member' });
  const other = await shops.open('undo-other', 'UTC');
  expect(await undo(other, 1)).toEqual(refused);
});

test('points that were spent since leave a debt, and a key that looks like an undoing is none', async () => {
  const shop = await shops.open('undo-debt', 'UTC');
  await adjust(shop, 50, 'gift');
  await adjust(shop, -30, 'undo:1');
  expect(await undo(shop, 1)).toEqual({ ok: true, seq: 3, points: -50n });
  expect(await stateOf(shop)).toMatchObject({ balance: -30 });
  expect(await ledgerFaults(database.pool, shop)).toEqual([]);
});
