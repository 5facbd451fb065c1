// What a level gives besides its multiplier: a reward at its entry, shipping on every order, both ways; and how it goes with the level.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { laterSecond } from '../support/later-second.ts';
import { rewardingProgram, StoreShop } from '../support/store-shop.ts';

const level = (id: string, threshold: string, perks?: object) => ({
  ...{ id, threshold, multiplier: '1', name: { en: id, ja: `${id}級` } },
  ...(perks && { perks }),
});
const welcome = {
  ...{ id: 'welcome-gold', kind: 'percentOff', percent: '20', points: 500, redeemable: false },
  ...{ name: { en: '{percent} off', ja: '{percent}オフ' }, validDays: 30 },
};
const withShipping = (shipping: object | null, rewards: object[] = [welcome]) => ({
  ...rewardingProgram,
  rewards: [...rewardingProgram.rewards, ...rewards],
  tiers: {
    basis: 'orders',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0'), level('gold', '1', { entryRewardId: 'welcome-gold', shipping })],
  },
});

type Order = {
  id: number;
  shipping_lines: { discounted_price_set: { presentment_money: { amount: string } } }[];
};
type Discount = { id: string; code: string | null; title: string; status: string; customerIds: number[] };
type State = {
  customers: { id: number; tags: string[] }[];
  products: { handle: string; variants: { id: number }[] }[];
  discounts: Discount[];
  adminRequests: Record<string, number>;
};
type Given = {
  id: string;
  points: number;
  status: string;
  ending: string | null;
  code: string | null;
  name: string;
  origin: { kind: string; text: string } | null;
};

let shop: StoreShop;
let soap: number;
beforeAll(async () => {
  shop = await StoreShop.start();
  expect((await shop.control('/control/app-key', { key: shop.key })).status).toBe(200);
  const { products } = await stateOf();
  soap = products.find(({ handle }) => handle === 'olive-soap')?.variants[0]?.id ?? 0;
  await shop.publish(withShipping({}));
  await laterSecond();
});
afterAll(() => shop.stop());
beforeEach(async () => void (await shop.faults({})));

const stateOf = async () => (await shop.control<State>('/control/state')).body;
const idle = async () => expect((await shop.control('/control/idle')).status).toBe(200);
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

async function buy(customerId: number, codes: string[] = []): Promise<Order> {
  const order = { customerId, market: 'jp', lines: [{ variantId: soap, quantity: 1 }], codes };
  const { status, body } = await shop.control<Order>('/control/orders', order);
  expect([status, body]).toMatchObject([201, {}]);
  return body;
}
const shippingOf = ({ shipping_lines: [line] }: Order) =>
  Number(line?.discounted_price_set.presentment_money.amount);
const cancel = ({ id }: Order) => shop.control(`/control/orders/${id}/cancel`, {});

/** Until the customer's tag is that of the level: what the Function goes by. */
const holds = (customerId: number, id: string) =>
  until(async () => {
    const customer = (await stateOf()).customers.find((one) => one.id === customerId);
    expect(customer?.tags).toEqual([`meridian-tier-${id}`]);
    await idle();
  });

async function given(customerId: number): Promise<Given[]> {
  const reader = { customerId, market: 'jp', locale: 'ja' };
  const { body } = await shop.proxy<{ redemptions: Given[] }>('GET', 'rewards', reader);
  return body.redemptions.filter(({ origin }) => origin !== null);
}
/** Straight from the table: a door would limit whoever asks so often. */
async function statuses(customerId: number, kind: string): Promise<string[]> {
  const { rows } = await shop.database.pool.query<{ status: string }>(
    `SELECT status FROM redemption JOIN member USING (shop, member_id)
     WHERE customer_id = $1 AND origin->>'kind' = $2 ORDER BY status`,
    [customerId, kind],
  );
  return rows.map(({ status }) => status);
}

/** The shop's automatic discounts, those that ended too. */
const automatic = async () =>
  (await stateOf()).discounts
    .filter(({ code, title }) => code === null && title)
    .map(({ title, status }) => `${title} ${status}`);

