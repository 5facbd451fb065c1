// Many batches at once over a few customers, whose orders change hands: nobody waits for each other in a circle, and the books are right.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { both, line, order, state } from '../../app/domain/earning.fixture.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import type { OrderNews } from '../../app/domain/order-facts.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const SHOP = ShopIdSchema.parse('haven.myshopify.com');
const [WORKERS, BATCHES, ORDERS, CUSTOMERS] = [6, 20, 30, 5];

let database: TestDatabase;
let deps: Deps;
beforeAll(async () => {
  database = await testDatabase();
  deps = createDeps(parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), database.pool);
  const level = (id: string, threshold: string, multiplier: string) => ({
    id,
    name: { en: id },
    threshold,
    multiplier,
  });
  const levels = [level('bronze', '0', '1'), level('silver', '300', '2')];
  const tiers = { basis: 'points', period: { kind: 'lifetime' }, levels };
  await publishProgram(deps, SHOP, {
    publishedAt: '2026-01-01T00:00:00Z',
    document: { ...startingProgram, tiers },
  });
});
afterAll(() => database.drop());

/** The version number `turn` of an order: whose it is goes round. */
function news(number: number, turn: number): OrderNews {
  const orderId = String(100 + number);
  const facts = order({
    orderId,
    customerId: String(1 + ((number + turn) % CUSTOMERS)),
    processedAt: `2026-10-01T10:${String(number).padStart(2, '0')}:00Z`,
    updatedAt: `2026-10-02T10:${String(turn).padStart(2, '0')}:00Z`,
    lines: [line({ unitPrice: both('100.00') })],
  });
  return { orderId, order: state(facts).order, refunds: [], fulfilledAt: null, deleted: false };
}

test('six workers, opposite orders, orders that go from one customer to the next', async () => {
  const failed: string[] = [];
  const worker = async (own: number) => {
    for (let turn = 0; turn < BATCHES; turn++) {
      const numbers = [0, 1, 2, 3, 4].map(
        (step) => (own * 7 + turn * 3 + step * (own % 2 ? 11 : 19)) % ORDERS,
      );
      const batch = (own % 2 ? numbers : numbers.toReversed()).map((number) => news(number, turn));
      await inTransaction(deps.pool, (tx) =>
        settleOrders(deps, tx, SHOP, batch).catch((error: { code?: string }) => {
          failed.push(error.code ?? '');
          throw error;
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, own) => worker(own)));
  while ((await drainBatch(deps)) > 0);
  // 40P01 is a deadlock; 40001, an order that changed hands meanwhile, is settled by beginning again.
  expect(failed.filter((code) => code !== '40001')).toEqual([]);
  const { rows } = await deps.pool.query<{ target: string; posted: string }>(
    `SELECT target, (SELECT coalesce(sum(points), 0) FROM entry WHERE entry.shop = $1 AND source_id = order_id::text AND kind = 'order') AS posted
     FROM order_facts WHERE shop = $1`,
    [SHOP],
  );
  expect(rows.length).toBe(ORDERS);
  for (const { target, posted } of rows) expect(posted).toBe(target);
});
