// Rewards and points whose time ends on the way: before Shopify made the reward, and while a cart holds the points.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Redemption } from '../../app/domain/redemption.ts';
import { returnedPoints } from '../../app/queries/returned-points.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { holdCartPoints } from '../../app/services/hold-cart-points.ts';
import { cancelRedemption } from '../../app/services/redeem-reward.ts';
import { DoubtScene } from '../support/doubt-scene.ts';
import { SHOP_ID } from '../support/fault-scene.ts';
import { sampleRewards } from '../support/reward-samples.ts';
import type { StoreShop } from '../support/store-shop.ts';
import { rewardingProgram } from '../support/store-shop.ts';

let scene: DoubtScene;
let shop: StoreShop;
beforeAll(async () => {
  const brief = sampleRewards.flatMap((reward) =>
    ['amount', 'credit', 'card'].includes(reward.id) ? [{ ...reward, validDays: 1, unused: 'forfeit' }] : [],
  );
  scene = await DoubtScene.open(brief, [
    'storeCreditAccountCredit',
    'giftCardCreate',
    'discountCodeAppCreate',
  ]);
  shop = scene.shop;
});
afterAll(() => shop.stop());

describe('whose time is over before it was made', () => {
  const codesOf = async ({ code }: Redemption) => (await shop.discounts(code)).map(({ status }) => status);
  const ends = async (customer: number, redemption: Redemption, status: string, points: number) => {
    await scene.another(25);
    expect(await scene.statusOf(redemption)).toEqual([status]);
    expect(await shop.available(customer)).toBe(points);
  };

  test.each([
    ['timeout', []],
    ['timeoutAfter', ['EXPIRED']],
  ] as const)('a code, after a %s: there is none to use, and the points are back', async (fault, codes) => {
    const customer = await shop.member(100);
    const redemption = await scene.reserved(customer, 'amount');
    await scene.lost(redemption, fault);
    await ends(customer, redemption, 'failed', 100);
    expect(await codesOf(redemption)).toEqual(codes);
  });

  test('store credit that was not sent is not; what may have been is looked for', async () => {
    const [unsent, sent] = [await shop.member(100), await shop.member(100)];
    const [first, second] = [await scene.reserved(unsent, 'credit'), await scene.reserved(sent, 'credit')];
    await scene.lost(second, 'timeoutAfter');
    await ends(unsent, first, 'failed', 100);
    await ends(sent, second, 'used', 0);
    expect(await scene.creditOf(unsent)).toMatchObject({ transactions: [] });
  });

  test('a gift card is taken back', async () => {
    const customer = await shop.member(100);
    const redemption = await scene.reserved(customer, 'card');
    await scene.lost(redemption, 'timeoutAfter');
    await ends(customer, redemption, 'failed', 100);
    expect(await scene.cardsOf(customer)).toEqual([false]);
  });
});

describe('a choice of points for a cart', () => {
  const cartPoints = {
    step: 100,
    name: { en: '{amount} off' },
    values: [{ currency: 'JPY', amount: '140' }],
  };
  beforeAll(() =>
    shop.publish({
      ...rewardingProgram,
      cartPoints: { ...cartPoints, maximum: { points: 3_000 }, holdHours: 720 },
      expiry: { kind: 'afterEarning', months: 1 },
    }),
  );
  const useAfter = (customer: number, days: number, points: number) =>
    holdCartPoints(scene.processOf(days * 24), async () => scene.admin, SHOP_ID, {
      ...{ customerId: String(customer), market: 'jp', key: `test:${randomUUID()}` },
      choice: { points, currency: 'JPY', amount: String((points / 100) * 140), subtotal: '20000' },
    });
  const refused = { ok: false, refusal: { reason: 'held_points_expired' }, replaced: [] };

  test('whose points have expired since is not moved, but stays good for its cart', async () => {
    const customer = await shop.member(1_000);
    expect(await useAfter(customer, 20, 1_000)).toMatchObject({ ok: true, redemption: { status: 'issued' } });
    expect(await useAfter(customer, 21, 800)).toMatchObject({ ok: true, replaced: [expect.any(String)] });
    const held = await useAfter(customer, 22, 1_000);
    for (const points of [900, 100, 1_000]) expect(await useAfter(customer, 35, points)).toEqual(refused);
    expect(held).toMatchObject({ ok: true, redemption: { status: 'issued', points: 1_000n } });
    const id = held.ok ? held.redemption.id : '';
    expect(await shop.redemption(id)).toMatchObject({ status: 'issued', points: 1_000 });
    expect((await shop.kinds(customer)).at(-1)).toEqual(['redemption', -1_000]);
  });

  test('that is given back is told by the points that are there again, not by those that have expired since', async () => {
    const customer = await shop.member(600);
    const at = (days: number) => scene.processOf(days * 24);
    const later = { customerId: String(customer), points: 400, reason: 'test', key: randomUUID() };
    expect(await adjustPoints(at(15), SHOP_ID, later)).toMatchObject({ ok: true });
    const held = await useAfter(customer, 20, 1_000);
    if (!held.ok) throw new Error(held.refusal.reason);
    const { pool } = shop.database;
    const now = at(35).clock.now().toISOString();
    expect(await returnedPoints(pool, held.redemption, now)).toBe(0n);
    const asked = { by: 'member' as const, customerId: String(customer), redemptionId: held.redemption.id };
    for (const _again of [1, 2]) {
      const given = await cancelRedemption(at(35), async () => scene.admin, SHOP_ID, asked);
      expect(given).toMatchObject({ ok: true, redemption: { status: 'cancelled' } });
      expect(given.ok && (await returnedPoints(pool, given.redemption, now))).toBe(400n);
    }
    expect(await useAfter(customer, 35, 500)).toMatchObject({
      refusal: { reason: 'insufficient_points', missing: 100 },
    });
    expect(await useAfter(customer, 35, 400)).toMatchObject({ ok: true });
  });

  test('whose expired points pay a debt as they come back is moved: nothing of it is lost', async () => {
    const customer = await shop.member(600);
    const later = (days: number, points: number) =>
      adjustPoints(scene.processOf(days * 24), SHOP_ID, {
        ...{ customerId: String(customer), points, reason: 'test', key: randomUUID() },
      });
    await later(15, 400);
    const held = await useAfter(customer, 20, 1_000);
    expect(held).toMatchObject({ ok: true, redemption: { status: 'issued' } });
    await later(34, -500);
    expect(await useAfter(customer, 35, 400)).toEqual(refused);
    await later(34, -100);
    const replaced = [held.ok ? held.redemption.code : ''];
    expect(await useAfter(customer, 35, 400)).toMatchObject({
      ok: true,
      redemption: { points: 400n },
      replaced,
    });
    const sizes = (await shop.kinds(customer)).map(([, points]) => points);
    expect(sizes).toEqual([600, 400, -1_000, -500, -100, 1_000, -400]);
  });
});
