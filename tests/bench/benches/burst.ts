// Everything at once, on two apps and two workers: nothing lost, all of it settled, memory bounded.
import { books, mustEqual, openShop } from '../bench-shop.ts';
import type { Context, Service } from '../context.ts';
import { watchMemory } from '../memory.ts';
import { pointsOf, pointsOfCustomers } from '../order-body.ts';
import { interleave, type Goal, type Report, type Sample } from '../report.ts';

/** As many at once as two load balancers would let through; a refused or broken one comes again, as at Shopify. */
const CONNECTIONS = 1_000;
/** Of each process. Twice what an idle one needs and the full queue of the inbox. */
const MEMORY_MIB = 768;
const SETTLED_WITHIN_S = 30;

type Round = { answered: number; settledAfter: number; again: number; peaks: number[] };

export async function burst(context: Context): Promise<Report> {
  const { deliveries } = context;
  const customers = { count: Math.max(1, Math.round(deliveries / 5)), stride: 1 };
  const shop = await openShop(context, 'burst', { customers });
  const apps = [await shop.startApp(), await shop.startApp()];
  const workers = [await shop.startWorker(), await shop.startWorker()];
  const services: Service[] = [...apps, ...workers];
  const rounds: Round[] = [];

  async function run(round: number): Promise<Sample> {
    const memory = watchMemory(services.map(({ pid }) => pid));
    const plan = shop.orders(apps, round * deliveries, deliveries, Math.min(CONNECTIONS, deliveries));
    const result = await context.load.run({ ...plan, again: true });
    const answeredAt = performance.now();
    await shop.settled();
    const settledAfter = (performance.now() - answeredAt) / 1000;
    memory.stop();
    mustEqual('accepted', result.statuses['200'], deliveries);
    await nothingLost((round + 1) * deliveries);
    const again = Object.values(result.statuses).reduce((sum, count) => sum + count, 0) - deliveries;
    const peaks = services.map(({ pid }) => memory.peak(pid));
    if (round > 0) rounds.push({ answered: result.seconds, settledAfter, again, peaks });
    const { p50, p99, generator } = result;
    return { rate: deliveries / (result.seconds + settledAfter), p50, p99, generator };
  }

  async function nothingLost(sum: number): Promise<void> {
    const points = pointsOf(0, sum);
    mustEqual('books', await books(shop.database), { orders: sum, entries: sum, points, balances: points });
    const { rows } = await shop.database.pool.query<{ customer_id: string; balance: string }>(
      'SELECT customer_id, balance FROM member',
    );
    const expected = pointsOfCustomers(0, sum, customers);
    const wrong = rows.filter((row) => expected.get(Number(row.customer_id)) !== Number(row.balance));
    mustEqual('members and wrong balances', [rows.length, wrong.length], [expected.size, 0]);
  }

  const measured = await interleave([{ name: 'two apps, two workers', run }], context);
  await shop.verifyLedger();
  const most = (pick: (round: Round) => number) => Math.max(...rounds.map(pick));
  const peak = most((round) => Math.max(...round.peaks));
  const settledAfter = most((round) => round.settledAfter);
  const goals: Goal[] = [
    { text: `every process under ${MEMORY_MIB} MiB`, value: peak, met: peak < MEMORY_MIB },
    {
      text: `all settled ${SETTLED_WITHIN_S} s after the last answer`,
      value: settledAfter,
      met: settledAfter < SETTLED_WITHIN_S,
    },
  ];
  return {
    name: 'burst',
    unit: 'deliveries settled',
    parameters: { deliveries, connections: CONNECTIONS, members: customers.count, rounds: context.rounds },
    ...measured,
    goals,
    verified: [
      'every delivery was accepted in the end and is one order with one entry; every balance is what the bodies give',
      'ledger verify found no fault',
    ],
    figures: {
      'seconds until the last answer, longest': most((round) => round.answered),
      'seconds from there until all was settled, longest': settledAfter,
      'deliveries that had to come again, most': most((round) => round.again),
      'peak MiB of apps and workers, by round': rounds
        .map(({ peaks }) => peaks.map(Math.round).join('/'))
        .join(', '),
    },
  };
}
