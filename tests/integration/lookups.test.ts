// Tags and collections that the programme names: looked up once in the dev store's Admin API, before an order is first settled.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { lookUpOrders } from '../../app/services/look-up-orders.ts';
import { adminPage } from '../support/admin-page.ts';
import { heldUp, ownDeps, storeAdmin } from '../support/in-process.ts';
import { laterSecond } from '../support/later-second.ts';
import { StoreShop } from '../support/store-shop.ts';

const SALE = '468220100006';
const program = {
  ...startingProgram,
  enrolment: { ...startingProgram.enrolment, excludedCustomerTags: ['Staff'] },
  earning: {
    ...startingProgram.earning,
    exclusions: { ...startingProgram.earning.exclusions, productTags: ['tea'], collectionIds: [SALE] },
  },
  campaigns: [
    {
      id: 'double-wool',
      name: { en: 'Double wool' },
      lines: { productTags: ['wool'] },
      effect: { kind: 'multiply', by: '2' },
    },
  ],
};

type Product = {
  id: number;
  handle: string;
  tags: string[];
  collectionIds: number[];
  variants: { id: number }[];
};
type State = { app: { scopes: string[] }; products: Product[]; adminRequests: Record<string, number> };
type OrderView = {
  target: number;
  posted: number;
  waitingFor: string | null;
  settledAt: string | null;
  explanation: { reason: string | null; lines: { notCounted: string | null }[] } | null;
};
type Operations = {
  jobs: { due: number; active: number };
  lookups: { waiting: number; oldestAt: string | null; codes: string[] };
};
type Line = { variantId: number; quantity: number };

let shop: StoreShop;
let products: Map<string, Product>;
beforeAll(async () => {
  shop = await StoreShop.start();
  await shop.publish(program);
  await laterSecond();
  products = new Map((await stateOf()).products.map((one) => [one.handle, one]));
  expect((await shop.control('/control/app-key', { key: shop.key })).status).toBe(200);
});
afterAll(() => shop.stop());
beforeEach(async () => void (await shop.faults({})));

const stateOf = async () => (await shop.control<State>('/control/state')).body;
const asked = async () => (await stateOf()).adminRequests['nodes'] ?? 0;
const idle = async () => expect((await shop.control('/control/idle')).status).toBe(200);
const operations = async () => (await shop.api<Operations>('GET', '/api/v1/operations')).body;
const orderOf = async (id: number | string) =>
  (await shop.api<OrderView>('GET', `/api/v1/orders/${id}`)).body;

function product(handle: string): Product {
  const found = products.get(handle);
  if (!found) throw new Error(`no product ${handle}`);
  return found;
}
const one = (handle: string, quantity = 1): Line => ({
  variantId: product(handle).variants[0]?.id ?? 0,
  quantity,
});
async function customer(tags: string[] = []): Promise<number> {
  return (await shop.control<{ id: number }>('/control/customers', { market: 'us', tags })).body.id;
}
async function buy(lines: Line[], customerId: number | null): Promise<string> {
  const { status, body } = await shop.control<{ id: number }>('/control/orders', {
    customerId,
    market: 'us',
    lines,
  });
  expect(status).toBe(201);
  return String(body.id);
}
async function settled(id: string): Promise<OrderView> {
  return vi.waitFor(async () => {
    const order = await orderOf(id);
    expect(order).toMatchObject({ waitingFor: null, settledAt: expect.any(String) });
    return order;
  }, soon);
}
const soon = { timeout: 20_000, interval: 50 };
const notCounted = (order: OrderView) => order.explanation?.lines.map((line) => line.notCounted);

