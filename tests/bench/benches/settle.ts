// Received deliveries to posted entries, one worker.
import { books, mustEqual, openShop, type BenchShop } from '../bench-shop.ts';
import type { BenchDatabase } from '../cluster.ts';
import type { Context, Service } from '../context.ts';
import { copyBooks, settleByHand, settledRows } from '../hand-written-settling.ts';
import { orderAt, pointsOf, webhookIdOf, type Customers } from '../order-body.ts';
import { interleave, ratioGoal, type Contender, type Report } from '../report.ts';
import { copyRows } from '../rows.ts';

const DELIVERING_CONNECTIONS = 32;
/** A started worker's first batches compile its code; they do not count. */
const WARM_SHARE = 0.25;
/** Six batches of the drain, or there is no rate to see. */
const LEAST_ORDERS = 3_000;
const ONE = 'SQL, a statement per order';
const EIGHT = 'the same, eight connections';

/** The levels multiply by 1 and the campaign never holds: the points are those that the bodies tell, and all the work is done. */
const RICH = {
  tiers: {
    basis: 'basePoints',
    period: { kind: 'rolling', months: 12 },
    levels: [
      { id: 'bronze', name: { en: 'Bronze' }, threshold: '0', multiplier: '1' },
      { id: 'silver', name: { en: 'Silver' }, threshold: '2000', multiplier: '1' },
      { id: 'gold', name: { en: 'Gold' }, threshold: '6000', multiplier: '1' },
    ],
  },
  campaigns: [
    {
      id: 'large-orders',
      name: { en: 'Large orders' },
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2036-01-01T00:00:00Z',
      when: { minSpend: [{ currency: 'USD', amount: '1000000' }] },
      effect: { kind: 'multiply', by: '2' },
    },
  ],
  expiry: { kind: 'afterEarning', months: 12 },
};

export const settle = (context: Context): Promise<Report> => measure(context, 'settle', {});

/** With levels that everybody climbs, a campaign, points that expire. */
export const settleRich = (context: Context): Promise<Report> => measure(context, 'settle-rich', RICH);

async function measure(context: Context, name: string, parts: object): Promise<Report> {
  const orders = context.scaled(20_000, LEAST_ORDERS);
  const customers = { count: context.scaled(5_000, 500), stride: 1 };
  const shop = await openShop(context, name.replace('-', '_'), { customers, parts });
  const app = await shop.startApp();
  // Everybody is a member before the first round: enrolling is not what is measured.
  await settleOrders(context, shop, app, 0, customers.count);
  const byHand = [
    { name: ONE, inFlight: 1, database: await context.cluster.database('settle_one', true) },
    { name: EIGHT, inFlight: 8, database: await context.cluster.database('settle_eight', true) },
  ];
  for (const { database } of byHand) await copyBooks(shop.database.pool, database.pool);

  const firstOf = (round: number) => customers.count + round * orders;
  const meridian: Contender = {
    name: 'Meridian',
    run: async (round) => {
      await context.load.timed(shop.orders([app], firstOf(round), orders, DELIVERING_CONNECTIONS));
      const pending = 'processed_at IS NULL AND refused IS NULL';
      for (const { database } of byHand) await copyRows(shop.database.pool, database.pool, 'inbox', pending);
      const rate = await drainRate(shop, orders);
      const sum = firstOf(round) + orders;
      const points = pointsOf(0, sum);
      mustEqual('books', await books(shop.database), { orders: sum, entries: sum, points, balances: points });
      return { rate };
    },
  };
  const contenders = byHand.map(({ name, inFlight, database }) => ({
    name,
    run: (round: number) => repeat(shop, database, firstOf(round), orders, customers, inFlight),
  }));
  // Meridian is always first: the others repeat what it wrote.
  const measured = await interleave([meridian, ...contenders], context, {
    rotate: false,
  });
  await shop.verifyLedger();
  return {
    name,
    unit: 'orders',
    parameters: { 'orders a round': orders, members: customers.count, rounds: context.rounds },
    ...measured,
    goals: [ratioGoal(measured, ONE, 1), ratioGoal(measured, EIGHT, 1)],
    verified: [
      'after each round orders, entries, points and balances are what the bodies give, for everyone',
      'no delivery was refused, and ledger verify found no fault',
    ],
    figures: {},
  };
}

/** Delivers those orders and has them settled. */
export async function settleOrders(
  context: Context,
  shop: BenchShop,
  app: Service,
  first: number,
  count: number,
): Promise<void> {
  await context.load.timed(shop.orders([app], first, count, DELIVERING_CONNECTIONS));
  await settleWaiting(shop);
}

/** A worker for as long as there are deliveries. */
export async function settleWaiting(shop: BenchShop): Promise<void> {
  const worker = await shop.startWorker();
  await shop.settled();
  await worker.stop();
}

/** Starts a worker on the deliveries that wait, and gives the orders a second of what it does once it is warm. */
export async function drainRate(shop: BenchShop, orders: number): Promise<number> {
  const { pool } = shop.database;
  const { rows: clock } = await pool.query<{ now: Date }>('SELECT now() AS now');
  await settleWaiting(shop);
  const { rows } = await pool.query<{ at: Date; count: string }>(
    `SELECT processed_at AS at, count(*) FROM inbox WHERE topic = 'orders/paid' AND processed_at >= $1
     GROUP BY processed_at ORDER BY processed_at`,
    [clock[0]?.now],
  );
  let cold = 0;
  const warm = rows.find((row) => (cold += Number(row.count)) >= orders * WARM_SHARE);
  const last = rows.at(-1);
  if (!warm || !last || last.at <= warm.at) throw new Error('the round is too short for a rate');
  return (orders - cold) / ((last.at.getTime() - warm.at.getTime()) / 1000);
}

async function repeat(
  shop: BenchShop,
  database: BenchDatabase,
  first: number,
  count: number,
  customers: Customers,
  inFlight: number,
) {
  const ids = Array.from({ length: count }, (_, index) => String(orderAt(first + index, customers).orderId));
  const webhooks = new Map(ids.map((id, index) => [id, webhookIdOf(first + index)]));
  const rows = await settledRows(shop.database.pool, ids);
  const seconds = await settleByHand(database, rows, (id) => webhooks.get(id) ?? '', inFlight);
  mustEqual('books', await books(database), await books(shop.database));
  const { rows: open } = await database.pool.query('SELECT FROM inbox WHERE processed_at IS NULL');
  mustEqual('open deliveries', open.length, 0);
  return { rate: count / seconds };
}
