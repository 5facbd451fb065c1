// A process that dies between Shopify's deed and our commit: one code and one debit, whoever takes over.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { SHOP } from '../support/shop.ts';
import { StoreShop } from '../support/store-shop.ts';

let shop: StoreShop;
beforeEach(async () => {
  shop = await StoreShop.start();
});
afterEach(() => shop.stop());

/** Carried out, and never answered: whoever asked is still waiting when it is killed. */
const carriedOutUnanswered = (field: string) => ({ fields: [field], timeoutAfter: 1, timeoutMs: 60_000 });

function ownDeps(): Deps {
  const env = parseEnvironment({ DATABASE_URL: shop.database.url, LOG_LEVEL: 'silent' });
  return createDeps(env, shop.database.pool);
}

/** As a request does that dies at once: reserved, and its lease is over. */
async function abandoned(customer: number): Promise<string> {
  const request = {
    customerId: String(customer),
    rewardId: 'five-off',
    points: 500,
    currency: 'USD',
    market: null,
    issuable: true,
    key: 'test:abandoned',
  };
  const reserved = await reserveReward(ownDeps(), ShopIdSchema.parse(SHOP), request);
  if (!reserved.ok) throw new Error(reserved.refusal.reason);
  return reserved.redemption.id;
}

async function expectOneOfEach(customer: number, id: string): Promise<void> {
  const issued = await shop.becomes(id, 'issued');
  expect(await shop.discounts()).toMatchObject([{ code: issued.code, status: 'ACTIVE' }]);
  expect(await shop.kinds(customer)).toEqual([
    ['adjustment', 500],
    ['redemption', -500],
  ]);
  expect(await shop.available(customer)).toBe(0);
}

test('the worker, after Shopify made the code and before our commit', async () => {
  const customer = await shop.member(500);
  await shop.faults(carriedOutUnanswered('discountCodeBasicCreate'));
  const id = await abandoned(customer);
  await vi.waitFor(async () => expect(await shop.discounts()).toHaveLength(1), {
    timeout: 20_000,
    interval: 20,
  });
  await shop.worker?.kill();
  expect(await shop.redemption(id)).toMatchObject({ status: 'reserved', code: null });
  await shop.faults({});
  shop.worker = await shop.startAnotherWorker();
  await expectOneOfEach(customer, id);
});

test('the app, while the member waits for the code', async () => {
  const customer = await shop.member(500);
  await shop.faults(carriedOutUnanswered('discountCodeBasicCreate'));
  const lost = shop.redeem(customer).catch(() => null);
  await vi.waitFor(async () => expect(await shop.discounts()).toHaveLength(1), {
    timeout: 20_000,
    interval: 20,
  });
  await shop.app.kill();
  expect(await lost).toBeNull();
  await shop.faults({});
  await shop.restartApp();
  const { rows } = await shop.database.pool.query<{ id: string }>(
    'SELECT redemption_id AS id FROM redemption',
  );
  expect(rows).toHaveLength(1);
  await expectOneOfEach(customer, rows[0]?.id ?? '');
});

test('the worker, after Shopify deactivated a code and before the points were back', async () => {
  const customer = await shop.member(500);
  const { body } = await shop.redeem(customer);
  await shop.faults(carriedOutUnanswered('discountCodeDeactivate'));
  await shop.database.pool.query(
    "UPDATE redemption SET ending = 'cancelled', due_at = now() WHERE redemption_id = $1",
    [body.id],
  );
  await vi.waitFor(async () => expect(await shop.discounts()).toMatchObject([{ status: 'EXPIRED' }]), {
    timeout: 20_000,
    interval: 20,
  });
  await shop.worker?.kill();
  expect(await shop.available(customer)).toBe(0);
  await shop.faults({});
  shop.worker = await shop.startAnotherWorker();
  await shop.becomes(body.id, 'cancelled');
  expect(await shop.available(customer)).toBe(500);
  expect((await shop.kinds(customer)).map(([kind]) => kind)).toEqual([
    'adjustment',
    'redemption',
    'redemption_reversal',
  ]);
});