describe('what is looked up', () => {
  test('product tags and collections exclude lines, a campaign finds its lines by tag, with one request in all', async () => {
    await shop.control(`/control/products/${product('oak-hooks').id}`, { collectionIds: [Number(SALE)] });
    const buyer = await customer();
    await idle();
    const before = await asked();
    const id = await buy([one('sencha'), one('oak-hooks'), one('wool-cushion'), one('olive-board')], buyer);
    const order = await settled(id);
    expect(notCounted(order)).toEqual(['excludedProductTag', 'excludedCollection', null, null]);
    const plain = await settled(await buy([one('wool-cushion'), one('olive-board')], buyer));
    expect(order.target).toBe(plain.target);
    expect(order.posted).toBe(order.target);
    await idle();
    expect((await asked()) - before).toBe(2);
  });

  test('a customer with an excluded tag earns nothing, whatever its case', async () => {
    const order = await settled(await buy([one('olive-board')], await customer(['STAFF '])));
    expect(order).toMatchObject({ target: 0, explanation: { reason: 'excludedCustomerTag' } });
    expect((await settled(await buy([one('olive-board')], await customer(['vip'])))).target).toBeGreaterThan(
      0,
    );
  });

  test('more collections than a page holds are all known', async () => {
    const many = Array.from({ length: 6 }, (_, index) => 468_220_100_001 + index);
    await shop.control(`/control/products/${product('jute-rug').id}`, { collectionIds: many });
    expect(notCounted(await settled(await buy([one('jute-rug')], await customer())))).toEqual([
      'excludedCollection',
    ]);
  });

  test('a product that is gone from Shopify has no tags', async () => {
    const { id } = product('pour-over-set');
    await shop.control(`/control/products/${id}`, { tags: ['tea'], deleted: true });
    expect(notCounted(await settled(await buy([one('pour-over-set')], await customer())))).toEqual([null]);
  });
});

describe('looked up once', () => {
  test('later tags of product and customer change nothing, whatever settles the order again', async () => {
    const buyer = await customer();
    const id = await buy([one('olive-board', 2)], buyer);
    const { target } = await settled(id);
    await idle();
    const before = await asked();
    await shop.control(`/control/products/${product('olive-board').id}`, { tags: ['tea'] });
    await shop.control(`/control/customers/${buyer}`, { tags: ['staff'] });
    await shop.control(`/control/orders/${id}/fulfil`, {});
    await shop.publish(program);
    await idle();
    expect(await orderOf(id)).toMatchObject({ target, posted: target });
    expect((await asked()) - before).toBe(0);
    await shop.control(`/control/products/${product('olive-board').id}`, { tags: ['wood'] });
  });

  test('a line that an edit adds is looked up alone', async () => {
    const buyer = await customer();
    const id = await buy([one('olive-board')], buyer);
    const { target } = await settled(id);
    await shop.control(`/control/products/${product('olive-board').id}`, { tags: ['tea'] });
    await shop.control(`/control/orders/${id}/edit`, { add: [one('sencha'), one('linen-throw')] });
    await shop.control(`/control/orders/${id}/paid`, {});
    await idle();
    const order = await orderOf(id);
    expect(notCounted(order)).toEqual([null, 'excludedProductTag', null]);
    expect(order.target).toBeGreaterThan(target);
    await shop.control(`/control/products/${product('olive-board').id}`, { tags: ['wood'] });
  });

  test("a guest's order knows its products before it has a customer", async () => {
    const id = await buy([one('sencha')], null);
    const order = await settled(id);
    expect(order).toMatchObject({ target: 0, explanation: { reason: 'noCustomer' } });
    const { rows } = await shop.database.pool.query<{ state: { lookups: object } }>(
      'SELECT state FROM order_facts WHERE order_id = $1',
      [id],
    );
    expect(rows[0]?.state.lookups).toMatchObject({
      customerTags: {},
      lines: { [product('sencha').id]: { tags: ['tea', 'food'] } },
    });
  });
});

