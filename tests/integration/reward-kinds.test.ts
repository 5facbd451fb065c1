// Every kind of reward through the whole saga, in the dev store: made once whatever happens to the answer, used, expired, cancelled, refunded.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { USE_NOTICED } from '../../app/domain/reward-kinds/kind.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { issueRedemption } from '../../app/services/issue-redemption.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { adminGateway, type AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { postTo } from '../support/post-to.ts';
import { SAMPLES, sampleRewards, SOAP, type Sample } from '../support/reward-samples.ts';
import { SHOP } from '../support/shop.ts';
import { rewardingProgram, StoreShop, type RedemptionView } from '../support/store-shop.ts';

const shopId = ShopIdSchema.parse(SHOP);
const samples = Object.values(SAMPLES).flat();
const named = samples.map((sample) => [`${sample.id} by ${sample.carrier}`, sample] as const);
const revocable = named.filter(([, { carrier }]) => USE_NOTICED[carrier] !== 'issue');
const forCart = named.filter(([, { carrier }]) => USE_NOTICED[carrier] === 'order');
/** The field that makes what carries a reward, and that which takes it back. */
const MAKES = [
  ...['discountCodeBasicCreate', 'discountCodeAppCreate', 'discountCodeFreeShippingCreate'],
  ...['giftCardCreate', 'storeCreditAccountCredit'],
];
const REVOKES = ['discountCodeDeactivate', 'giftCardDeactivate'];
const READY = (sample: Sample) => (USE_NOTICED[sample.carrier] === 'issue' ? 'used' : 'issued');

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
  await shop.publish({
    ...rewardingProgram,
    rewards: sampleRewards,
    refunds: { debt: 'allow', spentPoints: 'proportional' },
  });
});
afterAll(() => shop.stop());

type Made = { live: boolean };
type State = {
  discounts: { code: string; status: string; title?: string }[];
  giftCards: { code: string; customerId: number; enabled: boolean; balance: string }[];
  deliveries: { pending: number };
  storeCredit: { customerId: number; balance: string; transactions: { kind: string }[] }[];
};

/** What the dev store has made for the customer and the code, whatever carries it. */
async function made(customer: number, code: string): Promise<Made[]> {
  const state = (await shop.control<State>('/control/state')).body;
  const codes = state.discounts.filter((one) => one.title && one.code === code);
  const cards = state.giftCards.filter((one) => one.customerId === customer);
  const credits = state.storeCredit.filter((one) => one.customerId === customer);
  return [
    ...codes.map(({ status }) => ({ live: status === 'ACTIVE' })),
    ...cards.map(({ enabled }) => ({ live: enabled })),
    ...credits.flatMap(({ transactions }) => transactions.map(() => ({ live: true }))),
  ];
}

/** What is left of the customer's gift card or store credit. */
async function balanceOf(customer: number): Promise<string | undefined> {
  const { giftCards, storeCredit } = (await shop.control<State>('/control/state')).body;
  return [...giftCards, ...storeCredit].find((one) => one.customerId === customer)?.balance;
}

async function codeOf(id: string): Promise<string> {
  const { rows } = await shop.database.pool.query<{ code: string }>(
    'SELECT code FROM redemption WHERE redemption_id = $1',
    [id],
  );
  return rows[0]?.code ?? '';
}

async function redeemed(sample: Sample): Promise<RedemptionView & { customer: number }> {
  const customer = await shop.member(100);
  const { status, body } = await shop.redeem(customer, sample.id);
  expect([status, body]).toMatchObject([200, { status: READY(sample) }]);
  return { customer, ...body };
}

test.each(named)('%s: its answer is lost, and there is one', async (_title, sample) => {
  const customer = await shop.member(100);
  await shop.faults({ fields: MAKES, timeoutAfter: 1, timeoutMs: 100, times: 1 });
  const { body } = await shop.redeem(customer, sample.id);
  await shop.becomes(body.id, READY(sample));
  expect(await made(customer, await codeOf(body.id))).toEqual([{ live: true }]);
  expect((await shop.kinds(customer)).map(([, points]) => points)).toEqual([100, -100]);
});

