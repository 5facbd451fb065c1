// Whatever a signed sender puts into a body: it is handled by the rules or refused with its reason, costs nobody a point, and the queue goes on.
import { createHash, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { NaiveMember } from '../naive/member.ts';
import { mergeAll, type News } from '../naive/merge.ts';
import { built, type Choices } from '../support/choices.ts';
import { hostile } from '../support/hostile.ts';
import { money, nextId, type OrderPayload, orderPayload, refundPayload } from '../support/order-payload.ts';
import { LONG, seed } from '../support/property.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';
import { signedProxyUrl } from '../support/signed-proxy.ts';

const ROUNDS = LONG ? 300 : 20;
const AT_ONCE = 60;
const SHOP_ID = ShopIdSchema.parse(SHOP);
const FIVE_MEGABYTES = 5 * 1024 * 1024;
const program = {
  ...startingProgram,
  campaigns: [
    {
      id: 'double',
      name: { en: 'Double' },
      when: { minSpend: [{ currency: 'USD', amount: '20' }] },
      effect: { kind: 'multiply', by: '2' },
    },
  ],
};

let shop: TestShop;
let control: OrderPayload;
beforeAll(async () => {
  shop = await startShop({ program });
  control = orderPayload({ lines: [{ price: '19.99', quantity: 2, discount: '5.00' }, { price: '7.00' }] });
  await shop.deliver({ topic: 'orders/paid', payload: control });
  await shop.deliver({
    topic: 'refunds/create',
    payload: refundPayload(control, [{ index: 1, quantity: 1 }]),
  });
  await shop.settled();
});
afterAll(() => shop.stop());

/** A valid payload of each topic, about an order and a customer of its own. */
function valid(from: Choices): { topic: string; payload: object } {
  const order = orderPayload({
    lines: [{ price: '30.00', quantity: 3, discount: '1.50' }, { price: '12.34' }],
    fields: { refunds: [], shipping_lines: [{ id: 1, price: '5.00', price_set: money('5.00') }] },
  });
  const refund = refundPayload(order, [{ index: 0, quantity: from.between(1, 4) }]);
  const unknown = { ...refund, refund_line_items: [{ line_item_id: 1, quantity: 2 }] };
  const gid = () => `gid://shopify/Customer/${nextId()}`;
  return from.of<{ topic: string; payload: object }>(
    { topic: 'orders/paid', payload: order },
    { topic: 'orders/create', payload: { ...order, refunds: [refund] } },
    { topic: 'orders/updated', payload: { ...order, refunds: [refund, { ...unknown, id: refund.id }] } },
    { topic: 'orders/fulfilled', payload: { ...order, fulfillment_status: 'fulfilled' } },
    { topic: 'orders/cancelled', payload: { ...order, cancelled_at: order.processed_at } },
    { topic: 'orders/edited', payload: { order_edit: { order_id: order.id } } },
    { topic: 'orders/link_requested', payload: order },
    { topic: 'orders/delete', payload: { id: order.id } },
    { topic: 'refunds/create', payload: refund },
    { topic: 'refunds/create', payload: unknown },
    { topic: 'customers/create', payload: { id: nextId(), email: null } },
    { topic: 'customers/enable', payload: { id: nextId() } },
    {
      topic: 'customers/merge',
      payload: {
        admin_graphql_api_customer_kept_id: gid(),
        admin_graphql_api_customer_deleted_id: gid(),
        status: 'completed',
      },
    },
    { topic: 'shop/update', payload: { id: 1, name: 'Haven', currency: 'USD', iana_timezone: 'Asia/Tokyo' } },
    {
      topic: 'customers/data_request',
      payload: { shop_domain: SHOP, customer: { id: nextId() }, orders_requested: [] },
    },
    { topic: 'order_transactions/create', payload: { id: nextId(), order_id: order.id, amount: '1.00' } },
  );
}

const hour = 3_600_000;
const cases = fc.noShrink(
  built(200, (from) => {
    const { topic, payload } = valid(from);
    const triggeredAt = from.of(
      new Date().toISOString(),
      new Date(Date.now() + 14 * hour).toISOString(),
      new Date(Date.now() - 30 * hour).toISOString(),
      'yesterday',
      '',
    );
    return { topic: from.oneIn(12) ? 'orders/updated' : topic, triggeredAt, payload: hostile(from, payload) };
  }),
);

type Row = { topic: string; refused: string | null; processed: boolean; attempts: number };
/** By the ids of their deliveries. */
async function rowsOf(webhookIds: string[]): Promise<Map<string, Row>> {
  const { rows } = await shop.database.pool.query<Row & { id: string }>(
    `SELECT webhook_id AS id, topic, refused, processed_at IS NOT NULL AS processed, attempts
     FROM inbox WHERE webhook_id = ANY($1)`,
    [webhookIds],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** The app and the worker are the same processes as ever, an honest order is settled, and no other has changed. */
async function expectSound(): Promise<void> {
  for (const pid of [shop.app.pid, shop.worker?.pid ?? 0]) expect(process.kill(pid, 0)).toBe(true);
  const honest = orderPayload({ lines: [{ price: '10.00', quantity: 3 }] });
  expect((await shop.deliver({ topic: 'orders/paid', payload: honest })).status).toBe(200);
  await shop.settled();
  expect(await shop.get(`/api/v1/orders/${honest.id}`)).toMatchObject({ target: 60, posted: 60 });
  expect(await shop.get(`/api/v1/orders/${control.id}`)).toMatchObject({ target: 69, posted: 69 });
  expect(await ledgerFaults(shop.database.pool, SHOP_ID)).toEqual([]);
}

/** Every order that any accepted delivery told of carries what the naive model says of it. */
async function expectByTheRules(): Promise<number> {
  const { rows: told } = await shop.database.pool.query<{ news: News & { orderId: string } }>(
    `SELECT news->'news' AS news FROM inbox WHERE shop = $1 AND news->>'kind' = 'order'`,
    [SHOP],
  );
  const { rows: versions } = await shop.database.pool.query<{ publishedAt: Date }>(
    'SELECT published_at AS "publishedAt" FROM program_version WHERE shop = $1',
    [SHOP],
  );
  const published = versions.map(({ publishedAt }) => ({
    number: 1,
    publishedAt: publishedAt.toISOString(),
    program,
  }));
  const { rows: orders } = await shop.database.pool.query<{ orderId: string; target: string }>(
    'SELECT order_id AS "orderId", target FROM order_facts WHERE shop = $1',
    [SHOP],
  );
  const carried = new Map(orders.map(({ orderId, target }) => [orderId, BigInt(target)]));
  for (const [orderId, news] of Map.groupBy(told, (one) => one.news.orderId)) {
    const state = { ...mergeAll(news.map((one) => one.news)), lookups: null };
    const member = new NaiveMember({
      orders: [state],
      versions: published as ConstructorParameters<typeof NaiveMember>[0]['versions'],
      placements: [],
      shopIsDevelopment: false,
      timeZone: 'UTC',
      enrolledAt: null,
      joinedAt: null,
    });
    const hasCustomer = state.order !== null && state.order.facts.customerId !== null;
    const points = hasCustomer ? (member.verdicts().get(orderId)?.points ?? 0n) : 0n;
    expect({ orderId, points: carried.get(orderId) }).toEqual({ orderId, points });
  }
  return orders.length;
}

const digest = (payload: Buffer) => createHash('sha256').update(payload).digest('hex').slice(0, 12);

test(`${ROUNDS} rounds of ${AT_ONCE} hostile deliveries`, async () => {
  const all = fc.sample(cases, { seed, numRuns: ROUNDS * AT_ONCE });
  const figures = { refused: 0, handled: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const sent = all
      .slice(round * AT_ONCE, (round + 1) * AT_ONCE)
      .map((one) => ({ ...one, webhookId: randomUUID() }));
    const answers = await Promise.all(sent.map((one) => shop.deliver(one)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    await expectSound();
    const rows = await rowsOf(sent.map(({ webhookId }) => webhookId));
    for (const { webhookId, topic, payload } of sent) {
      const row = rows.get(webhookId);
      const what = `round ${round}, ${topic}, body ${digest(payload)}: ${payload.toString().slice(0, 200)}`;
      if (row?.refused) figures.refused += 1;
      else expect(row, what).toMatchObject({ processed: true, attempts: 0 });
      if (row?.processed) figures.handled += 1;
      // Our own fault, not the sender's: a parser must not break. Only nesting deeper than any stack may end it.
      if (row?.refused?.includes('broke its parser')) expect(row.refused, what).toContain('RangeError');
    }
  }
  const orders = await expectByTheRules();
  console.log(`hostile deliveries: ${JSON.stringify({ ...figures, orders })}`);
  expect(figures.refused).toBeGreaterThan(ROUNDS);
  expect(figures.handled).toBeGreaterThan(ROUNDS);
});

test('a body of 5 MB is settled, a byte more is refused', async () => {
  const order = orderPayload({ lines: [{ price: '10.00' }] });
  const padding = FIVE_MEGABYTES - Buffer.byteLength(JSON.stringify({ ...order, note: '' }));
  const padded = (length: number) => JSON.stringify({ ...order, note: 'x'.repeat(length) });
  const deliver = (payload: string) => shop.deliver({ topic: 'orders/paid', payload });
  expect((await deliver(padded(padding + 1))).status).toBe(413);
  expect((await deliver(padded(padding))).status).toBe(200);
  await expectSound();
  expect(await shop.get(`/api/v1/orders/${order.id}`)).toMatchObject({ target: 10, posted: 10 });
});

test.each([
  ['an order of 10,000 lines', 10_000, 1, 10_000],
  ['a line of 1,000,000,000 pieces for nothing', 1, 1_000_000_000, 0],
])('%s is settled', async (_, count, quantity, points) => {
  const price = points === 0 ? '0.00' : '1.00';
  const order = orderPayload({ lines: Array.from({ length: count }, () => ({ price, quantity })) });
  const twice = points * 2;
  await shop.deliver({ topic: 'orders/paid', payload: { ...order, refunds: [] } });
  await expectSound();
  expect(await shop.get(`/api/v1/orders/${order.id}`)).toMatchObject({ target: twice, posted: twice });
});

/** The status of a request by node:http, whose agent tells which connection it takes. */
function statusOf(agent: Agent, method: string, path: string, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${shop.app.url}${path}`, { agent, method }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}

test.each([
  ['/api/v1/members/1/adjustments', 401],
  ['/proxy/redemptions', 401],
])(
  'a long body to %s that is refused unread holds up nobody else on its connection',
  async (path, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const body = 'x'.repeat(3_000_000);
    expect(await statusOf(agent, 'POST', path, body)).toBe(status);
    expect(await statusOf(agent, 'GET', '/healthz')).toBe(200);
    expect(await statusOf(agent, 'POST', path, body)).toBe(status);
    agent.destroy();
  },
);

test('hostile bodies of the REST API and of the storefront are refused with a reason, or valid', async () => {
  const customer = String(nextId());
  const api = (path: string) => `${shop.app.url}/api/v1/${path}`;
  const proxy = (path: string) => signedProxyUrl(shop.app.url, path, { customerId: Number(customer) });
  const bodies = built(100, (from) =>
    from.of<{ method: string; url: string; body: Buffer }>(
      { method: 'PUT', url: api('program/draft'), body: hostile(from, program) },
      { method: 'POST', url: api('program/publish'), body: hostile(from, { publishedAt: 'never' }) },
      {
        method: 'POST',
        url: api(`members/${customer}/adjustments`),
        body: hostile(from, { points: 5, reason: 'A gift' }),
      },
      {
        method: 'POST',
        url: api(`members/${customer}/redemptions`),
        body: hostile(from, { rewardId: 'x', currency: 'USD' }),
      },
      { method: 'POST', url: proxy('redemptions'), body: hostile(from, { rewardId: 'x', points: 1 }) },
      {
        method: 'POST',
        url: proxy('cart-points'),
        body: hostile(from, { points: 100, currency: 'USD', amount: '1.00', subtotal: '9.00' }),
      },
      { method: 'POST', url: proxy('join'), body: hostile(from, { termsVersion: null }) },
    ),
  );
  for (const { method, url, body } of fc.sample(fc.noShrink(bodies), { seed, numRuns: LONG ? 2_000 : 150 })) {
    const answer = await fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${shop.key}`,
        'Idempotency-Key': randomUUID(),
        Origin: `https://${SHOP}`,
      },
      body: new Uint8Array(body),
    }).catch((error: unknown) => {
      throw new Error(`${method} ${url} ${body.length} ${body.toString().slice(0, 300)}`, { cause: error });
    });
    const what = `${method} ${url} ${body.toString().slice(0, 300)}`;
    expect(answer.status, what).toBeLessThan(500);
    expect(answer.headers.get('content-type'), what).toContain('json');
    if (!answer.ok) expect(await answer.json(), what).toMatchObject({});
  }
  await expectSound();
});
