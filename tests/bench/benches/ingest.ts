// 10 KB signed orders, durable before the 200, one app process.
import { books, mustEqual, openShop, SECRET } from '../bench-shop.ts';
import type { Context, Service } from '../context.ts';
import { pointsOf } from '../order-body.ts';
import { interleave, p99Goal, ratioGoal, type Contender, type Report } from '../report.ts';
import { startTemplate } from '../template-server.ts';

const CONNECTIONS = 32;
const BARE = 'node:http + INSERT';
const TEMPLATE = 'Remix template (remix-serve)';
/** The template's route is several times slower: as long a round with fewer requests. */
const TEMPLATE_SHARE = 0.1;

export async function ingest(context: Context): Promise<Report> {
  const requests = context.scaled(20_000, 100);
  const customers = { count: context.scaled(5_000, 50), stride: 1 };
  const shop = await openShop(context, 'ingest', { customers });
  const app = await shop.startApp();
  const counted = async (what: string, pool: typeof shop.database.pool, sql: string, expected: number) => {
    const { rows } = await pool.query<{ count: string }>(`SELECT count(*) FROM ${sql}`);
    mustEqual(what, Number(rows[0]?.count), expected);
  };
  const contender = (
    name: string,
    target: Service,
    count: number,
    check: (sum: number) => Promise<void>,
  ) => ({
    name,
    run: async (round: number) => {
      const sample = await context.load.timed(shop.orders([target], round * count, count, CONNECTIONS));
      await check((round + 1) * count);
      return sample;
    },
  });

  const bareDatabase = await context.cluster.database('ingest_bare', false);
  await bareDatabase.pool.query(
    `CREATE TABLE delivery (shop text, webhook_id text, topic text NOT NULL, received_at timestamptz NOT NULL,
       facts jsonb NOT NULL, PRIMARY KEY (shop, webhook_id))`,
  );
  const bareEnv = { DATABASE_URL: bareDatabase.url, SHOPIFY_API_SECRET: SECRET };
  const bare = await context.start('bare', ['tests/bench/baseline-server.ts'], bareEnv, 'http');
  const template = await startTemplate(context);

  const kept = `inbox WHERE topic = 'orders/paid' AND refused IS NULL AND news IS NOT NULL`;
  const contenders: Contender[] = [
    contender('Meridian', app, requests, (sum) => counted('inbox', shop.database.pool, kept, sum)),
    contender(BARE, bare, requests, (sum) => counted(BARE, bareDatabase.pool, 'delivery', sum)),
    contender(TEMPLATE, template.service, Math.ceil(requests * TEMPLATE_SHARE), (sum) =>
      counted(TEMPLATE, template.database.pool, `inbox WHERE news ->> 'id' IS NOT NULL`, sum),
    ),
  ];
  const measured = await interleave(contenders, context);

  // What was acknowledged is also right.
  const sent = (context.rounds + 1) * requests;
  await shop.startWorker();
  await shop.settled();
  const points = pointsOf(0, sent);
  mustEqual('books', await books(shop.database), { orders: sent, entries: sent, points, balances: points });
  return {
    name: 'ingest',
    unit: 'deliveries',
    parameters: {
      'bytes a body': 10_240,
      connections: CONNECTIONS,
      'requests a round': requests,
      rounds: context.rounds,
    },
    ...measured,
    goals: [ratioGoal(measured, BARE, 1), ratioGoal(measured, TEMPLATE, 6), p99Goal(measured, 50)],
    verified: [
      'every request was answered 200, and after each round every contender has one row for each',
      `the ${sent} orders, settled afterwards, gave ${points} points, as computed from the bodies`,
    ],
    figures: {},
  };
}