test.each(named)('%s: Shopify has no time for it, and then makes one', async (_title, sample) => {
  const customer = await shop.member(100);
  await shop.faults({ fields: MAKES, throttle: 1, times: 2 });
  const { body } = await shop.redeem(customer, sample.id);
  await shop.becomes(body.id, READY(sample));
  expect(await made(customer, await codeOf(body.id))).toEqual([{ live: true }]);
});

test.each(named)('%s: Shopify refuses it, and the points are back', async (_title, sample) => {
  const customer = await shop.member(100);
  await shop.faults({ fields: MAKES, refuse: 1, times: 1 });
  const { body } = await shop.redeem(customer, sample.id);
  expect(body).toMatchObject({ reason: 'shopify_refused' });
  expect(await shop.available(customer)).toBe(100);
});

/** Answers as Shopify does, and then nobody is there any more to hear it. */
function dyingAdmin(accessToken: string, answered: () => void): AdminGateway {
  const inner = adminGateway({
    shop: shopId,
    accessToken,
    patience: 5_000,
    post: postTo(shop.store.url),
  });
  return async (document, variables) => {
    await inner(document, variables);
    answered();
    return new Promise(() => undefined);
  };
}

test('a process dies between the answer and our commit, with one of each kind: the worker finds what was made', async () => {
  const env = parseEnvironment({ DATABASE_URL: shop.database.url, LOG_LEVEL: 'silent' });
  const deps: Deps = createDeps(env, shop.database.pool);
  const session = await shop.database.pool.query<{ access_token: string }>(
    'SELECT access_token FROM session',
  );
  const taken = await Promise.all(
    samples.map(async (sample) => {
      const customer = await shop.member(100);
      const reserved = await reserveReward(deps, shopId, {
        ...{ customerId: String(customer), rewardId: sample.id, points: 100, currency: 'USD', market: null },
        ...{ issuable: true, key: `test:${randomUUID()}` },
      });
      if (!reserved.ok) throw new Error(reserved.refusal.reason);
      const { redemption } = reserved;
      await new Promise<void>((answered) => {
        const admin = dyingAdmin(session.rows[0]?.access_token ?? '', answered);
        void issueRedemption(deps, admin, redemption);
      });
      return { sample, customer, redemption };
    }),
  );
  for (const { sample, customer, redemption } of taken) {
    await shop.becomes(redemption.id, READY(sample));
    expect(await made(customer, redemption.code), sample.id).toEqual([{ live: true }]);
    expect(await shop.available(customer)).toBe(0);
  }
});

describe('taken back', () => {
  test.each(revocable)('%s: cancelled, though the answer is lost', async (_title, sample) => {
    const { customer, id } = await redeemed(sample);
    await shop.faults({ fields: REVOKES, timeoutAfter: 1, timeoutMs: 100, times: 1 });
    await shop.api('POST', `/api/v1/redemptions/${id}/cancel`);
    await shop.becomes(id, 'cancelled');
    expect(await made(customer, await codeOf(id))).toEqual([{ live: false }]);
    expect(await shop.available(customer)).toBe(100);
  });

  test.each(revocable)('%s: expired', async (_title, sample) => {
    const { customer, id } = await redeemed(sample);
    await shop.database.pool.query(
      'UPDATE redemption SET due_at = now(), expires_at = now() WHERE redemption_id = $1',
      [id],
    );
    await shop.becomes(id, 'expired');
    expect(await made(customer, await codeOf(id))).toEqual([{ live: false }]);
    expect(await shop.available(customer)).toBe(100);
  });
});

