// The widget's read of a member's points through the app proxy.
import { mustEqual, openShop, SECRET, SHOP } from '../bench-shop.ts';
import type { Context, Service } from '../context.ts';
import type { RequestPlan } from '../load-plan.ts';
import { customerOf, pointsOfCustomers } from '../order-body.ts';
import { signedQuery } from '../proxy-query.ts';
import { interleave, ratioGoal, type Report } from '../report.ts';
import { settleOrders } from './settle.ts';

const CONNECTIONS = 200;
const ORDERS_EACH = 5;
const BARE = 'node:http + SELECT';

export async function member(context: Context): Promise<Report> {
  const requests = context.scaled(20_000, 400);
  const customers = { count: context.scaled(2_000, 200), stride: 1 };
  const orders = customers.count * ORDERS_EACH;
  const shop = await openShop(context, 'member', { customers });
  const app = await shop.startApp();
  await settleOrders(context, shop, app, 0, orders);
  const pointsOf = pointsOfCustomers(0, orders, customers);
  const { rows } = await shop.database.pool.query<{ customer_id: string; balance: string }>(
    'SELECT customer_id, balance FROM member ORDER BY customer_id',
  );
  const found = rows.map((row) => [Number(row.customer_id), Number(row.balance)]);
  mustEqual(
    'balances',
    found,
    [...pointsOf].toSorted(([a], [b]) => a - b),
  );

  const bareEnv = { DATABASE_URL: shop.database.url, SHOPIFY_API_SECRET: SECRET };
  const bare = await context.start('bare', ['tests/bench/baseline-server.ts'], bareEnv, 'http');
  // Signed for each round: a signature is good for 90 seconds.
  const plan = (target: Service): RequestPlan => ({
    kind: 'requests',
    urls: [target.url],
    connections: CONNECTIONS,
    requests: Array.from({ length: requests }, (_, index) => {
      const customer = customerOf(index, customers);
      return {
        method: 'GET',
        path: `/proxy/member?${signedQuery(SHOP, customer, SECRET)}`,
        headers: {},
        expect: `"balance":${pointsOf.get(customer)}`,
      };
    }),
  });
  const contenders = [
    { name: 'Meridian', run: () => context.load.timed(plan(app)) },
    { name: BARE, run: () => context.load.timed(plan(bare)) },
  ];
  const measured = await interleave(contenders, context);
  return {
    name: 'member',
    unit: 'reads',
    parameters: {
      connections: CONNECTIONS,
      members: customers.count,
      'entries a member': ORDERS_EACH,
      'requests a round': requests,
      rounds: context.rounds,
    },
    ...measured,
    goals: [ratioGoal(measured, BARE, 0.5)],
    verified: [`every answer was a 200 with the member's own balance, as computed from the orders' bodies`],
    figures: {},
  };
}
