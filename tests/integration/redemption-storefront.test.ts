// The storefront's door and the theme's data, and what Shopify's bad days do to a redemption.
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { apiKey } from '../support/shop.ts';
import { StoreShop, type RedemptionView } from '../support/store-shop.ts';

type Refused = { reason: string };

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

describe('Shopify', () => {
  const create = { fields: ['discountCodeBasicCreate'] };

  test('refuses it: the points are back at once, and the member is told', async () => {
    const customer = await shop.member(500);
    await shop.faults({ ...create, refuse: 1, times: 1 });
    const refused = await shop.proxy<{ refusal: Refused }>('POST', 'redemptions', {
      customerId: customer,
      key: randomUUID(),
      body: { rewardId: 'five-off', points: 500 },
      locale: 'ja',
    });
    expect(refused).toMatchObject({ status: 409, body: { refusal: { reason: 'shopify_refused' } } });
    expect(await shop.available(customer)).toBe(500);
    expect(await shop.kinds(customer)).toEqual([
      ['adjustment', 500],
      ['redemption', -500],
      ['redemption_reversal', 500],
    ]);
  });

  test.each(['throttle', 'error5xx'])('%s: the next attempt succeeds', async (fault) => {
    const customer = await shop.member(500);
    await shop.faults({ ...create, [fault]: 1, times: 3 });
    const { body } = await shop.redeem(customer);
    const issued = await shop.becomes(body.id, 'issued');
    expect(await shop.discounts(issued.code)).toHaveLength(1);
    expect(await shop.available(customer)).toBe(0);
  });

  test('made it, and its answer was lost: the retry finds it', async () => {
    const customer = await shop.member(500);
    await shop.faults({ ...create, timeoutAfter: 1, timeoutMs: 200, times: 1 });
    const { body } = await shop.redeem(customer);
    const issued = await shop.becomes(body.id, 'issued');
    expect(await shop.discounts(issued.code)).toHaveLength(1);
    expect(await shop.kinds(customer)).toHaveLength(2);
  });

  test('does not answer the deactivation: the points wait for it', async () => {
    const customer = await shop.member(500);
    const { body } = await shop.redeem(customer);
    await shop.faults({ fields: ['discountCodeDeactivate'], timeoutAfter: 1, timeoutMs: 100, times: 1 });
    await shop.api('POST', `/api/v1/redemptions/${body.id}/cancel`);
    await shop.becomes(body.id, 'cancelled');
    expect(await shop.available(customer)).toBe(500);
    expect(await shop.kinds(customer)).toHaveLength(3);
  });
});

describe('the theme reads', () => {
  test("a member's points, entries and codes, soon after they change", async () => {
    const customer = await shop.member(700);
    const { body } = await shop.redeem(customer);
    await vi.waitFor(
      async () => {
        const { customers } = await shop.state();
        const metafields = customers.find((one) => Number(one.id) === customer)?.metafields ?? [];
        const value = metafields.find((one) => one.key === 'loyalty')?.value ?? 'null';
        expect(JSON.parse(value)).toMatchObject({
          v: 1,
          balance: 200,
          available: 200,
          pending: 0,
          entries: [{ p: -500, t: { en: '500 points redeemed for $5.00 off.' } }, { p: 700 }],
          codes: [{ id: body.id, rewardId: 'five-off', code: body.code }],
        });
      },
      { timeout: 30_000, interval: 50 },
    );
  });

  test('the programme', async () => {
    const { metafields } = (await shop.state()).app;
    const program = metafields.find((one) => one.namespace === 'meridian' && one.key === 'program');
    expect(JSON.parse(program?.value ?? 'null')).toMatchObject({
      v: 1,
      number: 1,
      rates: { USD: { d: 100 } },
    });
  });
});