describe('while Shopify does not answer', () => {
  const nodes = { fields: ['nodes'], timeoutMs: 200 };
  test.each(['throttle', 'error5xx', 'timeout'])(
    '%s: the order waits, is seen to wait, and settles afterwards',
    async (fault) => {
      await shop.faults({ ...nodes, [fault]: 1 });
      const buyer = await customer();
      const id = await buy([one('olive-board'), one('sencha')], buyer);
      await vi.waitFor(async () => expect((await operations()).lookups.codes).not.toEqual([]), {
        timeout: 20_000,
        interval: 50,
      });
      expect(await orderOf(id)).toMatchObject({
        waitingFor: 'lookups',
        settledAt: null,
        target: 0,
        posted: 0,
      });
      const { jobs, lookups } = await operations();
      expect(jobs.due + jobs.active).toBeGreaterThan(0);
      expect(lookups).toMatchObject({ waiting: 1, oldestAt: expect.any(String) });
      expect((await shop.control('/control/idle?timeoutMs=1')).status).toBe(503);
      // News of an order that waits are merged, and settle nothing.
      await shop.control(`/control/orders/${id}/fulfil`, {});
      await shop.faults({});
      await idle();
      const order = await settled(id);
      expect(notCounted(order)).toEqual([null, 'excludedProductTag']);
      expect(order.posted).toBe(order.target);
      expect((await operations()).lookups).toEqual({ waiting: 0, oldestAt: null, codes: [] });
    },
  );

  test('a permission that an older install did not grant: nothing is taken for deleted, the order waits for the yes', async () => {
    const { scopes } = (await stateOf()).app;
    await shop.control('/control/scopes', { scopes: scopes.filter((scope) => scope !== 'read_products') });
    const id = await buy([one('sencha')], await customer());
    await vi.waitFor(
      async () =>
        expect((await operations()).lookups).toMatchObject({ waiting: 1, codes: ['ACCESS_DENIED'] }),
      soon,
    );
    expect(await orderOf(id)).toMatchObject({ waitingFor: 'lookups', settledAt: null });
    const home = await (await adminPage(shop.app.url, '/app')).text();
    expect(home).toContain('accept the new permissions');
    await shop.control('/control/scopes', { scopes });
    expect(notCounted(await settled(id))).toEqual(['excludedProductTag']);
  });

  test('an edit while the look-up is under way: what it adds is looked up too, before anything is settled', async () => {
    await shop.faults({ ...nodes, error5xx: 1 });
    const id = await buy([one('olive-board')], await customer());
    await vi.waitFor(async () => expect((await operations()).lookups.codes).not.toEqual([]), soon);
    // Held by us from here on: our clock is an hour ahead while we take it.
    let hours = 1;
    const clock = { now: () => ownDeps(shop, hours).clock.now() };
    const slow = heldUp(await storeAdmin(shop));
    const working = lookUpOrders({ ...ownDeps(shop), clock }, async () => slow.gateway);
    await slow.reached;
    hours = 0;
    await shop.faults({});
    await shop.control(`/control/orders/${id}/edit`, { add: [one('sencha')] });
    await shop.control(`/control/orders/${id}/paid`, {});
    await vi.waitFor(async () => {
      const { rows } = await shop.database.pool.query<{ lines: number }>(
        "SELECT jsonb_array_length(state->'order'->'facts'->'lines') AS lines FROM order_facts WHERE order_id = $1",
        [id],
      );
      expect(rows).toEqual([{ lines: 2 }]);
    }, soon);
    expect(await orderOf(id)).toMatchObject({ waitingFor: 'lookups', settledAt: null });
    slow.release();
    await working;
    const order = await settled(id);
    expect(notCounted(order)).toEqual([null, 'excludedProductTag']);
    expect(order.posted).toBe(order.target);
  });

  test('who took over has the word: what a former holder brings later changes nothing', async () => {
    await shop.faults({ ...nodes, error5xx: 1 });
    const id = await buy([one('sencha')], await customer());
    await vi.waitFor(async () => expect((await operations()).lookups.codes).not.toEqual([]), soon);
    await shop.worker?.stop();
    await shop.faults({});
    const due = "UPDATE order_lookup SET due_at = now() - interval '1 minute', lease_until = NULL";
    await shop.database.pool.query(due);
    const gateway = await storeAdmin(shop);
    const slow = heldUp(gateway);
    const former = lookUpOrders(ownDeps(shop), async () => slow.gateway);
    await slow.reached;
    // Its lease has ended, as that of a process that hangs.
    await shop.database.pool.query(due);
    expect(await lookUpOrders(ownDeps(shop), async () => gateway)).toBe(1);
    await shop.control(`/control/products/${product('sencha').id}`, { tags: [] });
    slow.release();
    await former;
    shop.worker = await shop.startAnotherWorker();
    await idle();
    expect(notCounted(await settled(id))).toEqual(['excludedProductTag']);
  });
});
