// A draft with other rates and levels over a year of stored orders: how long a merchant waits, and what the worker can do meanwhile.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mustEqual, openShop } from '../bench-shop.ts';
import type { Context } from '../context.ts';
import { growLedger } from '../grown-ledger.ts';
import { orderAt } from '../order-body.ts';
import type { Report, Sample } from '../report.ts';
import type { SimulationFigures } from '../simulate-process.ts';
import { spread } from '../statistics.ts';
import { settleWaiting } from './settle.ts';

const run = promisify(execFile);
const ORDERS_EACH = 4;
const LEAST_MEMBERS = 500;
/** "Seconds for 100,000 orders". */
const MOST_SECONDS = 60;

export async function simulate(context: Context): Promise<Report> {
  const members = context.scaled(25_000, LEAST_MEMBERS);
  const customers = { count: members, stride: 1 };
  const shop = await openShop(context, 'simulate', { customers });
  const app = await shop.startApp();
  for (let number = 0; number < ORDERS_EACH; number++)
    await context.load.timed(shop.orders([app], number * members, 1, 1));
  await settleWaiting(shop);
  await app.stop();
  const pattern = Array.from({ length: ORDERS_EACH }, (_, number) => orderAt(number * members, customers));
  await growLedger(shop.database.pool, pattern, { members, ordersEach: ORDERS_EACH });
  const orders = members * ORDERS_EACH;

  const rounds: SimulationFigures[] = [];
  for (let round = 0; round <= context.rounds; round++) {
    const args = ['tests/bench/simulate-process.ts', shop.database.url];
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
    const figures = JSON.parse(stdout) as SimulationFigures;
    mustEqual('orders', figures.orders, orders);
    if (round > 0) rounds.push(figures);
    context.log(`${round === 0 ? 'warm-up' : `round ${round}`}: ${orders} orders in ${figures.seconds} s`);
  }
  const samples = rounds.map(({ seconds }): Sample => ({ rate: orders / seconds }));
  const median = (of: (figures: SimulationFigures) => number) => spread(rounds.map(of)).median;
  const seconds = median((one) => one.seconds);
  mustEqual('results that differ', new Set(rounds.map(({ points }) => points)).size, 1);
  return {
    name: 'simulate',
    unit: 'orders',
    parameters: { orders, members, rounds: context.rounds },
    contenders: [{ name: 'Meridian', samples }],
    ratios: [],
    goals: [{ text: `under ${MOST_SECONDS} s`, value: seconds, met: seconds < MOST_SECONDS }],
    verified: ['every order was simulated, and every round told the same points'],
    figures: {
      seconds,
      'peak MiB of the process': median((one) => one.peakMiB),
      'of them more than before': median((one) => one.grownMiB),
      'event loop delay, p99, ms': median((one) => one.delayP99),
      'event loop delay, longest, ms': median((one) => one.delayMost),
    },
  };
}
