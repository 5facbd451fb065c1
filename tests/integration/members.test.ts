// Who is a member and which orders count: through signed webhooks, the storefront's proxy, the REST API, worker and PostgreSQL.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { consentsOfMember } from '../../app/storage/consents.ts';
import { membersOfCustomers } from '../../app/storage/members.ts';
import { nextId, orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';
import { signedProxyRequest } from '../support/signed-proxy.ts';

const SHOP_ID = ShopIdSchema.parse(SHOP);
const DAY = 24 * 3_600_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const enrolling = (enrolment: object) => ({
  ...startingProgram,
  enrolment: { ...startingProgram.enrolment, ...enrolment },
});
const terms = { version: '2026-01', url: { en: '/policies/terms', de: 'https://haven.example/agb' } };

type OrderView = {
  target: number;
  posted: number;
  customerId: string | null;
  explanation: { reason: string | null };
};
type Shown = {
  member: { points: { balance: number } } | null;
  join: { terms: { version: string; url: string } | null } | null;
};

let shop: TestShop;
const orderView = (order: OrderPayload) => shop.get<OrderView>(`/api/v1/orders/${order.id}`);
const memberStatus = async (id: number) => (await shop.send('GET', `/api/v1/members/${id}`)).status;
const enrolledAt = async (id: number) =>
  (await shop.get<{ enrolledAt: string }>(`/api/v1/members/${id}`)).enrolledAt;
const proxy = <T>(method: string, path: string, customerId: number | null, body?: object, key?: string) =>
  signedProxyRequest<T>(shop.app.url, method, path, { customerId, body, key });
const settled = async () => {
  await shop.settled();
  expect(await ledgerFaults(shop.database.pool, SHOP_ID)).toEqual([]);
};
const deliver = async (topic: string, payload: object) => {
  expect((await shop.deliver({ topic, payload })).status).toBe(200);
};
const delivered = async (topic: string, payload: object) => {
  await deliver(topic, payload);
  await settled();
};
const join = (customerId: number, body: object = {}) =>
  shop.send('POST', '/api/v1/members', { customerId: String(customerId), ...body });
const consents = async (customerId: number) => {
  const { pool } = shop.database;
  const member = (await membersOfCustomers(pool, SHOP_ID, [String(customerId)])).get(String(customerId));
  return member === undefined ? [] : consentsOfMember(pool, SHOP_ID, member);
};

function withShop(program: object | null) {
  beforeAll(async () => {
    shop = await startShop({ program });
  });
  afterEach(async () => {
    expect(await ledgerFaults(shop.database.pool, SHOP_ID)).toEqual([]);
  });
  afterAll(async () => {
    await shop.verify();
    await shop.stop();
  });
}

describe('automatic', () => {
  withShop(enrolling({}));

  test('a sign-up, a first sign-in and an order enrol; a guest does not', async () => {
    const [signUp, signIn, buyer] = [nextId(), nextId(), nextId()];
    await delivered('customers/create', { id: signUp });
    expect(await memberStatus(signUp)).toBe(200);

    expect(await memberStatus(signIn)).toBe(404);
    const shown = await proxy<Shown>('GET', 'member', signIn);
    expect(shown).toMatchObject({ status: 200, body: { member: { points: { balance: 0 } }, join: null } });
    const first = await enrolledAt(signIn);
    await proxy('GET', 'member', signIn);
    expect(await enrolledAt(signIn)).toBe(first);

    await delivered('orders/paid', orderPayload({ customerId: buyer, lines: [{ price: '10.00' }] }));
    expect(await memberStatus(buyer)).toBe(200);
    expect(await proxy<Shown>('GET', 'member', null)).toMatchObject({ body: { member: null, join: null } });
  });

  test('a guest order waits at 0 and earns when it gets its customer', async () => {
    const guest = orderPayload({ customerId: null, lines: [{ price: '40.00' }] });
    await delivered('orders/paid', guest);
    expect(await orderView(guest)).toMatchObject({ target: 0, explanation: { reason: 'noCustomer' } });
    const customerId = nextId();
    const linked = { ...guest, customer: { id: customerId }, updated_at: new Date().toISOString() };
    await delivered('orders/link_requested', linked);
    expect(await orderView(guest)).toMatchObject({
      target: 40,
      posted: 40,
      customerId: String(customerId),
    });
  });

  test('an order that changes its customer is reversed there and posted here, whatever came first', async () => {
    const [one, other] = [nextId(), nextId()];
    const order = orderPayload({ customerId: one, lines: [{ price: '30.00' }] });
    const changed = { ...order, customer: { id: other }, updated_at: new Date().toISOString() };
    const points = async (id: number) =>
      (await shop.get<{ points: { pending: number } }>(`/api/v1/members/${id}`)).points.pending;
    await delivered('orders/paid', order);
    expect(await points(one)).toBe(30);
    await delivered('orders/updated', changed);
    expect([await points(one), await points(other)]).toEqual([0, 30]);
    await delivered('orders/updated', order);
    expect([await points(one), await points(other)]).toEqual([0, 30]);
    expect(await orderView(order)).toMatchObject({ target: 30, posted: 30 });
  });

  test('deleted before it is known, or after: 0, and never again more', async () => {
    const early = orderPayload({ lines: [{ price: '20.00' }] });
    const late = orderPayload({ lines: [{ price: '20.00' }] });
    await delivered('orders/delete', { id: early.id });
    await delivered('orders/paid', late);
    await delivered('orders/delete', { id: late.id });
    await delivered('refunds/create', refundPayload(late, [{ index: 0, quantity: 1 }]));
    for (const order of [early, late]) {
      await delivered('orders/updated', { ...order, updated_at: new Date().toISOString() });
      expect(await orderView(order)).toMatchObject({
        target: 0,
        posted: 0,
        explanation: { reason: 'deleted' },
      });
    }
  });
});

describe('opt-in', () => {
  withShop(enrolling({ mode: 'optIn', backdateDays: 10, terms }));

  test('nobody is a member by ordering or signing in; joining records the terms, and the last days count', async () => {
    const customer = nextId();
    const [old, recent] = [30, 5].map((days) =>
      orderPayload({ customerId: customer, lines: [{ price: '50.00' }], processedAt: daysAgo(days) }),
    ) as [OrderPayload, OrderPayload];
    for (const order of [old, recent]) await deliver('orders/paid', order);
    await delivered('customers/create', { id: customer });
    expect(await memberStatus(customer)).toBe(404);
    expect(await orderView(recent)).toMatchObject({ target: 0, explanation: { reason: 'notMember' } });
    const asked = await proxy<Shown>('GET', 'member', customer);
    expect(asked.body).toEqual({
      member: null,
      join: { terms: { version: '2026-01', url: '/policies/terms' } },
    });
    expect(await memberStatus(customer)).toBe(404);

    const joined = await proxy<Shown>('POST', 'join', customer, { termsVersion: '2026-01' }, randomUUID());
    expect(joined).toMatchObject({ status: 200, body: { member: { points: { balance: 0 } }, join: null } });
    await settled();
    expect(await orderView(recent)).toMatchObject({ target: 50, posted: 50 });
    expect(await orderView(old)).toMatchObject({ target: 0, explanation: { reason: 'notMember' } });
    expect(await consents(customer)).toMatchObject([{ termsVersion: '2026-01', source: 'storefront' }]);

    const later = orderPayload({ customerId: customer, lines: [{ price: '7.00' }], processedAt: daysAgo(0) });
    await delivered('orders/paid', later);
    expect(await orderView(later)).toMatchObject({ target: 7 });
  });

  test('joining twice, side by side too, is joining once', async () => {
    const customer = nextId();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => proxy('POST', 'join', customer, { termsVersion: '2026-01' }, randomUUID())),
    );
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200]);
    await settled();
    expect(await consents(customer)).toHaveLength(1);
  });

  test('a refused join names the version in force and changes nothing', async () => {
    const customer = nextId();
    for (const termsVersion of ['2025-12', null]) {
      const refused = await proxy('POST', 'join', customer, { termsVersion }, randomUUID());
      expect(refused).toMatchObject({
        status: 409,
        body: { refusal: { reason: 'terms_changed', terms: { version: '2026-01', url: '/policies/terms' } } },
      });
    }
    const bodies = [{}, { termsVersion: 7 }, { termsVersion: '2026-01', customerId: '1' }];
    for (const body of bodies)
      expect((await proxy('POST', 'join', customer, body, randomUUID())).status).toBe(400);
    // Without a header of ours it may come from a page of another site.
    expect((await proxy('POST', 'join', customer, { termsVersion: '2026-01' })).status).toBe(400);
    expect((await proxy('POST', 'join', null, { termsVersion: '2026-01' }, randomUUID())).status).toBe(422);
    expect(await memberStatus(customer)).toBe(404);
  });

  test('through the API, in the past too: the earliest moment counts, in any order', async () => {
    const customer = nextId();
    const order = orderPayload({
      customerId: customer,
      lines: [{ price: '25.00' }],
      processedAt: daysAgo(40),
    });
    await delivered('orders/paid', order);
    expect((await join(customer, { termsVersion: '2026-01' })).status).toBe(200);
    await settled();
    expect(await orderView(order)).toMatchObject({ target: 0 });
    const earlier = await join(customer, {
      termsVersion: '2026-01',
      joinedAt: daysAgo(35),
      source: 'import',
    });
    expect(await earlier.json()).toMatchObject({ customerId: String(customer) });
    await settled();
    expect(await orderView(order)).toMatchObject({ target: 25, posted: 25 });
    await join(customer, { termsVersion: '2026-01', joinedAt: daysAgo(3) });
    await settled();
    expect(await orderView(order)).toMatchObject({ target: 25, posted: 25 });
    expect(await consents(customer)).toMatchObject([{ source: 'import' }, { source: 'api' }]);

    const refused = await join(nextId(), { termsVersion: '2026-01', joinedAt: '2999-01-01T00:00:00Z' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ reason: 'in_future' });
    expect((await join(nextId(), { termsVersion: 'old' })).status).toBe(409);
    expect((await join(nextId(), { source: 'storefront' })).status).toBe(400);
  });

  test('a consent cannot be changed', async () => {
    const customer = nextId();
    await join(customer, { termsVersion: '2026-01' });
    const { pool } = shop.database;
    await expect(pool.query("UPDATE member_consent SET source = 'admin'")).rejects.toThrow(/append-only/);
    await expect(pool.query('DELETE FROM member_consent')).rejects.toThrow(/append-only/);
    await expect(pool.query('TRUNCATE member_consent')).rejects.toThrow(/append-only/);
  });

  test('an order that is settled while its customer joins is not forgotten', async () => {
    const customers = Array.from({ length: 12 }, () => nextId());
    const orders = customers.map((customerId) => orderPayload({ customerId, lines: [{ price: '9.00' }] }));
    await Promise.all(
      customers.flatMap((customerId, index) => [
        deliver('orders/paid', orders[index]!),
        join(customerId, { termsVersion: '2026-01' }),
      ]),
    );
    await settled();
    for (const order of orders) expect(await orderView(order)).toMatchObject({ target: 9, posted: 9 });
  });
});

