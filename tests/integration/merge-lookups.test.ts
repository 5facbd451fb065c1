// A customer is merged while an order of theirs waits for their tags: those of the customer who is left decide.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { lookUpOrders } from '../../app/services/look-up-orders.ts';
import { answeredLate, ownDeps, storeAdmin } from '../support/in-process.ts';
import { StoreShop } from '../support/store-shop.ts';

/** The first of the dev store's catalogue, whose ids never change. */
const VARIANT = 44_720_110_000_100;
const SOON = { timeout: 20_000, interval: 50 };

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
  const enrolment = { ...startingProgram.enrolment, excludedCustomerTags: ['staff'] };
  await shop.publish({ ...startingProgram, enrolment });
});
afterAll(() => shop.stop());

const created = async (path: string, body: object) =>
  (await shop.control<{ id: number }>(path, body)).body.id;
const customer = (tags: string[]) => created('/control/customers', { market: 'us', tags });

/** The worker's first try fails, so that the order waits. */
async function waitingOrder(customerId: number): Promise<number> {
  await shop.faults({ fields: ['nodes'], error5xx: 1 });
  const lines = [{ variantId: VARIANT, quantity: 1 }];
  const id = await created('/control/orders', {
    ...{ customerId, market: 'us', lines },
    // Orders tell their moment in whole seconds: one of this second may be from before the version.
    processedAt: new Date(Date.now() + 1_000).toISOString(),
  });
  await vi.waitFor(async () => {
    const { rows } = await shop.database.pool.query<{ failed: boolean }>(
      'SELECT cardinality(codes) > 0 AS failed FROM order_lookup WHERE order_id = $1 AND lease_until IS NULL',
      [id],
    );
    expect(rows).toEqual([{ failed: true }]);
  }, SOON);
  return id;
}

async function merge(from: number, into: number): Promise<void> {
  expect((await shop.control(`/control/customers/${from}/merge`, { into })).status).toBe(200);
  await vi.waitFor(async () => {
    const { body } = await shop.api<{ customerId: string }>('GET', `/api/v1/members/${from}`);
    expect(body.customerId).toBe(String(into));
  }, SOON);
}

const excluded = (id: number) =>
  vi.waitFor(async () => {
    const { body } = await shop.api('GET', `/api/v1/orders/${id}`);
    expect(body).toMatchObject({ waitingFor: null, explanation: { reason: 'excludedCustomerTag' } });
  }, SOON);

test('asked for after the merge', async () => {
  const [old, kept] = [await customer([]), await customer(['staff'])];
  const id = await waitingOrder(old);
  await merge(old, kept);
  await shop.faults({});
  await excluded(id);
});

test('asked for before, answered after: what was said of the merged is not stored', async () => {
  const [old, kept] = [await customer([]), await customer(['staff'])];
  const id = await waitingOrder(old);
  // Ours from here on: our clock is an hour ahead while we take it.
  let hours = 1;
  const clock = { now: () => ownDeps(shop, hours).clock.now() };
  const late = answeredLate(await storeAdmin(shop));
  const working = lookUpOrders({ ...ownDeps(shop), clock }, async () => {
    await shop.faults({});
    return late.gateway;
  });
  await late.answered;
  hours = 0;
  await merge(old, kept);
  late.release();
  await working;
  await excluded(id);
});
