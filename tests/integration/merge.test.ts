// What a merge of customers does to two members: through signed webhooks, worker and PostgreSQL, the ledger checked after every step.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import type { Posting } from '../../app/domain/ledger.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { consentsOfMember } from '../../app/storage/consents.ts';
import { LedgerWriter } from '../../app/storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers, openLots } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { nextId, orderPayload, refundPayload, type OrderPayload } from '../support/order-payload.ts';
import { startWorker } from '../support/processes.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

const SHOP_ID = ShopIdSchema.parse(SHOP);
const immediate = {
  ...startingProgram,
  earning: { ...startingProgram.earning, pending: { days: 0, from: 'processed', byMarket: {} } },
};

type MemberView = {
  customerId: string;
  enrolledAt: string;
  points: { available: number; pending: number; lifetimeEarned: number };
};
type Entry = { kind: string; points: number; source: { kind: string } };
type OrderView = { target: number; posted: number };

let shop: TestShop;
let [a, b, c] = [0, 0, 0];
beforeAll(async () => {
  shop = await startShop({ program: immediate });
});
beforeEach(() => {
  [a, b, c] = [nextId(), nextId(), nextId()];
});
afterAll(async () => {
  await shop.verify();
  await shop.stop();
});

const merge = (from: number, into: number, fields: object = {}) => ({
  topic: 'customers/merge',
  payload: {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${into}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${from}`,
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
    ...fields,
  },
});
const paid = (order: OrderPayload) => ({ topic: 'orders/paid', payload: order });
const faultless = async () => expect(await ledgerFaults(shop.database.pool, SHOP_ID)).toEqual([]);
/** One after the other, the ledger checked at once and when everything is settled. */
const step = async (...deliveries: { topic: string; payload: object }[]) => {
  for (const delivery of deliveries) {
    expect((await shop.deliver(delivery)).status).toBe(200);
    await faultless();
    await shop.settled();
    await faultless();
  }
};
const adjust = async (customer: number, points: number) => {
  const response = await fetch(`${shop.app.url}/api/v1/members/${customer}/adjustments`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${shop.key}`, 'Idempotency-Key': randomUUID() },
    body: JSON.stringify({ points, reason: 'test' }),
  });
  expect(response.status).toBe(200);
};
const member = (customer: number) => shop.get<MemberView>(`/api/v1/members/${customer}`);
const entries = async (customer: number) =>
  (await shop.get<{ entries: Entry[] }>(`/api/v1/members/${customer}/entries`)).entries;
const orderView = (order: OrderPayload) => shop.get<OrderView>(`/api/v1/orders/${order.id}`);
const memberOf = async (customer: number) => {
  const found = await membersOfCustomers(shop.database.pool, SHOP_ID, [String(customer)]);
  return found.get(String(customer))!;
};
/** An entry that no door of this release makes yet. */
const append = async (
  customer: number,
  posting: Pick<Posting, 'kind' | 'points' | 'availableAt' | 'expiresAt'>,
) => {
  const id = await memberOf(customer);
  await inTransaction(shop.database.pool, async (tx) => {
    const now = new Date().toISOString();
    const writer = new LedgerWriter(SHOP_ID, await lockMembers(tx, SHOP_ID, [id]), now);
    writer.append(id, {
      ...posting,
      source: { kind: posting.kind, id: '1' },
      key: `${posting.kind}:${id}`,
      inputHash: '0'.repeat(64),
      effectiveAt: now,
      explanation: {},
    });
    await writer.flush(tx);
  });
};
const order = (customerId: number, price: string, fields: object = {}) =>
  orderPayload({ customerId, lines: [{ price }], ...fields });

