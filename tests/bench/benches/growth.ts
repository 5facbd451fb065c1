// Ingesting and settling beside a ledger of millions of entries, against the same with an empty one.
import { books, mustEqual, openShop, type BenchShop } from '../bench-shop.ts';
import type { Context, Service } from '../context.ts';
import { growLedger } from '../grown-ledger.ts';
import { orderAt, pointsOf, type Customers } from '../order-body.ts';
import { interleave, rateRatios, ratioGoal, type Contender, type Report, type Sample } from '../report.ts';
import { drainRate, settleWaiting } from './settle.ts';

const CONNECTIONS = 32;
const LEAST_ORDERS = 3_000;
/** Within 15 % of the empty one. */
const LEAST_SHARE = 0.85;
const names = (kind: string) => [`${kind}, grown`, `${kind}, empty`] as const;

type Side = {
  shop: BenchShop;
  app: Service;
  /** Of the first order that is measured. */
  first: number;
  /** Points there before it. */
  before: Awaited<ReturnType<typeof books>>;
  settled: Sample[];
};

export async function growth(context: Context): Promise<Report> {
  const orders = context.scaled(20_000, LEAST_ORDERS);
  const active = Math.min(context.scaled(5_000, 500), context.members);
  const ordersEach = Math.max(1, Math.round(context.entries / context.members));
  // The same number of customers on both sides; on the grown one they lie all over the members.
  const stride = Math.floor(context.members / active);
  const grown = await openSide(context, 'grown', { count: active, stride }, ordersEach);
  await grow(context, grown, ordersEach);
  const empty = await openSide(context, 'empty', { count: active, stride: 1 }, ordersEach);
  const figures = await space(grown.shop);

  const contender = (name: string, side: Side): Contender => ({
    name,
    run: async (round) => {
      const { app, before, first, shop } = side;
      const at = first + round * orders;
      const sample = await context.load.timed(shop.orders([app], at, orders, CONNECTIONS));
      const rate = await drainRate(shop, orders);
      if (round > 0) side.settled.push({ rate });
      const sum = (round + 1) * orders;
      const points = pointsOf(first, sum);
      mustEqual(`books, ${name}`, await books(shop.database), {
        orders: before.orders + sum,
        entries: before.entries + sum,
        points: before.points + points,
        balances: before.balances + points,
      });
      return sample;
    },
  });
  const [ingestGrown, ingestEmpty] = names('ingest');
  const [settleGrown, settleEmpty] = names('settle');
  const ingested = await interleave([contender(ingestGrown, grown), contender(ingestEmpty, empty)], context);
  const settled = rateRatios([
    { name: settleGrown, samples: grown.settled },
    { name: settleEmpty, samples: empty.settled },
  ]);
  return {
    name: 'growth',
    unit: 'orders',
    parameters: {
      entries: context.members * ordersEach,
      members: context.members,
      'members with orders': active,
      'orders a round': orders,
      connections: CONNECTIONS,
      rounds: context.rounds,
    },
    contenders: [...ingested.contenders, ...settled.contenders],
    ratios: [...ingested.ratios, ...settled.ratios],
    goals: [ratioGoal(ingested, ingestEmpty, LEAST_SHARE), ratioGoal(settled, settleEmpty, LEAST_SHARE)],
    verified: [
      'after loading: as many orders, entries and lots as asked for, and the balances are the sum of the entries',
      'after each round orders, entries, points and balances have grown by what the bodies give, on both sides',
    ],
    figures,
  };
}

/** A shop with the pattern of the grown one: a first customer with that many orders. */
async function openSide(
  context: Context,
  name: string,
  customers: Customers,
  ordersEach: number,
): Promise<Side> {
  const shop = await openShop(context, name, { customers });
  const app = await shop.startApp();
  // Orders to customer 0 alone: every `count`-th.
  for (let number = 0; number < ordersEach; number++)
    await context.load.timed(shop.orders([app], number * customers.count, 1, 1));
  await settleWaiting(shop);
  const first = ordersEach * customers.count;
  return { shop, app, first, before: await books(shop.database), settled: [] };
}

async function grow(context: Context, side: Side, ordersEach: number): Promise<void> {
  const { pool } = side.shop.database;
  const { members } = context;
  const started = performance.now();
  const active = side.first / ordersEach;
  const pattern = Array.from({ length: ordersEach }, (_, number) =>
    orderAt(number * active, { count: active, stride: 1 }),
  );
  await growLedger(pool, pattern, { members, ordersEach });
  side.before = await books(side.shop.database);
  const points = pattern.reduce((sum, order) => sum + order.points, 0) * members;
  const rows = members * ordersEach;
  mustEqual('loaded', side.before, { orders: rows, entries: rows, points, balances: points });
  for (const table of ['lot', 'tier_order']) {
    const { rows: found } = await pool.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    mustEqual(`loaded rows of ${table}`, Number(found[0]?.count), rows);
  }
  context.log(`loaded ${rows} entries in ${Math.round((performance.now() - started) / 1000)} s`);
}

/** Bytes on the disk for each row, of the table and of each of its indexes. */
async function space({ database }: BenchShop): Promise<Report['figures']> {
  const figures: Report['figures'] = {};
  for (const table of ['entry', 'lot', 'order_facts', 'tier_order', 'member']) {
    const { rows } = await database.pool.query<{ name: string; bytes: string }>(
      `WITH of AS (SELECT count(*) AS rows FROM ${table})
       SELECT 'table' AS name, pg_table_size('${table}') / rows AS bytes FROM of
       UNION ALL SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) / rows FROM pg_index, of
       WHERE indrelid = '${table}'::regclass`,
    );
    const total = rows.reduce((sum, { bytes }) => sum + Number(bytes), 0);
    figures[`bytes a row of ${table}`] =
      `${total}: ${rows.map((one) => `${one.name} ${one.bytes}`).join(', ')}`;
  }
  return figures;
}
