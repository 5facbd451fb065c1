// The saga where it cannot know: sends that arrive late, credits that look alike, cards that a search does not show yet, customers who were forgotten, discounts
// that a merchant deletes, a shop that uninstalls in the middle.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { issueRedemption } from '../../app/services/issue-redemption.ts';
import { cancelRedemption } from '../../app/services/redeem-reward.ts';
import { retryRedemption } from '../../app/services/retry-redemption.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { CreateGiftCardDocument, GiftCardByCodeDocument } from '../../app/shopify/admin-types.generated.ts';
import { DoubtScene } from '../support/doubt-scene.ts';
import { SHOP_ID } from '../support/fault-scene.ts';
import { answeredLate, heldUp } from '../support/in-process.ts';
import { lockWaiters, whileHeld } from '../support/locked-members.ts';
import { sampleRewards, SOAP } from '../support/reward-samples.ts';
import type { StoreShop } from '../support/store-shop.ts';

const WAITING = { timeout: 20_000, interval: 25 };
const credits = sampleRewards.filter(({ id }) => id === 'credit');

let scene: DoubtScene;
let shop: StoreShop;
beforeAll(async () => {
  // Without an end no two credits of one amount can be told apart.
  const alike = credits.map((reward) => ({ ...reward, id: 'alike', validDays: null }));
  scene = await DoubtScene.open([...sampleRewards, ...alike], ['storeCreditAccountCredit', 'giftCardCreate']);
  shop = scene.shop;
});
afterAll(() => shop.stop());

describe('store credit', () => {
  test('two of the same amount in doubt at once: both are left to a person, and none is sent again', async () => {
    const customer = await shop.member(200);
    const [first, second] = [
      await scene.reserved(customer, 'alike'),
      await scene.reserved(customer, 'alike'),
    ];
    await scene.lost(first, 'timeoutAfter');
    await scene.lost(second, 'timeoutAfter');
    await scene.another(1);
    expect(await scene.statusOf(first, second)).toEqual(['needs_review', 'needs_review']);
    expect(await scene.creditOf(customer)).toMatchObject({ balance: '10.00', transactions: [{}, {}] });
    expect(await shop.available(customer)).toBe(0);
  });

  test('two in doubt and one there: one of them has it, the other is left to a person', async () => {
    const customer = await shop.member(200);
    const [first, second] = [
      await scene.reserved(customer, 'alike'),
      await scene.reserved(customer, 'alike'),
    ];
    await scene.lost(first, 'timeout');
    await scene.lost(second, 'timeoutAfter');
    // Both may look before either has written down what it found.
    await scene.another(1);
    await scene.another(2);
    expect((await scene.statusOf(first, second)).toSorted()).toEqual(['needs_review', 'used']);
    expect(await scene.creditOf(customer)).toMatchObject({ balance: '5.00', transactions: [{}] });
    expect(await shop.available(customer)).toBe(0);
  });

  test("answered late, when it was left to a person already: what was made for certain is the member's", async () => {
    const customer = await shop.member(200);
    const [other, redemption] = [
      await scene.reserved(customer, 'alike'),
      await scene.reserved(customer, 'alike'),
    ];
    await scene.lost(other, 'timeoutAfter');
    const slow = answeredLate(scene.admin);
    const sending = issueRedemption(scene.processOf(), slow.gateway, redemption);
    await slow.answered;
    await scene.another(1);
    expect(await scene.statusOf(other, redemption)).toEqual(['needs_review', 'needs_review']);
    slow.release();
    await sending;
    expect(await scene.statusOf(other, redemption)).toEqual(['needs_review', 'used']);
    expect(await retryRedemption(scene.processOf(), SHOP_ID, other.id)).toBe(true);
    await scene.another(2);
    expect(await scene.statusOf(other, redemption)).toEqual(['used', 'used']);
    expect(await scene.creditOf(customer)).toMatchObject({ balance: '10.00', transactions: [{}, {}] });
  });

  test('sent late, after a person gave the points back: it is taken back again', async () => {
    const customer = await shop.member(100);
    const redemption = await scene.reserved(customer, 'credit');
    const slow = heldUp(scene.admin);
    const sending = issueRedemption(scene.processOf(), slow.gateway, redemption);
    await slow.reached;
    await scene.another(1);
    expect(await scene.statusOf(redemption)).toEqual(['needs_review']);
    await shop.api('POST', `/api/v1/redemptions/${redemption.id}/cancel`);
    await shop.becomes(redemption.id, 'cancelled');
    expect(await shop.available(customer)).toBe(100);
    slow.release();
    await sending;
    expect(await scene.creditOf(customer)).toEqual({
      balance: '0.00',
      transactions: [
        { kind: 'credit', amount: '5.00' },
        { kind: 'debit', amount: '-5.00' },
      ],
    });
    expect(await scene.statusOf(redemption)).toEqual(['cancelled']);
    expect(await shop.available(customer)).toBe(100);
  });

  test('of a customer who was forgotten: what was not sent gives the points back, what may have been is left to a person', async () => {
    const [unsent, sent] = [await shop.member(100), await shop.member(100)];
    const [first, second] = [await scene.reserved(unsent, 'credit'), await scene.reserved(sent, 'credit')];
    await scene.lost(second, 'timeoutAfter');
    const { pool } = shop.database;
    await pool.query('UPDATE member SET customer_id = NULL WHERE customer_id = ANY($1::bigint[])', [
      [unsent, sent],
    ]);
    await scene.another(1);
    expect(await scene.statusOf(first, second)).toEqual(['failed', 'needs_review']);
    expect(await scene.creditOf(unsent)).toMatchObject({ transactions: [] });
    await shop.api('POST', `/api/v1/redemptions/${second.id}/cancel`);
    await shop.becomes(second.id, 'cancelled');
    const { rows } = await pool.query('SELECT balance::int FROM member WHERE member_id = ANY($1::bigint[])', [
      [first.memberId, second.memberId],
    ]);
    expect(rows).toEqual([{ balance: 100 }, { balance: 100 }]);
  });
});