describe('points', () => {
  test("of both histories are the survivor's: orders by settling again, everything else by pairs that add up to nothing", async () => {
    const [ofA, ofB] = [order(a, '100.00'), order(b, '30.00')];
    await step(paid(ofA), paid(ofB));
    await adjust(a, 50);
    const old = await memberOf(a);
    await step(merge(a, b));

    expect(await member(b)).toMatchObject({
      customerId: String(b),
      points: { available: 180, lifetimeEarned: 130 },
    });
    for (const [one, points] of [
      [ofA, 100],
      [ofB, 30],
    ] as const)
      expect(await orderView(one)).toMatchObject({ target: points, posted: points });
    expect((await entries(b)).map(({ kind, points }) => [kind, points])).toEqual([
      ['order', 30],
      ['merge', 50],
      ['order', 100],
    ]);
    const { rows } = await shop.database.pool.query<{ kind: string; points: string }>(
      'SELECT kind, points FROM entry WHERE member_id = $1 ORDER BY seq',
      [old],
    );
    expect(rows.map(({ kind, points }) => [kind, Number(points)])).toEqual([
      ['order', 100],
      ['adjustment', 50],
      ['merge', -50],
      ['order', -100],
    ]);
  });

  test('the merged member is listed no more, and asked for by the old number the survivor answers', async () => {
    await step(paid(order(a, '10.00')), paid(order(b, '5.00')), merge(a, b));
    expect(await member(a)).toEqual(await member(b));
    const listed: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const path: string = `/api/v1/members${next === '' ? '' : `?cursor=${next}`}`;
      const page = await shop.get<{ members: MemberView[]; next: string | null }>(path);
      listed.push(...page.members.map((one) => one.customerId));
      next = page.next;
    }
    expect(listed).toContain(String(b));
    expect(listed).not.toContain(String(a));
    await adjust(a, 7);
    expect((await member(b)).points.available).toBe(22);
  });

  test('a debt comes along, and the points of its order with it', async () => {
    const spent = order(a, '100.00');
    await step(paid(spent), paid(order(b, '20.00')));
    await adjust(a, -160);
    expect((await member(a)).points.available).toBe(-60);
    await step(merge(a, b));
    expect((await member(b)).points.available).toBe(-40);
    await step(
      { topic: 'refunds/create', payload: refundPayload(spent, [{ index: 0, quantity: 1 }]) },
      paid(order(b, '150.00')),
    );
    expect((await member(b)).points.available).toBe(10);
  });

  test('lots keep their dates', async () => {
    await step(paid(order(b, '1.00')), paid(order(a, '1.00')));
    const [availableAt, expiresAt] = ['2027-03-01T00:00:00.000Z', '2028-03-01T05:00:00.000Z'];
    await append(a, { kind: 'import', points: 40n, availableAt, expiresAt });
    await step(merge(a, b));
    const into = await memberOf(b);
    const lots = (await openLots(shop.database.pool, SHOP_ID, [into])).get(into) ?? [];
    expect(lots).toContainEqual(expect.objectContaining({ remaining: 40n, availableAt, expiresAt }));
    expect((await member(b)).points).toMatchObject({ available: 2, pending: 40 });
  });

  test('what had expired of an order stays expired, and its refund charges nothing', async () => {
    const expired = order(a, '100.00');
    await step(paid(expired), paid(order(b, '30.00')));
    await append(a, { kind: 'expiry', points: -100n, availableAt: null, expiresAt: null });
    await step(merge(a, b));
    expect((await member(b)).points.available).toBe(30);
    expect(await orderView(expired)).toMatchObject({ target: 100, posted: 100 });
    await step({ topic: 'refunds/create', payload: refundPayload(expired, [{ index: 0, quantity: 1 }]) });
    expect((await member(b)).points.available).toBe(30);
  });

  test('what the shop wrote off of an order stays written off when it earns again', async () => {
    await shop.publish({ ...immediate, refunds: { debt: 'writeOff', spentPoints: 'proportional' } });
    const now = new Date().toISOString();
    const spent = order(a, '100.00', { processedAt: now });
    await step(paid(spent), paid(order(b, '5.00', { processedAt: now })));
    await adjust(a, -100);
    const unpaid = {
      ...spent,
      financial_status: 'voided',
      updated_at: new Date(Date.now() + 1000).toISOString(),
    };
    await step({ topic: 'orders/updated', payload: unpaid });
    expect((await member(a)).points.available).toBe(0);
    await step(merge(a, b));
    expect((await member(b)).points.available).toBe(5);
    const again = { ...spent, updated_at: new Date(Date.now() + 2000).toISOString() };
    await step({ topic: 'orders/updated', payload: again });
    expect((await member(b)).points.available).toBe(5);
    await shop.publish(immediate);
    await shop.settled();
  });
});

