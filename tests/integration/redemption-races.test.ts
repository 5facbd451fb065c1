// Two at the same redemption: a holder that sleeps past its lease and wakes, and orders that settle beside members who redeem and cancel.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { SHOP } from '../support/shop.ts';
import { StoreShop, type RedemptionView } from '../support/store-shop.ts';

/** The first of the dev store's catalogue, whose ids never change. */
const VARIANT = 44_720_110_000_100;
const ROUNDS = process.env.LONG === '1' ? 100 : 20;
const SLOW = { timeout: 30_000, interval: 25 };

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterEach(async () => void (await shop.faults({})));
afterAll(() => shop.stop());

type Row = { id: string; status: string; attempts: number };

const rows = async (customer: number): Promise<Row[]> =>
  (
    await shop.database.pool.query<Row>(
      `SELECT redemption_id AS id, status, attempts FROM redemption JOIN member USING (shop, member_id)
       WHERE customer_id = $1 ORDER BY created_at`,
      [customer],
    )
  ).rows;
/** How often the worker that the shop began with had no answer. */
const unanswered = () => shop.worker?.output().match(/did not answer for a redemption/g)?.length ?? 0;

async function expectOneOfEach(customer: number): Promise<void> {
  expect(await rows(customer)).toMatchObject([{ status: 'issued' }]);
  expect(await shop.discountsOf(customer)).toMatchObject([{ status: 'ACTIVE' }]);
  expect(await shop.kinds(customer)).toEqual([
    ['adjustment', 500],
    ['redemption', -500],
  ]);
}