test('a gift card that is refused after an attempt whose answer was lost: no points go back while the search may not show it yet', async () => {
  const customer = await shop.member(100);
  const redemption = await scene.reserved(customer, 'card');
  await scene.lost(redemption, 'timeoutAfter');
  const refusing: AdminGateway = async (document, variables) => {
    if (Object.is(document, GiftCardByCodeDocument))
      return { ok: true, data: { giftCards: { nodes: [] } }, refusedFields: false } as never;
    if (!Object.is(document, CreateGiftCardDocument)) return scene.admin(document, variables);
    return { ok: false, reason: 'refused', codes: ['HTTP 402'] };
  };
  await scene.another(0.1, refusing);
  expect(await scene.statusOf(redemption)).toEqual(['reserved']);
  await scene.another(1, refusing);
  expect(await scene.statusOf(redemption)).toEqual(['needs_review']);
  expect(await shop.available(customer)).toBe(0);
});

test('a gift card that the search does not show yet: there is one, and it is taken back by its id', async () => {
  const customer = await shop.member(100);
  const redemption = await scene.reserved(customer, 'card');
  const blind: AdminGateway = async (document, variables) =>
    Object.is(document, GiftCardByCodeDocument)
      ? ({ ok: true, data: { giftCards: { nodes: [] } }, refusedFields: false } as never)
      : scene.admin(document, variables);
  await scene.lost(redemption, 'timeoutAfter');
  await scene.another(1, blind);
  expect(await scene.statusOf(redemption)).toEqual(['reserved']);
  expect(await shop.available(customer)).toBe(0);
  await scene.another(2);
  expect(await scene.statusOf(redemption)).toEqual(['issued']);
  expect(await scene.cardsOf(customer)).toEqual([true]);
  const request = { by: 'merchant' as const, redemptionId: redemption.id };
  await cancelRedemption(scene.processOf(), async () => blind, SHOP_ID, request);
  expect(await scene.statusOf(redemption)).toEqual(['cancelled']);
  expect(await scene.cardsOf(customer)).toEqual([false]);
  expect(await shop.available(customer)).toBe(100);
});

