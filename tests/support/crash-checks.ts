// What has to be true after a round of faults under load, by the naive model and by the ledger's own checker.
import { expect } from 'vitest';
import type pg from 'pg';
import type { Deps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { verifyLedger } from '../../app/services/verify-ledger.ts';
import type { Version } from '../naive/facts.ts';
import { NaiveMember } from '../naive/member.ts';
import type { Answer } from './crash-load.ts';
import { EXPIRING, PROGRAMS, PUBLISHED_AT, type Order, type ShopName, type Told } from './crash-round.ts';
import { SHOP } from './shop.ts';
import { ordersOfCustomer, toldOrders } from './told-orders.ts';

const SHOPS = Object.keys(PROGRAMS) as ShopName[];
const customerKey = (shop: string, customer: string | number) => `${shop} ${customer}`;

/** Everything that was accepted is there once, and was worked off. */
export async function expectProcessed(pool: pg.Pool, accepted: readonly Told[]): Promise<void> {
  const { rows } = await pool.query<{ id: string; rows: number; refused: string | null }>(
    `SELECT asked.shop || ' ' || asked.id AS id, count(inbox.id)::int AS rows, max(refused) AS refused
     FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS told(shop, id)) AS asked
     LEFT JOIN inbox ON inbox.shop = asked.shop AND webhook_id = asked.id AND processed_at IS NOT NULL
     GROUP BY 1 HAVING count(inbox.id) <> 1`,
    [accepted.map((one) => one.shop), accepted.map((one) => one.webhookId)],
  );
  expect(rows, 'deliveries that are not there, or not once').toEqual([]);
}

/** order id -> its points by the naive model, and customer -> the sum of them. Orders of all shops have different ids. */
function worthOf(orders: readonly Order[]) {
  const points = new Map(orders.map(({ orderId }) => [orderId, 0]));
  const sums = new Map<string, number>();
  for (const [shop, own] of Map.groupBy(orders, (one) => one.shop)) {
    const version = { number: 1, publishedAt: PUBLISHED_AT, program: PROGRAMS[shop] } as unknown as Version;
    const told = toldOrders(own.flatMap((one) => one.deliveries));
    for (const customer of new Set(own.map((one) => String(one.customer)))) {
      const member = new NaiveMember({
        ...{ orders: ordersOfCustomer(told, customer), versions: [version], placements: [] },
        ...{ shopIsDevelopment: false, timeZone: 'UTC', enrolledAt: null, joinedAt: null },
      });
      const verdicts = [...member.verdicts()].map(([id, verdict]) => [id, Number(verdict.points)] as const);
      for (const [id, worth] of verdicts) points.set(id, worth);
      const sum = verdicts.reduce((all, [, worth]) => all + worth, 0);
      sums.set(customerKey(shop, customer), sum);
    }
  }
  return { points, sums };
}

/** Every order carries exactly what it is worth. Returns the sums of them by customer. */
export async function expectTargets(pool: pg.Pool, orders: readonly Order[]): Promise<Map<string, number>> {
  const { points, sums } = worthOf(orders);
  const { rows } = await pool.query<{ id: string; target: number; posted: number }>(
    `SELECT order_id::text AS id, target::int AS target, coalesce((
       SELECT sum(points) FROM entry WHERE entry.shop = o.shop AND kind = 'order' AND source_kind = 'order' AND source_id = order_id::text
     ), 0)::int AS posted
     FROM order_facts AS o WHERE order_id = ANY($1::bigint[])`,
    [[...points.keys()]],
  );
  const is = new Map(rows.map(({ id, target, posted }) => [id, { target, posted }]));
  const told = [...points].map(([id, worth]) => [id, { target: worth, posted: worth }] as const);
  expect(is).toEqual(new Map(told));
  return sums;
}

type Asked = { key: string; path: string; rows: number; points: number };

/** Each key was carried out once or, where every answer was a refusal, not at all. Returns what came of it for each customer. */
export async function expectOnce(pool: pg.Pool, answers: readonly Answer[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<Asked>(
    `SELECT source_id AS key, 'adjustments' AS path, count(*)::int AS rows, sum(points)::int AS points
     FROM entry WHERE shop = $1 AND kind = 'adjustment' GROUP BY source_id
     UNION ALL
     SELECT substr(redemption.key, 5), 'redemptions', count(*)::int, sum(
       (SELECT sum(points) FROM entry WHERE shop = $1 AND source_kind = 'redemption' AND source_id = redemption_id::text))::int
     FROM redemption WHERE shop = $1 GROUP BY redemption.key
     UNION ALL
     SELECT split_part(fact, '/', 2), 'actions', count(*)::int, sum(points)::int FROM award WHERE shop = $1 GROUP BY fact`,
    [SHOP],
  );
  const found = new Map(rows.map((row) => [`${row.path} ${row.key}`, row]));
  const sums = new Map<string, number>();
  for (const [key, all] of Map.groupBy(answers, ({ request }) => `${request.path} ${request.key}`)) {
    const granted = all.filter(({ status }) => status === 200);
    const row = found.get(key);
    const told = new Set(granted.map(({ body }) => body.id ?? body.seq));
    expect({ key, rows: row?.rows ?? 0 }, JSON.stringify(all)).toEqual({
      key,
      rows: granted.length > 0 ? 1 : 0,
    });
    expect(told.size, `${key}: different answers ${[...told].join(', ')}`).toBeLessThanOrEqual(1);
    for (const { request } of all.slice(0, 1)) {
      const customer = customerKey(SHOP, request.customer);
      sums.set(customer, (sums.get(customer) ?? 0) + (row?.points ?? 0));
    }
  }
  // Nothing that nobody asked for.
  expect(rows.length).toBe([...found.keys()].filter((key) => answered(answers).has(key)).length);
  return sums;
}

const answered = (answers: readonly Answer[]) =>
  new Set(answers.map(({ request }) => `${request.path} ${request.key}`));

/** Balances by customer: what they earned and were given less what they spent; nothing where all of it has expired. */
export async function expectBalances(
  pool: pg.Pool,
  ...sums: readonly ReadonlyMap<string, number>[]
): Promise<void> {
  const customers = new Set(sums.flatMap((one) => [...one.keys()]));
  const { rows } = await pool.query<{ shop: string; customer: string; balance: number }>(
    'SELECT shop, customer_id::text AS customer, balance::int AS balance FROM member WHERE customer_id IS NOT NULL',
  );
  const is = rows
    .map(({ shop, customer, balance }) => [customerKey(shop, customer), balance] as const)
    .filter(([customer]) => customers.has(customer));
  const told = [...customers].map((customer) => {
    const sum = sums.reduce((all, one) => all + (one.get(customer) ?? 0), 0);
    return [customer, customer.startsWith(EXPIRING) ? 0 : sum] as const;
  });
  // Who only ordered as a guest is no member.
  expect(new Map([...told.map(([customer]) => [customer, 0] as const), ...is])).toEqual(new Map(told));
}

export async function expectWholeLedgers(deps: Pick<Deps, 'pool' | 'clock'>): Promise<void> {
  for (const shop of SHOPS) {
    const { faults } = await verifyLedger(deps, ShopIdSchema.parse(shop));
    expect({ shop, faults }).toEqual({ shop, faults: [] });
  }
}