/** Stopped as a machine stops that is out of memory or is moved: it neither works nor extends its lease, which ends, and knows nothing of it. */
async function asleep(pid: number, meanwhile: () => Promise<unknown>): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  try {
    await shop.endLeases();
    await meanwhile();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

describe('a holder sleeps past its lease', () => {
  test('the worker, after Shopify deactivated the code: the points come back once', async () => {
    const before = unanswered();
    const customer = await shop.member(500);
    const { body } = await shop.redeem(customer);
    await shop.faults({ fields: ['discountCodeDeactivate'], timeoutAfter: 1, timeoutMs: 60_000 });
    const first = shop.worker?.pid ?? 0;
    await shop.database.pool.query(
      "UPDATE redemption SET ending = 'cancelled', due_at = now() WHERE redemption_id = $1",
      [body.id],
    );
    await vi.waitFor(
      async () => expect(await shop.discountsOf(customer)).toMatchObject([{ status: 'EXPIRED' }]),
      SLOW,
    );
    let second: Awaited<ReturnType<StoreShop['startAnotherWorker']>> | undefined;
    await asleep(first, async () => {
      await shop.faults({});
      second = await shop.startAnotherWorker();
      await shop.becomes(body.id, 'cancelled');
    });
    await vi.waitFor(() => expect(unanswered()).toBeGreaterThan(before), SLOW);
    expect(await shop.redemption(body.id)).toMatchObject({ status: 'cancelled' });
    expect((await shop.kinds(customer)).filter(([kind]) => kind === 'redemption_reversal')).toHaveLength(1);
    expect(await shop.available(customer)).toBe(500);
    await second?.stop();
  });

  test('the worker, after Shopify made the code', async () => {
    const before = unanswered();
    const customer = await shop.member(500);
    await shop.faults({ fields: ['discountCodeBasicCreate'], throttle: 1, times: 40 });
    const { body } = await shop.redeem(customer);
    expect(body.status).toBe('reserved');
    await shop.faults({ fields: ['discountCodeBasicCreate'], timeoutAfter: 1, timeoutMs: 60_000 });
    await vi.waitFor(async () => expect(await shop.discountsOf(customer)).toHaveLength(1), SLOW);
    let second: Awaited<ReturnType<StoreShop['startAnotherWorker']>> | undefined;
    await asleep(shop.worker?.pid ?? 0, async () => {
      await shop.faults({});
      second = await shop.startAnotherWorker();
      await shop.becomes(body.id, 'issued');
    });
    await vi.waitFor(() => expect(unanswered()).toBeGreaterThan(before), SLOW);
    await expectOneOfEach(customer);
    await second?.stop();
  });

  test('the app, while its request for the code is on the way: what arrives late finds the code taken', async () => {
    const customer = await shop.member(500);
    await shop.faults({ latencyMs: 4_000 });
    const answer = shop.redeem(customer);
    await vi.waitFor(async () => expect(await rows(customer)).toMatchObject([{ status: 'reserved' }]), SLOW);
    await asleep(shop.app.pid, async () => {
      await shop.faults({});
      await vi.waitFor(async () => expect(await rows(customer)).toMatchObject([{ status: 'issued' }]), SLOW);
    });
    expect((await answer).body.status).toBe('issued');
    await expectOneOfEach(customer);
  });
});

type Order = { id: number; updated_at: string };

/** An order of another customer that carries the code, as a staff member may have made it. */
async function orderWith(customer: number, code: string): Promise<() => Promise<unknown>> {
  const { body } = await shop.control<Order>('/control/orders', {
    customerId: customer,
    market: 'us',
    lines: [{ variantId: VARIANT, quantity: 1 }],
  });
  const payload = {
    ...body,
    updated_at: new Date(Date.parse(body.updated_at) + 1_000).toISOString(),
    discount_codes: [{ code, amount: '5.00', type: 'fixed_amount' }],
  };
  return () => shop.control('/control/webhooks', { topic: 'orders/updated', payload });
}

/** What a member's redemptions cost them, and how many of them are theirs. */
async function paid(customer: number): Promise<{ points: number; kept: number; under: number }> {
  const { rows: found } = await shop.database.pool.query<{ points: number; kept: number; under: number }>(
    `SELECT (SELECT coalesce(-sum(points), 0)::int FROM entry WHERE shop = m.shop AND member_id = m.member_id
               AND kind IN ('redemption', 'redemption_reversal')) AS points,
            count(*) FILTER (WHERE status IN ('issued', 'used'))::int AS kept,
            count(*) FILTER (WHERE status = 'reserved' OR ending IS NOT NULL)::int AS under
     FROM member m LEFT JOIN redemption USING (shop, member_id) WHERE m.shop = $1 AND customer_id = $2 GROUP BY m.shop, m.member_id`,
    [SHOP, customer],
  );
  return found[0] ?? { points: 0, kept: 0, under: 0 };
}

test("orders with another member's code settle beside members who redeem and cancel: nothing is lost", async () => {
  const [anna, ben] = await Promise.all([shop.member(500 * 3 * ROUNDS), shop.member(500 * ROUNDS)]);
  const second = await shop.startAnotherWorker();
  const cancel = (id: string) => shop.api<RedemptionView>('POST', `/api/v1/redemptions/${id}/cancel`);
  for (let round = 0; round < ROUNDS; round += 1) {
    const [hers, his] = await Promise.all([shop.redeem(anna), shop.redeem(ben)]);
    const [settleHers, settleHis] = await Promise.all([
      orderWith(ben, hers.body.code ?? ''),
      orderWith(anna, his.body.code ?? ''),
    ]);
    const answers = await Promise.all([
      settleHers(),
      cancel(hers.body.id),
      shop.redeem(anna, 'five-off', randomUUID()),
      settleHis(),
      cancel(his.body.id),
      shop.redeem(anna, 'five-off', randomUUID()),
    ]);
    for (const answer of answers)
      expect([undefined, 200, 409]).toContain((answer as { status?: number }).status);
  }
  await vi.waitFor(async () => {
    type Operations = { inbox: { unprocessed: number; refused: number }; jobs: { dead: number } };
    const { body } = await shop.api<Operations>('GET', '/api/v1/operations');
    expect(body).toMatchObject({ inbox: { unprocessed: 0 }, jobs: { dead: 0 } });
    for (const member of [anna, ben]) expect((await paid(member)).under).toBe(0);
  }, SLOW);
  for (const member of [anna, ben]) {
    const { points, kept } = await paid(member);
    expect(points).toBe(500 * kept);
  }
  await second.stop();
});