describe("a discount that a merchant deletes in Shopify's admin", () => {
  const remove = (code: string | null) => shop.control('/control/discounts/delete', { code });

  test('before it is used: the points are back, and the code is no longer told', async () => {
    const customer = await shop.member(100);
    const { body } = await shop.redeem(customer, 'amount');
    expect((await remove(body.code)).status).toBe(200);
    await shop.becomes(body.id, 'cancelled');
    expect(await shop.available(customer)).toBe(100);
    const told = await shop.proxy<{ redemptions: object[] }>('GET', 'rewards', { customerId: customer });
    expect(told.body.redemptions).not.toContainEqual(expect.objectContaining({ status: 'issued' }));
    expect((await shop.kinds(customer)).map(([kind]) => kind)).toEqual([
      'adjustment',
      'redemption',
      'redemption_reversal',
    ]);
  });

  test('after it was used: it stays used', async () => {
    const customer = await shop.member(100);
    const { body } = await shop.redeem(customer, 'amount');
    const lines = [{ variantId: SOAP, quantity: 3 }];
    await shop.control('/control/orders', { customerId: customer, market: 'us', lines, codes: [body.code] });
    await shop.becomes(body.id, 'used');
    await remove(body.code);
    await vi.waitFor(async () => {
      const { rows } = await shop.database.pool.query(
        "SELECT count(*)::int AS handled FROM inbox WHERE topic = 'discounts/delete' AND processed_at IS NOT NULL",
      );
      expect(rows).toEqual([{ handled: 2 }]);
    }, WAITING);
    expect(await shop.redemption(body.id)).toMatchObject({ status: 'used' });
    expect((await shop.kinds(customer)).filter(([kind]) => kind.startsWith('redemption'))).toHaveLength(1);
  });

  test("another's: nothing happens", async () => {
    const customer = await shop.member(100);
    const { body } = await shop.redeem(customer, 'amount');
    const payload = {
      admin_graphql_api_id: 'gid://shopify/DiscountCodeNode/1',
      deleted_at: new Date().toISOString(),
    };
    await shop.deliver('discounts/delete', payload);
    expect(await shop.redemption(body.id)).toMatchObject({ status: 'issued' });
  });
});

test('a shop that uninstalls before the reward is made: it waits, and is made when the app is back', async () => {
  const customer = await shop.member(100);
  await shop.faults({ fields: ['discountCodeAppCreate'], throttle: 1 });
  const { body } = await shop.redeem(customer, 'amount');
  expect(body.status).toBe('reserved');
  await shop.control('/control/uninstall', {});
  const sessions = async () => (await shop.database.pool.query('SELECT FROM session')).rowCount;
  await vi.waitFor(async () => expect(await sessions()).toBe(0), WAITING);
  await shop.faults({});
  expect(await shop.redemption(body.id)).toMatchObject({ status: 'reserved', code: null });
  expect((await shop.control('/control/install', {})).status).toBe(200);
  const { code } = await shop.becomes(body.id, 'issued');
  expect(await shop.discounts(code)).toMatchObject([{ status: 'ACTIVE' }]);
  expect(await shop.available(customer)).toBe(0);
});

test('a request that still has the token of before an uninstall does not end the session of after it', async () => {
  const customer = await shop.member(100);
  const { pool } = shop.database;
  const sessions = async () => (await pool.query('SELECT FROM session')).rowCount;
  const key = randomUUID();
  const { asked } = await whileHeld(pool, [String(customer)], async () => {
    const asked = shop.redeem(customer, 'amount', key);
    await vi.waitFor(async () => expect(await lockWaiters(pool)).toBe(1), WAITING);
    await shop.control('/control/uninstall', {});
    await vi.waitFor(async () => expect(await sessions()).toBe(0), WAITING);
    expect((await shop.control('/control/install', {})).status).toBe(200);
    // As an object: a promise that is returned is waited for.
    return { asked };
  });
  // Whoever is held for eleven seconds, as on a very busy machine, is told so, and asks again.
  const first = await asked;
  const { status, body } = first.status === 200 ? first : await shop.redeem(customer, 'amount', key);
  expect(status).toBe(200);
  await shop.becomes(body.id, 'issued');
  expect(await sessions()).toBe(1);
});
