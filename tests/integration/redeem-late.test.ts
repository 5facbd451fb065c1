// Requests that come together when time has gone on and no worker came by: points that have expired, a level that has ended, customers who were merged;
// and members whom others hold.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LEASE_MS } from '../../app/services/hold-lease.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import type { RedeemRequest } from '../../app/services/choose-reward.ts';
import { reserveReward, type Redeemed } from '../../app/services/reserve-reward.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { inTransaction, isLockTimeout } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { lockWaiters, whileHeld } from '../support/locked-members.ts';
import { recording } from '../support/recording-pool.ts';
import { request } from '../support/redeeming.ts';
import { rewardingProgram } from '../support/store-shop.ts';
import { bought, level, rolling } from '../support/tier-orders.ts';

const vip = { ...rewardingProgram.rewards[0], id: 'vip', points: 10, for: { tiers: ['silver'] } };
const document = JSON.parse(
  JSON.stringify({
    ...rewardingProgram,
    rewards: [...rewardingProgram.rewards, vip],
    tiers: rolling(1, level('silver', '50')),
    expiry: { kind: 'afterEarning', months: 1 },
  }),
) as object;
const WAITING = { timeout: 20_000, interval: 10 };

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('UTC');
  await shop.publish(document);
  await shop.database.pool.query("UPDATE shop SET currency = 'USD' WHERE shop = $1", [shop.id]);
});
afterEach(() => shop.stop());

/** One process of the app. */
const appOn = (pool = shop.database.pool) => ({
  ...shop.deps,
  pool,
  env: { SHOPIFY_API_SECRET: 'meridian-dev-secret' },
});

async function member(customerId: string, points: number): Promise<void> {
  await shop.enrol(customerId);
  await shop.give(customerId, points);
}

const buy = (orderId: string, customerId: string, price: string) =>
  inTransaction(shop.database.pool, (tx) =>
    settleOrders(shop.deps, tx, shop.id, [bought(orderId, customerId, shop.now, price)]),
  );

const tellWho = (results: readonly Redeemed[]): string[] =>
  results.map((one) => (one.ok ? `taken for ${one.redemption.customerId}` : one.refusal.reason));

test('each is judged as of now, and all marks are made at once, last of all', async () => {
  await member('1', 600);
  await member('2', 10);
  await member('4', 400);
  await member('5', 300);
  await buy('11', '2', '100.00');
  shop.now = '2026-02-20T12:00:00.000Z';
  await buy('12', '3', '100.00');
  await shop.give('2', 100);
  await shop.give('4', 450);
  await shop.give('5', 150);
  const merge = { from: '4', into: '5', at: shop.now };
  await inTransaction(shop.database.pool, (tx) => mergeCustomers(shop.deps, tx, shop.id, [merge]));
  await shop.database.pool.query('DELETE FROM metafield_mark');

  const { pool, transactions } = recording(shop.database.pool);
  const app = appOn(pool);
  const requests = [
    request('1'),
    request('2', { rewardId: 'vip' }),
    request('3', { rewardId: 'vip' }),
    request('4'),
    request('5'),
    request('2', { rewardId: 'forfeit' }),
  ];
  expect(tellWho(await Promise.all(requests.map((one) => reserveReward(app, shop.id, one))))).toEqual([
    // What they had has expired.
    'insufficient_points',
    'not_in_tier',
    'taken for 3',
    // 600 are left to both together.
    'taken for 5',
    'insufficient_points',
    'taken for 2',
  ]);
  expect(transactions).toHaveLength(1);
  const marking = transactions[0]!.flatMap((text, at) => (text.includes('INTO metafield_mark') ? [at] : []));
  expect(marking).toEqual([transactions[0]!.length - 1]);
  const { rows } = await pool.query<{ customer_id: string }>(
    'SELECT customer_id FROM metafield_mark JOIN member USING (shop, member_id) ORDER BY customer_id',
  );
  expect(rows.map((row) => row.customer_id)).toEqual(['1', '2', '3', '5']);
});

/** As a client does that is told of a fault since the member was held for long: with the same key. Nobody is told before ten seconds. */
async function reservePatiently(app: ReturnType<typeof appOn>, asked: RedeemRequest): Promise<Redeemed> {
  for (;;) {
    const since = Date.now();
    try {
      return await reserveReward(app, shop.id, asked);
    } catch (error) {
      if (!isLockTimeout(error) || Date.now() - since < 10_000) throw error;
    }
  }
}

test('one member whom others hold holds up nobody else of the shop', async () => {
  const { pool, transactions } = recording(shop.database.pool);
  const app = appOn(pool);
  const [held, ...others] = Array.from({ length: 12 }, (_, index) => String(index + 1));
  for (const one of [held!, ...others]) await member(one, 1_000);
  const waiting = await whileHeld(shop.database.pool, [held!], async () => {
    // A run in each of the two slots, of the held member and somebody else; all others stand behind them.
    const all: Record<'mine' | 'theirs', Promise<Redeemed>>[] = [];
    for (const other of others) {
      const mine = reservePatiently(app, request(held!, { rewardId: 'forfeit' }));
      all.push({ mine, theirs: reserveReward(app, shop.id, request(other)) });
      const runs = Math.min(all.length, 2);
      await vi.waitFor(() => expect(transactions.length).toBeGreaterThanOrEqual(runs), WAITING);
    }
    expect(tellWho(await Promise.all(all.map((one) => one.theirs)))).toEqual(
      others.map((other) => `taken for ${other}`),
    );
    // As an object: a promise that is returned is waited for.
    return { all: all.map((one) => one.mine) };
  });
  const taken = tellWho(await Promise.all(waiting.all));
  expect(taken.filter((one) => one === 'taken for 1')).toHaveLength(10);
  expect(taken.filter((one) => one === 'insufficient_points')).toHaveLength(1);
}, 60_000);

test("the caller's lease begins when it has the member, not when it began to wait", async () => {
  await member('1', 1_000);
  const reserving = await whileHeld(shop.database.pool, ['1'], async () => {
    const reserved = reserveReward(appOn(), shop.id, request('1'));
    await vi.waitFor(async () => expect(await lockWaiters(shop.database.pool)).toBeGreaterThan(0), WAITING);
    shop.now = '2026-01-10T13:00:00.000Z';
    return { reserved };
  });
  const result = await reserving.reserved;
  const leaseUntil = result.ok && Date.parse(result.redemption.leaseUntil ?? '');
  expect(leaseUntil).toBe(Date.parse(shop.now) + LEASE_MS);
});