describe('used', () => {
  test.each(forCart)(
    '%s: by an order; when that is cancelled the points are back',
    async (_title, sample) => {
      const { customer, id, code } = await redeemed(sample);
      const order = await shop.control<{ id: number }>('/control/orders', {
        ...{ customerId: customer, market: 'us', lines: [{ variantId: SOAP, quantity: 3 }], codes: [code] },
      });
      expect(await shop.becomes(id, 'used')).toMatchObject({ usedOrderId: String(order.body.id) });
      await shop.control(`/control/orders/${order.body.id}/cancel`, { refund: true });
      await vi.waitFor(async () => expect(await shop.available(customer)).toBe(100), {
        timeout: 30_000,
        interval: 50,
      });
    },
  );

  test('store credit: at once, and there is nothing to cancel', async () => {
    const [sample] = SAMPLES.storeCredit;
    const { customer, id, code } = await redeemed(sample!);
    expect(code).toBeNull();
    expect(await shop.api('POST', `/api/v1/redemptions/${id}/cancel`)).toMatchObject({
      body: { reason: 'already_used' },
    });
    expect(await made(customer, '')).toEqual([{ live: true }]);
  });

  test('a gift card, in part: what is left of it stays with the member', async () => {
    const [sample] = SAMPLES.giftCard;
    const { customer, id, code } = await redeemed(sample!);
    await shop.control('/control/orders', {
      ...{ customerId: customer, market: 'us', lines: [{ variantId: SOAP, quantity: 1 }] },
      giftCardCodes: [code],
    });
    expect(await shop.api('POST', `/api/v1/redemptions/${id}/cancel`)).toMatchObject({
      body: { reason: 'already_used' },
    });
    expect(await made(customer, '')).toEqual([{ live: true }]);
  });

  const paying = named.filter(([, { carrier }]) => !forCart.some(([, one]) => one.carrier === carrier));
  test.each(paying)(
    '%s: an order that it paid is cancelled; the money is back on it, and the points stay spent',
    async (_title, sample) => {
      const { customer, code } = await redeemed(sample);
      const pay = code === null ? { storeCredit: true } : { giftCardCodes: [code] };
      const lines = [{ variantId: SOAP, quantity: 1 }];
      const bought = { customerId: customer, market: 'us', lines, ...pay };
      const order = await shop.control<{ id: number }>('/control/orders', bought);
      const before = await balanceOf(customer);
      await shop.control(`/control/orders/${order.body.id}/cancel`, { refund: true });
      expect([before === '5.00', await balanceOf(customer)]).toEqual([false, '5.00']);
      await vi.waitFor(
        async () => {
          type Operations = { inbox: { unprocessed: number } };
          const { deliveries } = (await shop.control<State>('/control/state')).body;
          const { body } = await shop.api<Operations>('GET', '/api/v1/operations');
          expect([deliveries.pending, body.inbox.unprocessed]).toEqual([0, 0]);
        },
        { timeout: 30_000, interval: 50 },
      );
      expect((await shop.kinds(customer)).filter(([kind]) => kind.startsWith('redemption'))).toEqual([
        ['redemption', -100],
      ]);
    },
  );
});

test('store credit that was perhaps given waits for a person, who gives the points back', async () => {
  const customer = await shop.member(100);
  await shop.faults({ fields: ['storeCreditAccountCredit'], error5xx: 1, times: 1 });
  const { body } = await shop.redeem(customer, 'credit');
  await shop.becomes(body.id, 'needs_review');
  expect(await made(customer, '')).toEqual([]);
  expect(await shop.available(customer)).toBe(0);
  await shop.api('POST', `/api/v1/redemptions/${body.id}/cancel`);
  await shop.becomes(body.id, 'cancelled');
  expect(await shop.available(customer)).toBe(100);
});

test.each(Object.entries(SAMPLES).flatMap(([kind, own]) => (own.length === 0 ? [[kind] as const] : [])))(
  '%s, which no release issues, is refused and takes nothing',
  async (kind) => {
    const customer = await shop.member(100);
    expect(await shop.redeem(customer, kind)).toMatchObject({ body: { reason: 'unsupported_reward' } });
    expect(await shop.available(customer)).toBe(100);
  },
);
