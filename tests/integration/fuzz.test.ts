// Whatever a signed sender puts into a body: it is handled by the rules or refused with its reason, costs nobody a point, and the queue goes on.
import { createHash, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { NaiveMember } from '../naive/member.ts';
import { built } from '../support/choices.ts';
import { hostileDeliveries, type HostileDelivery } from '../support/hostile-deliveries.ts';
import { hostile } from '../support/hostile.ts';
import { nextId, type OrderPayload, orderPayload, refundPayload } from '../support/order-payload.ts';
import { LONG, seed, TIME_LIMIT } from '../support/property.ts';
import { apiKey, SHOP, startShop, type TestShop } from '../support/shop.ts';
import { signedProxyUrl } from '../support/signed-proxy.ts';
import { toldOrders } from '../support/told-orders.ts';

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

const tellingOfOrders = (sent: readonly HostileDelivery[]) =>
  sent
    .filter(({ topic }) => /^(orders|refunds)\//.test(topic))
    .map(({ topic, triggeredAt, payload }) => ({
      topic,
      // A header that is no instant counts as absent.
      triggeredAt: Number.isNaN(Date.parse(triggeredAt)) ? null : triggeredAt,
      payload: JSON.parse(payload.toString()) as unknown,
    }));

/**
 * Every order that any accepted delivery told of carries what the naive model says of it. What they told is read from the bodies that were sent:
 * the inbox lets go of it as it is settled. Returns how many orders were compared, and how many of them earn.
 */
async function expectByTheRules(
  accepted: readonly HostileDelivery[],
): Promise<{ orders: number; earning: number }> {
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
  const told = toldOrders(tellingOfOrders(accepted));
  let earning = 0;
  for (const [orderId, state] of told) {
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
    const what = JSON.stringify(state).slice(0, 3_000);
    expect({ orderId, points: carried.get(orderId) }, what).toEqual({ orderId, points });
    if (points > 0n) earning += 1;
  }
  return { orders: told.size, earning };
}

const digest = (payload: Buffer) => createHash('sha256').update(payload).digest('hex').slice(0, 12);

test(
  `${ROUNDS} rounds of ${AT_ONCE} hostile deliveries`,
  async () => {
    const all = fc.sample(hostileDeliveries, { seed, numRuns: ROUNDS * AT_ONCE });
    let refused = 0;
    const accepted: HostileDelivery[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const sent = all
        .slice(round * AT_ONCE, (round + 1) * AT_ONCE)
        .map((one) => ({ ...one, webhookId: randomUUID() }));
      const answers = await Promise.all(sent.map((one) => shop.deliver(one)));
      expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
      await expectSound();
      const rows = await rowsOf(sent.map(({ webhookId }) => webhookId));
      for (const { webhookId, ...one } of sent) {
        const { topic, payload } = one;
        const row = rows.get(webhookId);
        const what = `round ${round}, ${topic}, body ${digest(payload)}: ${payload.toString().slice(0, 200)}`;
        if (row?.refused) refused += 1;
        else expect(row, what).toMatchObject({ processed: true, attempts: 0 });
        if (row?.processed) accepted.push(one);
        // Our own fault, not the sender's: a parser must not break. Only nesting deeper than any stack may end it.
        if (row?.refused?.includes('broke its parser')) expect(row.refused, what).toContain('RangeError');
      }
    }
    const { orders, earning } = await expectByTheRules(accepted);
    const handled = accepted.length;
    console.log(`hostile deliveries: ${JSON.stringify({ refused, handled, orders, earning })}`);
    expect(refused).toBeGreaterThan(ROUNDS);
    expect(handled).toBeGreaterThan(ROUNDS);
    // Some 8 and 4 a round: with far fewer, the comparison is of next to nothing.
    expect(orders).toBeGreaterThan(5 * ROUNDS);
    expect(earning).toBeGreaterThan(2 * ROUNDS);
  },
  TIME_LIMIT,
);

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

type Refused = { detail?: string; error?: string; refusal?: { reason: string } };
/** As the REST API gives it, the storefront's door, or one of the storefront's use cases. */
const reasonOf = ({ detail, error, refusal }: Refused) => detail ?? error ?? refusal?.reason;

test('hostile bodies of the REST API and of the storefront are refused with a reason, or valid', async () => {
  // So many that none of them asks more often than it may.
  const keys = await Promise.all([1, 2, 3].map(() => apiKey(shop.database)));
  const members = Array.from({ length: LONG ? 200 : 20 }, nextId);
  await Promise.all(members.map((id) => shop.deliver({ topic: 'customers/create', payload: { id } })));
  await shop.settled();
  const api = (path: string) => `${shop.app.url}/api/v1/${path}`;
  const bodies = built(100, (from) => {
    const customerId = members[from.upTo(members.length - 1)] ?? 0;
    const proxy = (path: string) => signedProxyUrl(shop.app.url, path, { customerId });
    return from.of<{ method: string; url: string; body: Buffer }>(
      { method: 'PUT', url: api('program/draft'), body: hostile(from, program) },
      { method: 'POST', url: api('program/publish'), body: hostile(from, { publishedAt: 'never' }) },
      {
        method: 'POST',
        url: api(`members/${customerId}/adjustments`),
        body: hostile(from, { points: 5, reason: 'A gift' }),
      },
      {
        method: 'POST',
        url: api(`members/${customerId}/redemptions`),
        body: hostile(from, { rewardId: 'x', currency: 'USD' }),
      },
      { method: 'POST', url: proxy('redemptions'), body: hostile(from, { rewardId: 'x', points: 1 }) },
      {
        method: 'POST',
        url: proxy('cart-points'),
        body: hostile(from, { points: 100, currency: 'USD', amount: '1.00', subtotal: '9.00' }),
      },
      { method: 'POST', url: proxy('join'), body: hostile(from, { termsVersion: null }) },
    );
  });
  const sent = fc.sample(fc.noShrink(bodies), { seed, numRuns: LONG ? 2_000 : 150 });
  for (const [index, { method, url, body }] of sent.entries()) {
    const answer = await fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${keys[index % keys.length]}`,
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
    // Or it never came to what reads its body.
    expect(answer.status, what).not.toBe(429);
    if (!answer.ok) expect(reasonOf((await answer.json()) as Refused), what).toMatch(/./);
  }
  await expectSound();
});