describe('a programme that changes its mode', () => {
  withShop(null);

  test('known from before an opt-in programme is no consent; automatic members stay; a late order makes a member', async () => {
    const [early, signUp, latecomer] = [nextId(), nextId(), nextId()];
    await delivered('orders/paid', orderPayload({ customerId: early, lines: [{ price: '10.00' }] }));
    expect(await memberStatus(early)).toBe(200);

    await shop.publish(enrolling({ mode: 'optIn' }));
    const underOptIn = orderPayload({
      customerId: early,
      lines: [{ price: '10.00' }],
      processedAt: daysAgo(0),
    });
    await delivered('orders/paid', underOptIn);
    expect(await orderView(underOptIn)).toMatchObject({ target: 0, explanation: { reason: 'notMember' } });
    expect((await proxy<Shown>('GET', 'member', early)).body).toEqual({
      member: null,
      join: { terms: null },
    });

    await shop.publish(enrolling({}));
    await delivered('customers/create', { id: signUp });
    const underAutomatic = orderPayload({
      customerId: latecomer,
      lines: [{ price: '20.00' }],
      processedAt: daysAgo(0),
    });
    await settled();
    await shop.publish(enrolling({ mode: 'optIn' }));
    await settled();
    const [ofEarly, ofSignUp, ofLatecomer] = [early, signUp, latecomer].map((customerId) =>
      orderPayload({ customerId, lines: [{ price: '10.00' }], processedAt: daysAgo(0) }),
    ) as [OrderPayload, OrderPayload, OrderPayload];
    for (const order of [ofEarly, ofSignUp, ofLatecomer]) await deliver('orders/paid', order);
    await settled();
    expect(await orderView(ofEarly)).toMatchObject({ target: 10 });
    expect(await orderView(ofSignUp)).toMatchObject({ target: 10 });
    expect(await orderView(ofLatecomer)).toMatchObject({ target: 0, explanation: { reason: 'notMember' } });
    expect((await proxy<Shown>('GET', 'member', signUp)).body.member).not.toBeNull();

    await delivered('orders/paid', underAutomatic);
    expect(await orderView(underAutomatic)).toMatchObject({ target: 20 });
    await vi.waitFor(
      async () => expect(await orderView(ofLatecomer)).toMatchObject({ target: 10, posted: 10 }),
      { timeout: 20_000, interval: 50 },
    );
  });
});
