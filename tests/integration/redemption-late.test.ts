// Rewards and points whose time ends on the way: before Shopify made the reward, and while a cart holds the points.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import type { Redemption } from '../../app/domain/redemption.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { handleRedemptions } from '../../app/jobs/redemption-handler.ts';
import { holdCartPoints } from '../../app/services/hold-cart-points.ts';
import { issueRedemption } from '../../app/services/issue-redemption.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { SHOP_ID } from '../support/fault-scene.ts';
import { ownDeps, storeAdmin } from '../support/in-process.ts';
import { sampleRewards } from '../support/reward-samples.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

const CREATES = ['storeCreditAccountCredit', 'giftCardCreate', 'discountCodeAppCreate'];

let shop: StoreShop;
let admin: AdminGateway;
beforeAll(async () => {
  shop = await StoreShop.start();
  const brief = sampleRewards.flatMap((reward) =>
    ['amount', 'credit', 'card'].includes(reward.id) ? [{ ...reward, validDays: 1, unused: 'forfeit' }] : [],
  );
  await shop.publish({ ...rewardingProgram, rewards: brief });
  admin = await storeAdmin(shop);
});
afterAll(() => shop.stop());

/** A process that finds every lease of now ended, and every attempt due. */
function processOf(hours = 0): Deps {
  const env = parseEnvironment({ DATABASE_URL: shop.database.url, LOG_LEVEL: 'silent' });
  return Object.assign(createDeps(env, shop.database.pool), { clock: ownDeps(shop, hours).clock });
}

/** As a request does that goes no further. */
async function reserved(customer: number, rewardId: string): Promise<Redemption> {
  const result = await reserveReward(processOf(), SHOP_ID, {
    ...{ customerId: String(customer), rewardId, points: 100, currency: 'USD', market: null },
    ...{ issuable: true, key: `test:${randomUUID()}` },
  });
  if (!result.ok) throw new Error(result.refusal.reason);
  return result.redemption;
}

/** One attempt, of which the answer is lost: before Shopify did it, or after. */
async function lost(redemption: Redemption, fault: 'timeout' | 'timeoutAfter'): Promise<void> {
  await shop.faults({ fields: CREATES, [fault]: 1, timeoutMs: 20 });
  expect(await issueRedemption(processOf(), admin, redemption)).toMatchObject({ done: false });
  await shop.faults({});
}

const another = (hours: number, by = admin) => handleRedemptions(processOf(hours), async () => by);

const statusOf = async (...redemptions: Redemption[]): Promise<string[]> =>
  Promise.all(redemptions.map(async ({ id }) => (await shop.redemption(id)).status));

type Account = { customerId: number; balance: string; transactions: { kind: string; amount: string }[] };
type Card = { customerId: number; enabled: boolean };

async function creditOf(customer: number): Promise<Omit<Account, 'customerId'>> {
  const { body } = await shop.control<{ storeCredit: Account[] }>('/control/state');
  const account = body.storeCredit.find((one) => one.customerId === customer);
  const transactions = account?.transactions.map(({ kind, amount }) => ({ kind, amount })) ?? [];
  return { balance: account?.balance ?? '0.00', transactions };
}

async function cardsOf(customer: number): Promise<boolean[]> {
  const { body } = await shop.control<{ giftCards: Card[] }>('/control/state');
  return body.giftCards.filter((one) => one.customerId === customer).map(({ enabled }) => enabled);
}

describe('whose time is over before it was made', () => {
  const codesOf = async ({ code }: Redemption) => (await shop.discounts(code)).map(({ status }) => status);
  const ends = async (customer: number, redemption: Redemption, status: string, points: number) => {
    await another(25);
    expect(await statusOf(redemption)).toEqual([status]);
    expect(await shop.available(customer)).toBe(points);
  };

  test.each([
    ['timeout', []],
    ['timeoutAfter', ['EXPIRED']],
  ] as const)('a code, after a %s: there is none to use, and the points are back', async (fault, codes) => {
    const customer = await shop.member(100);
    const redemption = await reserved(customer, 'amount');
    await lost(redemption, fault);
    await ends(customer, redemption, 'failed', 100);
    expect(await codesOf(redemption)).toEqual(codes);
  });

  test('store credit that was not sent is not; what may have been is looked for', async () => {
    const [unsent, sent] = [await shop.member(100), await shop.member(100)];
    const [first, second] = [await reserved(unsent, 'credit'), await reserved(sent, 'credit')];
    await lost(second, 'timeoutAfter');
    await ends(unsent, first, 'failed', 100);
    await ends(sent, second, 'used', 0);
    expect(await creditOf(unsent)).toMatchObject({ transactions: [] });
  });

  test('a gift card is taken back', async () => {
    const customer = await shop.member(100);
    const redemption = await reserved(customer, 'card');
    await lost(redemption, 'timeoutAfter');
    await ends(customer, redemption, 'failed', 100);
    expect(await cardsOf(customer)).toEqual([false]);
  });
});

test('a choice whose points have expired since is not moved, but stays good for its cart', async () => {
  const cartPoints = {
    step: 100,
    name: { en: '{amount} off' },
    values: [{ currency: 'JPY', amount: '140' }],
  };
  await shop.publish({
    ...rewardingProgram,
    cartPoints: { ...cartPoints, maximum: { points: 3_000 }, holdHours: 720 },
    expiry: { kind: 'afterEarning', months: 1 },
  });
  const customer = await shop.member(1_000);
  const useAfter = (days: number, points: number) => {
    return holdCartPoints(processOf(days * 24), async () => admin, SHOP_ID, {
      ...{ customerId: String(customer), market: 'jp', key: `test:${randomUUID()}` },
      choice: { points, currency: 'JPY', amount: String((points / 100) * 140), subtotal: '20000' },
    });
  };
  expect(await useAfter(20, 1_000)).toMatchObject({ ok: true, redemption: { status: 'issued' } });
  expect(await useAfter(21, 800)).toMatchObject({ ok: true, replaced: [expect.any(String)] });
  const held = await useAfter(22, 1_000);
  const refused = { ok: false, refusal: { reason: 'held_points_expired' }, replaced: [] };
  for (const points of [900, 100, 1_000]) expect(await useAfter(35, points)).toEqual(refused);
  expect(held).toMatchObject({ ok: true, redemption: { status: 'issued', points: 1_000n } });
  const id = held.ok ? held.redemption.id : '';
  expect(await shop.redemption(id)).toMatchObject({ status: 'issued', points: 1_000 });
  expect((await shop.kinds(customer)).at(-1)).toEqual(['redemption', -1_000]);
});
