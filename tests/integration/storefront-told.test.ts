// What the storefront tells a member before they redeem: conditions, the points on their way, the level, a debt.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { laterSecond } from '../support/later-second.ts';
import { rewardingProgram, StoreShop, type RedemptionView } from '../support/store-shop.ts';

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

describe('what a member is told before they redeem', () => {
  const level = (id: string, threshold: string, multiplier: string) => ({
    id,
    name: { en: id === 'two' ? 'Gold' : 'Silver', ja: id === 'two' ? 'ゴールド' : 'シルバー' },
    threshold,
    multiplier,
  });
  const told = {
    ...rewardingProgram,
    earning: { ...rewardingProgram.earning, pending: { days: 14, from: 'processed', byMarket: {} } },
    tiers: {
      basis: 'points',
      period: { kind: 'lifetime' },
      levels: [level('one', '0', '1'), level('two', '1', '1.50')],
    },
    rewards: rewardingProgram.rewards
      .filter(({ id }) => id === 'five-off')
      .map((each) => ({
        ...each,
        description: { en: '{amount} off your next order', ja: '次のご注文で{amount}オフ' },
        conditions: { minSpend: [{ currency: 'USD', amount: '50.00' }] },
      })),
  };
  const conditions = { description: '次のご注文で$5.00オフ', minSpend: '50.00', currency: 'USD' };
  beforeAll(() => shop.publish(told));

  test('the conditions of the reward, and of its code after the reward has changed', async () => {
    const customerId = await shop.member(500);
    const reader = { customerId, market: 'us', locale: 'ja' };
    expect((await shop.proxy('GET', 'rewards', reader)).body).toMatchObject({ rewards: [conditions] });
    const wish = { key: randomUUID(), body: { rewardId: 'five-off', points: 500 } };
    const { body } = await shop.proxy<{ redemption: RedemptionView }>('POST', 'redemptions', {
      ...reader,
      ...wish,
    });
    expect(body).toMatchObject({ redemption: conditions });
    await shop.publish({ ...told, rewards: rewardingProgram.rewards });
    try {
      expect((await shop.proxy('GET', 'rewards', reader)).body).toMatchObject({ redemptions: [conditions] });
      const path = `redemptions/${body.redemption.id}`;
      expect((await shop.proxy('GET', path, reader)).body).toMatchObject({ redemption: conditions });
    } finally {
      await shop.publish(told);
    }
  });

  test('which points come next and when, and the level as soon as it is held', async () => {
    const customerId = await shop.member(0);
    type Told = {
      member: { points: { pending: number; next: { points: number; at: string } }; tier: object };
    };
    const read = async () =>
      (await shop.proxy<Told>('GET', 'member', { customerId, locale: 'ja' })).body.member;
    expect(await read()).toMatchObject({
      points: { pending: 0, next: null },
      tier: { id: 'one', name: 'シルバー', multiplier: '1' },
    });
    const lines = [{ variantId: 44_720_110_000_100, quantity: 3 }];
    const buy = async (ahead: number) => {
      const processedAt = new Date(Date.now() + ahead).toISOString();
      const order = { customerId, market: 'us', lines, codes: [], processedAt };
      expect((await shop.control('/control/orders', order)).status).toBeLessThan(300);
    };
    await laterSecond();
    await buy(0);
    const first = await vi.waitFor(
      async () => {
        const one = await read();
        expect(one.points.pending).toBeGreaterThan(0);
        return one;
      },
      { timeout: 30_000, interval: 200 },
    );
    expect(first).toMatchObject({ tier: { id: 'two', name: 'ゴールド', multiplier: '1.5' } });
    expect(first.points.next.points).toBe(first.points.pending);
    await buy(60_000);
    const [both, theme] = await vi.waitFor(
      async () => {
        const one = await read();
        expect(one.points.pending).toBeGreaterThan(first.points.pending);
        const { customers } = await shop.state();
        const own = customers.find(({ id }) => Number(id) === customerId)?.metafields ?? [];
        const value: unknown = JSON.parse(own.find(({ key }) => key === 'loyalty')?.value ?? 'null');
        expect(value).toMatchObject({ pending: one.points.pending });
        return [one, value];
      },
      { timeout: 30_000, interval: 200 },
    );
    // The first order's points and date, not the sum of both with a date that is true of one.
    expect(both.points.next).toEqual(first.points.next);
    expect(theme).toMatchObject({ next: first.points.next, tier: { id: 'two' }, first: false });
  });

  test('of a debt that it is one, and not how it came', async () => {
    const customerId = await shop.member(500);
    const key = randomUUID();
    await shop.api(
      'POST',
      `/api/v1/members/${customerId}/adjustments`,
      { points: -700, reason: 'A mistake' },
      key,
    );
    const { body } = await shop.proxy('GET', 'rewards', { customerId, locale: 'en' });
    expect(body).toMatchObject({
      rewards: [{ text: 'Below zero: 700 points to go' }],
    });
  });
});