test('the entry reward comes once, is none to be bought, and says why it is there', async () => {
  const customer = await shop.member(0);
  const order = await buy(customer);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['issued']));
  const [reward] = await given(customer);
  expect(reward).toMatchObject({
    points: 0,
    name: '20%オフ',
    origin: { kind: 'entry', text: 'gold級へようこそ' },
  });
  expect(await shop.redeem(customer, 'welcome-gold')).toMatchObject({ body: { reason: 'inactive_reward' } });
  // No points were moved for it, and none come back: it is the shop's to take away.
  const reader = { customerId: customer, market: 'jp', locale: 'en', key: 'x'.repeat(16) };
  expect(await shop.proxy('POST', `redemptions/${reward?.id}/cancel`, reader)).toMatchObject({
    body: { refusal: { reason: 'not_cancellable' } },
  });
  expect((await shop.kinds(customer)).map(([kind]) => kind)).toEqual(['order']);

  // Used, it stays given: who falls and climbs again gets no other.
  const second = await buy(customer, [reward?.code ?? '']);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['used']));
  for (const one of [order, second]) await cancel(one);
  await holds(customer, 'bronze');
  await buy(customer);
  await holds(customer, 'gold');
  expect(await statuses(customer, 'entry')).toEqual(['used']);
});

test('unused, it goes with the order that brought the level, and comes again with the next', async () => {
  const customer = await shop.member(0);
  const order = await buy(customer);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['issued']));
  const [first] = await given(customer);
  await cancel(order);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['cancelled']));
  const discounts = await shop.discounts(first?.code);
  expect(discounts.map(({ status }) => status)).toEqual(['EXPIRED']);
  await buy(customer);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['cancelled', 'issued']));
  expect(await shop.available(customer)).toBeGreaterThan(0);
});

test('a level by hand below it keeps nothing of what a returned order had brought', async () => {
  const customer = await shop.member(0);
  const path = `/api/v1/members/${customer}/tier`;
  const placement = { level: 'bronze', until: null, reason: 'test' };
  expect((await shop.api('POST', path, placement, `b-${customer}`)).status).toBe(200);
  const order = await buy(customer);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['issued']));
  await cancel(order);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['cancelled']));
});

test('a level given by hand brings it too, and its end takes it not away', async () => {
  const customer = await shop.member(0);
  const path = `/api/v1/members/${customer}/tier`;
  const placed = await shop.api(
    'POST',
    path,
    { level: 'gold', until: null, reason: 'test' },
    `a-${customer}`,
  );
  expect(placed.status).toBe(200);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['issued']));
  expect((await shop.api('POST', `${path}/end`, { reason: 'test' }, `b-${customer}`)).status).toBe(200);
  await holds(customer, 'bronze');
  expect(await statuses(customer, 'entry')).toEqual(['issued']);
});

test('Shopify refuses it: it waits for the shop, and is tried again', async () => {
  const customer = await shop.member(0);
  await shop.faults({ fields: ['discountCodeBasicCreate'], refuse: 1, times: 1 });
  await buy(customer);
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['needs_review']));
  const { pool } = shop.database;
  await pool.query(
    "UPDATE redemption SET status = 'reserved', refusal = NULL, due_at = now(), attempts = 1 WHERE status = 'needs_review'",
  );
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['issued']));
});

test('the answer is lost, and there is one; the worker is killed, and another goes on', async () => {
  const customer = await shop.member(0);
  await shop.faults({ fields: ['discountCodeBasicCreate'], timeoutAfter: 1, timeoutMs: 100, times: 1 });
  await buy(customer);
  await shop.worker?.kill();
  shop.worker = await shop.startAnotherWorker();
  await until(async () => expect(await statuses(customer, 'entry')).toEqual(['issued']));
  const own = (await stateOf()).discounts.filter(({ customerIds }) => customerIds?.includes(customer));
  expect(own).toHaveLength(1);
});

test('gold ships for nothing by an automatic discount, as long as it is held', async () => {
  await until(async () => expect(await automatic()).toEqual(['Free shipping with gold ACTIVE']));
  const customer = await shop.member(0);
  const first = await buy(customer);
  expect(shippingOf(first)).toBeGreaterThan(0);
  await holds(customer, 'gold');
  const second = await buy(customer);
  expect(shippingOf(second)).toBe(0);
  // At once: the level is on its way to Shopify as a tag while it goes.
  for (const one of [first, second]) await cancel(one);
  await holds(customer, 'bronze');
  expect(shippingOf(await buy(customer))).toBeGreaterThan(0);
});