describe('the storefront', () => {
  test('asks for points, rewards and entries in its language', async () => {
    const customer = await shop.member(600);
    const reader = { customerId: customer, market: 'us', locale: 'ja' };
    expect((await shop.proxy('GET', 'member', { ...reader, market: 'jp' })).body).toMatchObject({
      member: {
        points: { available: 600, pending: 0, balance: 600 },
        worth: { currency: 'JPY', minorUnits: 600 },
      },
    });
    const { body } = await shop.proxy<{ rewards: { id: string }[] }>('GET', 'rewards', reader);
    // In the merchant's order.
    expect(body.rewards.map((one) => one.id)).toEqual(['five-off', 'dear', 'once', 'scarce', 'forfeit']);
    expect(body.rewards.find((one) => one.id === 'five-off')).toMatchObject({
      available: true,
      reason: null,
      name: '$5.00 オフ',
    });
    expect(body.rewards.find((one) => one.id === 'dear')).toMatchObject({
      available: false,
      reason: { kind: 'points', missing: 99_400 },
    });
    expect((await shop.proxy('GET', 'entries', reader)).body).toMatchObject({
      entries: [{ seq: 1, kind: 'adjustment', points: 600, text: 'ショップが600ポイントを加算しました。' }],
      next: null,
    });
  });

  test('redeems, looks at it and sees nothing of another', async () => {
    const customer = await shop.member(500);
    const request = { customerId: customer, key: randomUUID(), body: { rewardId: 'five-off', points: 500 } };
    const { body } = await shop.proxy<{ redemption: RedemptionView }>('POST', 'redemptions', request);
    expect(body.redemption.status).toBe('issued');
    const path = `redemptions/${body.redemption.id}`;
    expect((await shop.proxy('GET', path, { customerId: customer })).body).toEqual(body);
    for (const customerId of [null, await shop.member(0)])
      expect((await shop.proxy('GET', path, { customerId })).status).toBe(422);
  });

  test('names the market itself: that gives what is offered there, at its price and in the currency of the shop, and nothing more', async () => {
    const customer = await shop.member(1_200);
    const ask = (market: string, rewardId: string, points: number) =>
      shop.proxy<{ redemption: RedemptionView }>('POST', 'redemptions', {
        customerId: customer,
        market,
        key: randomUUID(),
        body: { rewardId, points },
      });
    expect((await ask('us', 'five-off', 500)).body).toMatchObject({
      redemption: { amount: '5.00', currency: 'USD', points: 500 },
    });
    expect((await ask('eu', 'euros', 100)).body).toMatchObject({
      redemption: { amount: '5.00', currency: 'EUR', points: 100 },
    });
    expect(await ask('us', 'japanese', 100)).toMatchObject({
      status: 422,
      body: { refusal: { reason: 'not_in_market' } },
    });
    for (const rewardId of ['japanese', 'five-off', 'euros'])
      expect(await ask('jp', rewardId, rewardId === 'five-off' ? 500 : 100)).toMatchObject({
        status: 422,
        body: { refusal: { reason: 'not_in_currency' } },
      });
    expect(await shop.available(customer)).toBe(600);
  });

  test("sees nothing of another shop's members and rewards", async () => {
    const customer = await shop.member(500);
    const { body } = await shop.redeem(customer);
    const elsewhere = { shop: 'other.myshopify.com', customerId: customer };
    // There they are somebody who has just come, with nothing.
    expect((await shop.proxy('GET', 'member', elsewhere)).body).toMatchObject({
      member: { points: { available: 0, pending: 0, balance: 0 }, nextReward: null },
    });
    expect((await shop.proxy('GET', 'rewards', elsewhere)).body).toEqual({ rewards: [], redemptions: [] });
    expect((await shop.proxy('GET', 'entries', elsewhere)).body).toEqual({ entries: [], next: null });
    expect((await shop.proxy('POST', `redemptions/${body.id}/cancel`, elsewhere)).status).toBe(422);
    const wish = { key: randomUUID(), body: { rewardId: 'five-off', points: 500 } };
    expect(await shop.proxy('POST', 'redemptions', { ...elsewhere, ...wish })).toMatchObject({
      status: 409,
      body: { refusal: { reason: 'shop_unavailable' } },
    });
    const other = await apiKey(shop.database, 'other.myshopify.com');
    const asked = await fetch(`${shop.app.url}/api/v1/redemptions/${body.id}`, {
      headers: { Authorization: `Bearer ${other}` },
    });
    expect(asked.status).toBe(404);
  });

  test('who reads too much can still redeem, and who tries to redeem too often can still read', async () => {
    // More than two windows let through, however the requests fall.
    const statuses = async (method: string, path: string, customerId: number, times: number) => {
      const all = Array.from({ length: times }, () => shop.proxy(method, path, { customerId }));
      return new Set((await Promise.all(all)).map((answer) => answer.status));
    };
    const [reader, writer] = [await shop.member(0), await shop.member(0)];
    expect(await statuses('GET', 'member', reader, 205)).toEqual(new Set([200, 429]));
    expect((await shop.proxy('POST', 'redemptions', { customerId: reader })).status).toBe(400);
    expect(await statuses('POST', 'redemptions', writer, 45)).toEqual(new Set([400, 429]));
    expect((await shop.proxy('GET', 'member', { customerId: writer })).status).toBe(200);
  });

  test('who tries with many accounts from one address is held up there, and nobody elsewhere is', async () => {
    // Fewer for each than a customer may; more than two windows of an address let through. What the browser wrote into the header in front is nobody's address.
    const asks = Array.from({ length: 126 }, (_, index) =>
      shop.proxy('POST', 'redemptions', {
        customerId: 9_000 + (index % 14),
        address: `192.0.2.${index}, 198.51.100.7`,
      }),
    );
    expect(new Set((await Promise.all(asks)).map(({ status }) => status))).toEqual(new Set([400, 429]));
    const elsewhere = { customerId: 9_000, address: '198.51.100.8' };
    expect((await shop.proxy('POST', 'redemptions', elsewhere)).status).toBe(400);
    // Who only reads there still can, and a guest takes nobody else's turn.
    const reading = { customerId: null, address: '198.51.100.7' };
    expect((await shop.proxy('GET', 'member', reading)).status).toBe(200);
  });

  test('is refused without a sign-in, a key, or a signature of this shop', async () => {
    const body = { rewardId: 'five-off', points: 500 };
    expect((await shop.proxy('GET', 'member')).body).toEqual({ member: null, join: null });
    expect((await shop.proxy('POST', 'redemptions', { key: randomUUID(), body })).status).toBe(422);
    expect((await shop.proxy('POST', 'redemptions', { customerId: 1, body })).status).toBe(400);
    expect((await shop.proxy('GET', 'redemptions/1', { customerId: 1 })).status).toBe(400);
    expect((await shop.proxy('GET', 'nothing', { customerId: 1 })).status).toBe(404);
    const forged = await fetch(
      `${shop.app.url}/proxy/member?shop=haven.myshopify.com&logged_in_customer_id=1`,
    );
    expect(forged.status).toBe(401);
    expect(forged.headers.get('cache-control')).toBe('no-store');
  });

  test('takes no body that is too long, announced or in pieces, and none that is not what it asks for', async () => {
    const customer = await shop.member(600);
    const wish = JSON.stringify({ rewardId: 'five-off', points: 500 });
    const padded = wish + ' '.repeat(20_000);
    let sent = 0;
    const SENT_MAX = 200_000;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        // A turn of the loop each, or all of it is under way before an answer can come. What nobody reads is not asked for.
        pull: async (controller) => {
          await setImmediate();
          sent += 1;
          controller.enqueue(new TextEncoder().encode(sent === 1 ? wish : ' '.repeat(5_000)));
          if (sent > SENT_MAX) controller.close();
        },
      });
    const send = (body: string | ReadableStream<Uint8Array>) =>
      fetch(shop.proxyUrl('redemptions', { customerId: customer }), {
        method: 'POST',
        headers: { 'Idempotency-Key': randomUUID() },
        body,
        ...(typeof body !== 'string' && { duplex: 'half' }),
      } as RequestInit).then(
        ({ status }) => status,
        // Cut off while it still sent.
        () => 400,
      );
    for (const body of [padded, endless(), '', 'null', '[]', wish.slice(0, -1), wish.replace('500', '"500"')])
      expect(await send(body)).toBe(400);
    expect(sent).toBeLessThan(SENT_MAX);
    expect(await shop.kinds(customer)).toEqual([['adjustment', 600]]);
    // In pieces, and as long as it may be: it is one wish like any other.
    const pieces = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const piece of wish.match(/.{1,7}/g) ?? []) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    expect(await send(pieces)).toBe(200);
    expect(await shop.available(customer)).toBe(100);
  });
});
