// Whatever Shopify does meanwhile (throttling, breaking, refusing, doing it and not answering, being away for long), whoever works beside
// whom, whether the shop's session is there, and however members' requests and the codes' ends interleave: in the end every code that
// works was paid for, and every point that is gone bought one, or a forfeit.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningProcess } from '../support/processes.ts';
import { StoreShop, type RedemptionView } from '../support/store-shop.ts';

const LONG = process.env.LONG === '1';
const RUNS = LONG ? 300 : 25;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
console.log(`redemption properties: SEED=${seed}`);

let shop: StoreShop;
let second: RunningProcess;
beforeAll(async () => {
  shop = await StoreShop.start();
  second = await shop.startAnotherWorker();
});
afterAll(async () => {
  await second.stop();
  await shop.stop();
});

const faults = fc.record({
  throttle: fc.constantFrom(0, 0.2),
  error5xx: fc.constantFrom(0, 0.2),
  timeout: fc.constantFrom(0, 0.2),
  timeoutAfter: fc.constantFrom(0, 0.3),
  refuse: fc.constantFrom(0, 0.2),
});
const PRICES = { 'five-off': 500, forfeit: 100 } as const;
type RewardId = keyof typeof PRICES;

/** Of which member, with which key, and how it ends if it does; the same key may come twice, side by side, for another reward too. */
const wish = fc.record({
  member: fc.nat({ max: 2 }),
  key: fc.nat({ max: 7 }),
  rewardId: fc.constantFrom<RewardId>('five-off', 'five-off', 'forfeit'),
  end: fc.constantFrom('kept', 'cancelled', 'expired'),
});
const history = fc.record({
  faults,
  faultSeed: fc.nat(),
  /** Shopify answers nothing at all while the members redeem. */
  outage: fc.constantFrom(false, false, false, true),
  /** The shop has no session for a while in the middle. */
  sessionLost: fc.constantFrom(false, false, true),
  budget: fc.integer({ min: 0, max: 2_500 }),
  wishes: fc.array(wish, { minLength: 4, maxLength: 12 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;
const FIELDS = ['discountCodeBasicCreate', 'discountCodeDeactivate', 'codeDiscountNodeByCode'];

let run = 0;
const figures = { members: 0, issued: 0, ended: 0 };

test('no points without a code, and no code without points', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ faults: admin, faultSeed, outage, sessionLost, budget, wishes }) => {
      run += 1;
      const members = await Promise.all([0, 1, 2].map(() => shop.member(budget)));
      const on = { ...admin, ...(outage && { error5xx: 1 }), timeoutMs: 50, fields: FIELDS };
      await shop.control('/control/faults', { seed: faultSeed, admin: on });
      const lived = Promise.all(wishes.map((one) => live(members[one.member] ?? 0, one)));
      if (sessionLost) await withoutSession(() => lived);
      await lived;
      await shop.control('/control/faults', {});
      for (const member of members) await expectPaidFor(member, budget);
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
  console.log(`redemptions that were paid for: ${JSON.stringify(figures)}`);
  // Members who redeem nothing have all their points, whatever happens. How many do is the seed's: 9 to 34 were issued.
  expect(figures.issued).toBeGreaterThan(0);
});

async function live(member: number, { key, rewardId, end }: History['wishes'][number]): Promise<void> {
  const { body } = await shop.redeem(member, rewardId, `run-${run}-${key}`);
  if (body.status !== 'issued' && body.status !== 'reserved') return;
  if (end === 'cancelled') await shop.api('POST', `/api/v1/redemptions/${body.id}/cancel`);
  if (end !== 'expired') return;
  // Its time is over now: a worker has to find that out by itself.
  await shop.database.pool.query(
    `UPDATE redemption SET expires_at = now(), due_at = now() WHERE redemption_id = $1 AND status = 'issued' AND ending IS NULL`,
    [body.id],
  );
}

/** As after an uninstall or a revoked token, until a merchant opens the app again. */
async function withoutSession(meanwhile: () => Promise<unknown>): Promise<void> {
  const { pool } = shop.database;
  await pool.query('CREATE TABLE kept AS TABLE session');
  await pool.query('DELETE FROM session');
  await meanwhile().finally(async () => {
    await pool.query('INSERT INTO session SELECT * FROM kept ON CONFLICT DO NOTHING');
    await pool.query('DROP TABLE kept');
  });
}

type Row = Pick<RedemptionView, 'status'> & { code: string; ending: boolean; rewardId: RewardId };

async function expectPaidFor(member: number, budget: number): Promise<void> {
  const rows = await vi.waitFor(
    async () => {
      const found = await shop.database.pool.query<Row>(
        `SELECT status, code, reward_id AS "rewardId", ending IS NOT NULL OR (status = 'issued' AND expires_at <= now()) AS ending
         FROM redemption JOIN member USING (shop, member_id) WHERE customer_id = $1`,
        [member],
      );
      for (const { status, ending } of found.rows)
        expect([['issued', 'cancelled', 'failed', 'expired'].includes(status), ending]).toEqual([
          true,
          false,
        ]);
      return found.rows;
    },
    { timeout: 60_000, interval: 100 },
  );
  const kept = rows.filter((row) => row.status === 'issued');
  figures.members += 1;
  figures.issued += kept.length;
  figures.ended += rows.length - kept.length;
  const forfeited = rows.filter((row) => row.status === 'expired' && row.rewardId === 'forfeit');
  const points = [...kept, ...forfeited].reduce((sum, row) => sum + PRICES[row.rewardId], 0);
  const discounts = await shop.discounts();
  const working = discounts.filter(
    (one) => one.status === 'ACTIVE' && one.customerIds.map(Number).includes(member),
  );
  expect(working.map((one) => one.code).toSorted()).toEqual(kept.map((row) => row.code).toSorted());
  expect(await shop.available(member)).toBe(budget - points);
  expect(await shop.available(member)).toBeGreaterThanOrEqual(0);
}