test('a new version changes it, ends it and brings it back: one discount, looked up before it is made', async () => {
  const customer = await shop.member(0);
  await buy(customer);
  await holds(customer, 'gold');
  await shop.publish(withShipping({ countries: ['DE'] }));
  await idle();
  expect(shippingOf(await buy(customer))).toBeGreaterThan(0);
  await shop.publish(withShipping(null));
  await until(async () => expect(await automatic()).toEqual(['Free shipping with gold EXPIRED']));
  await shop.faults({ fields: ['discountAutomaticActivate'], timeoutAfter: 1, timeoutMs: 100, times: 1 });
  await shop.publish(withShipping({}));
  await until(async () => expect(await automatic()).toEqual(['Free shipping with gold ACTIVE']));
  await idle();
  expect(shippingOf(await buy(customer))).toBe(0);
  // Another title is another discount: shoppers read it at the checkout.
  await shop.faults({ fields: ['discountAutomaticAppCreate'], timeoutAfter: 1, timeoutMs: 100, times: 1 });
  await shop.publish(withShipping({ ceiling: [{ currency: 'JPY', amount: '100' }] }));
  const both = ['Free shipping with gold EXPIRED', 'Shipping reduced with gold ACTIVE'];
  await until(async () => expect((await automatic()).sort()).toEqual(both));
  await idle();
  const full = shippingOf(await buy(await shop.member(0)));
  expect(shippingOf(await buy(customer))).toBe(full - 100);
});

test('what Shopify refuses of it is told to the shop, and tried again', async () => {
  await shop.publish(withShipping(null));
  await idle();
  const { pool } = shop.database;
  // Until it has been seen: the next attempt comes within half a second.
  await shop.faults({ fields: ['discountAutomaticActivate'], refuse: 1 });
  await shop.publish(withShipping({}));
  await until(async () => {
    const { rows } = await pool.query<{ codes: string[] }>('SELECT codes FROM level_discount');
    expect(rows[0]?.codes).not.toEqual([]);
    type Operations = { levelDiscounts: { refused: object[] } };
    const { body } = await shop.api<Operations>('GET', '/api/v1/operations');
    expect(body.levelDiscounts.refused).toMatchObject([{ levelId: 'gold' }]);
  });
  await shop.faults({});
  await until(async () => expect(await automatic()).toContain('Free shipping with gold ACTIVE'));
  await until(async () => {
    expect((await pool.query('SELECT codes FROM level_discount')).rows).toEqual([{ codes: [] }]);
  });
});

test('without Functions it is a personal code, which renews itself while the level is held', async () => {
  const customer = await shop.member(0);
  const order = await buy(customer);
  await holds(customer, 'gold');
  await can({ functions: false });
  await until(async () => expect(await statuses(customer, 'shipping')).toEqual(['issued']));
  await until(async () => expect(await automatic()).not.toContain('Free shipping with gold ACTIVE'));
  const codes = async () =>
    (await given(customer)).filter(
      ({ origin, status }) => origin?.kind === 'shipping' && status === 'issued',
    );
  const [first] = await codes();
  const used = await buy(customer, [first?.code ?? '']);
  expect(shippingOf(used)).toBe(0);
  await until(async () => expect(await statuses(customer, 'shipping')).toEqual(['issued', 'used']));
  const [second] = await codes();
  expect(second?.code).not.toBe(first?.code);

  // What no native code carries is given to nobody here; it is taken back, and given again when it can be.
  await shop.publish(withShipping({ ceiling: [{ currency: 'JPY', amount: '100' }] }));
  await until(async () => expect(await statuses(customer, 'shipping')).toEqual(['cancelled', 'used']));
  await shop.publish(withShipping({}));
  await until(async () =>
    expect(await statuses(customer, 'shipping')).toEqual(['cancelled', 'issued', 'used']),
  );
  const [third] = await codes();
  for (const one of [order, used]) await cancel(one);
  await until(async () => expect(await codes()).toEqual([]));
  await until(async () => {
    const found = await shop.discounts(third?.code);
    expect(found.map(({ status }) => status)).toEqual(['EXPIRED']);
  });
  // And the Function again: no codes are left over.
  const other = await shop.member(0);
  await buy(other);
  await until(async () => expect(await statuses(other, 'shipping')).toEqual(['issued']));
  await can({ functions: true });
  await until(async () => expect(await statuses(other, 'shipping')).toEqual(['cancelled']));
  await until(async () => expect(await automatic()).toContain('Free shipping with gold ACTIVE'));
});

/** The app hears of it with the next exchange of its token. */
async function can(capabilities: object): Promise<void> {
  await shop.control('/control/capabilities', capabilities);
  await shop.database.pool.query('DELETE FROM session');
  expect((await shop.control('/control/install', {})).status).toBe(200);
}
