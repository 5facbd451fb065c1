// Whatever Shopify does meanwhile (throttling, breaking, refusing, doing it and not answering), and however members' requests interleave:
// in the end every code that works was paid for, and every point that is gone bought one.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { StoreShop, type RedemptionView } from '../support/store-shop.ts';

const LONG = process.env.LONG === '1';
const RUNS = LONG ? 300 : 25;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
console.log(`redemption properties: SEED=${seed}`);

let shop: StoreShop;
beforeAll(async () => {
  shop = await StoreShop.start();
});
afterAll(() => shop.stop());

const faults = fc.record({
  throttle: fc.constantFrom(0, 0.2),
  error5xx: fc.constantFrom(0, 0.2),
  timeout: fc.constantFrom(0, 0.2),
  timeoutAfter: fc.constantFrom(0, 0.3),
  refuse: fc.constantFrom(0, 0.2),
});
/** Of which member, with which key, and whether it is cancelled afterwards; the same key may come twice, side by side. */
const wish = fc.record({ member: fc.nat({ max: 2 }), key: fc.nat({ max: 7 }), cancelled: fc.boolean() });
const history = fc.record({
  faults,
  faultSeed: fc.nat(),
  budget: fc.integer({ min: 0, max: 2_500 }),
  wishes: fc.array(wish, { minLength: 4, maxLength: 12 }),
});
const FIELDS = ['discountCodeBasicCreate', 'discountCodeDeactivate', 'codeDiscountNodeByCode'];

let run = 0;

test('no points without a code, and no code without points', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ faults: admin, faultSeed, budget, wishes }) => {
      run += 1;
      const members = await Promise.all([0, 1, 2].map(() => shop.member(budget)));
      const on = { ...admin, timeoutMs: 50, fields: FIELDS };
      await shop.control('/control/faults', { seed: faultSeed, admin: on });
      await Promise.all(
        wishes.map(async ({ member, key, cancelled }) => {
          const { body } = await shop.redeem(members[member] ?? 0, 'five-off', `run-${run}-${key}`);
          if (cancelled && body.status === 'issued')
            await shop.api('POST', `/api/v1/redemptions/${body.id}/cancel`);
        }),
      );
      await shop.control('/control/faults', {});
      for (const member of members) await expectPaidFor(member, budget);
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
});

type Row = Pick<RedemptionView, 'status'> & { code: string; ending: string | null };

async function expectPaidFor(member: number, budget: number): Promise<void> {
  const rows = await vi.waitFor(
    async () => {
      const found = await shop.database.pool.query<Row>(
        'SELECT status, code, ending FROM redemption JOIN member USING (shop, member_id) WHERE customer_id = $1',
        [member],
      );
      for (const { status, ending } of found.rows)
        expect([['issued', 'cancelled', 'failed'].includes(status), ending]).toEqual([true, null]);
      return found.rows;
    },
    { timeout: 60_000, interval: 100 },
  );
  const paid = rows.filter((row) => row.status === 'issued').map((row) => row.code);
  const discounts = await shop.discounts();
  const working = discounts.filter(
    (one) => one.status === 'ACTIVE' && one.customerIds.map(Number).includes(member),
  );
  expect(working.map((one) => one.code).toSorted()).toEqual(paid.toSorted());
  expect(await shop.available(member)).toBe(budget - 500 * paid.length);
  expect(await shop.available(member)).toBeGreaterThanOrEqual(0);
}