describe('any order of arrival ends in the same', () => {
  const permutations = <T>(items: readonly T[]): T[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((one, index) => permutations(items.toSpliced(index, 1)).map((rest) => [one, ...rest]));

  test('two merges in a chain, orders of both ends, and a delivery twice', async () => {
    const histories = permutations(['x', 'z', 'xy', 'yz'] as const).map((sequence) => {
      const [x, y, z] = [nextId(), nextId(), nextId()] as const;
      const deliveries = {
        x: paid(order(x, '10.00')),
        z: paid(order(z, '300.00')),
        xy: merge(x, y),
        yz: merge(y, z),
      };
      const steps = [...sequence, sequence[0]!].map((one) => deliveries[one]);
      return { name: sequence.join(), x, y, z, steps: [...steps, paid(order(x, '2000.00'))] };
    });
    // All histories a step at a time: they have nothing to do with each other.
    for (let number = 0; number < 6; number += 1) {
      await Promise.all(histories.map(({ steps }) => shop.deliver(steps[number]!)));
      await shop.settled();
      await faultless();
    }
    for (const { name, x, y, z } of histories) {
      const survivor = { customerId: String(z), points: { available: 2310, lifetimeEarned: 2310 } };
      for (const customer of [x, y, z]) expect(await member(customer), name).toMatchObject(survivor);
    }
  });

  test('all at once, to two workers', async () => {
    const worker = await startWorker(shop.database);
    const orders = [a, b, c].flatMap((customer) => ['1.00', '20.00'].map((price) => order(customer, price)));
    const deliveries = [...orders.map(paid), merge(a, b), merge(b, c), merge(a, b)];
    await Promise.all(deliveries.map((one) => shop.deliver(one)));
    await shop.settled();
    await worker.stop();
    await faultless();
    expect((await member(c)).points.available).toBe(63);
  });
});

describe('what is no merge', () => {
  test('a circle, a second merge of the same customer, one that failed: all change nothing', async () => {
    await step(paid(order(a, '10.00')), paid(order(b, '20.00')), paid(order(c, '40.00')));
    await step(merge(a, b, { status: 'failed', errors: [{ customer_ids: [a], field: 'x', message: 'y' }] }));
    expect((await member(a)).points.available).toBe(10);
    await step(merge(a, b), merge(b, a), merge(a, c), merge(b, b));
    expect((await member(b)).points.available).toBe(30);
    expect((await member(c)).points.available).toBe(40);
  });

  test('one whose outcome we do not know is refused, for a person to look at', async () => {
    const before = await shop.get<{ inbox: { refused: number } }>('/api/v1/operations');
    await step(merge(a, b, { status: 'undone' }));
    const after = await shop.get<{ inbox: { refused: number } }>('/api/v1/operations');
    expect(after.inbox.refused).toBe(before.inbox.refused + 1);
  });
});

describe('membership', () => {
  test('the earliest moments and all consents count; orders of both then do', async () => {
    await shop.publish({ ...immediate, enrolment: { ...immediate.enrolment, mode: 'optIn' } });
    const join = (customerId: number) =>
      shop.send('POST', '/api/v1/members', { customerId: String(customerId) });
    expect((await join(a)).status).toBe(200);
    const ofB = order(b, '15.00', { processedAt: new Date().toISOString() });
    await step(paid(ofB));
    expect(await orderView(ofB)).toMatchObject({ target: 0 });
    const first = (await member(a)).enrolledAt;
    // Only the merged customer is a member: the survivor becomes that member.
    await step(merge(a, b));
    expect(await orderView(ofB)).toMatchObject({ target: 15, posted: 15 });
    expect((await member(b)).enrolledAt).toBe(first);

    expect((await join(c)).status).toBe(200);
    await step(merge(b, c));
    expect((await member(c)).enrolledAt).toBe(first);
    expect(await consentsOfMember(shop.database.pool, SHOP_ID, await memberOf(c))).toHaveLength(2);
    expect((await member(c)).points.available).toBe(15);
  });
});
