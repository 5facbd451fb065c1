// Redeeming: everybody at one balance, and everybody at their own.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { orderPayload } from '../../support/order-payload.ts';
import { deliver, mustEqual, openShop, type BenchShop } from '../bench-shop.ts';
import type { Context, Service } from '../context.ts';
import type { LoadResult } from '../load-plan.ts';
import { interleave, ratioGoal, type Contender, type Report, type Sample } from '../report.ts';
import { openRepeating } from '../hand-written-redeeming.ts';
import { openAccounts, redeemInSql } from '../redeem-by-hand.ts';
import { openReservations } from '../reserve-in-process.ts';
import { REWARD_POINTS } from '../reward.ts';
import { settleWaiting } from './settle.ts';

const CLIENTS = 16;
/** What a launch brings, beside the ordinary rush. The SQL has ten connections for either, as the app has; with 64 it was no faster. */
const CROWD = 64;
/** Of the requests at the hot balance, how many it has points for: the others must be refused. */
const AFFORDABLE = 0.9;
/** Within what the API allows a key in five seconds. */
const REQUESTS_PER_KEY = 400;
const FIRST_CUSTOMER = 6_500_000_000_000;
const [HOT, SPREAD] = ['one hot balance', 'spread'];
/** What the SQL does, by our own code in this process: neither HTTP nor a key nor Shopify. */
const [HOT_RESERVED, SPREAD_RESERVED] = [
  'the reservation alone, one hot balance',
  'the reservation alone, spread',
];
const HOT_SQL = 'UPDATE and INSERT in SQL, hot';
const SPREAD_SQL = 'UPDATE and INSERT in SQL, spread';
/** The same, in the minutes of the reservation alone. */
const [HOT_SQL_BESIDE, SPREAD_SQL_BESIDE] = [
  `${HOT_SQL}, beside the reservation`,
  `${SPREAD_SQL}, beside the reservation`,
];
/** The reservation and the SQL again, with a crowd of clients. */
const [HOT_CROWD, SPREAD_CROWD] = [
  `${HOT_RESERVED}, ${CROWD} clients`,
  `${SPREAD_RESERVED}, ${CROWD} clients`,
];
const [HOT_SQL_CROWD, SPREAD_SQL_CROWD] = [`${HOT_SQL}, ${CROWD} clients`, `${SPREAD_SQL}, ${CROWD} clients`];
/** What it would cost to write the same rows without any of our code. */
const [HOT_BY_HAND, SPREAD_BY_HAND] = [
  'the same rows by hand-written SQL, hot',
  'the same rows by hand-written SQL, spread',
];
/** What the SQL leaves out and no door can: HTTP, the key, and Shopify's code within the request. */
const HOT_HTTP = 'the same behind node:http with the call to Shopify, hot';
const SPREAD_HTTP = 'the same behind node:http with the call to Shopify, spread';

/** Members who each redeem once a round, and one for each round at whom everybody redeems. */
type Crowd = { spread: number[]; hot: number[] };

function crowdOf(first: number, count: number, rounds: number): Crowd {
  const ids = Array.from({ length: count + rounds }, (_, index) => first + index);
  return { spread: ids.slice(0, count), hot: ids.slice(count) };
}

/** Whom the requests of a round name. */
type Asked = (round: number) => readonly number[];

/** All of them the one of that round. */
const hotOf =
  ({ hot }: Crowd, requests: number): Asked =>
  (round) =>
    Array<number>(requests).fill(hot[round] ?? NaN);

const spreadOf =
  ({ spread }: Crowd): Asked =>
  () =>
    spread;

type Bench = { context: Context; shop: BenchShop; app: Service; requests: number; keys: string[] };

export async function redeem(context: Context): Promise<Report> {
  const requests = context.scaled(2_000, 100);
  const affordable = Math.floor(requests * AFFORDABLE);
  const customers = { count: 1, stride: 1 };
  const shop = await openShop(context, 'redeem', { customers, adminLatency: 0 });
  const app = await shop.startApp();
  const keys = await shop.apiKeys(Math.ceil((requests * 4) / REQUESTS_PER_KEY));
  const bench = { context, shop, app, requests, keys };
  const rounds = context.rounds + 1;
  // Members of their own for what comes through the door and for what does not: each is measured at balances that nobody else takes from.
  const [door, inner, many] = [0, 1, 2].map((crowd) =>
    crowdOf(FIRST_CUSTOMER + crowd * 1_000_000, requests, rounds),
  ) as [Crowd, Crowd, Crowd];
  const points = [door, inner, many].flatMap(({ spread, hot }) => [
    ...spread.map((id) => [id, rounds * REWARD_POINTS] as const),
    ...hot.map((id) => [id, affordable * REWARD_POINTS] as const),
  ]);
  await give(bench, points);
  const { pool } = await openAccounts(context.cluster, 'redeem_sql', points);
  const bare = await startBare(bench, points);
  const { measuredHot, measuredSpread } = await wholeRequests(bench, bare, pool, door);
  const { reservedHot, reservedSpread, crowdHot, crowdSpread } = await reservations(bench, pool, inner, many);
  const redeemed = 3 * rounds * (affordable + requests);
  await neverOverdrawn(shop, redeemed);
  await shop.verifyLedger();
  const measured = [reservedHot, reservedSpread, crowdHot, crowdSpread, measuredHot, measuredSpread];
  return {
    name: 'redeem',
    unit: 'requests',
    parameters: {
      clients: CLIENTS,
      'clients of a crowd': CROWD,
      'requests a round': requests,
      'of them affordable at the hot balance': affordable,
      rounds: context.rounds,
    },
    contenders: measured.flatMap((one) => one.contenders),
    ratios: measured.flatMap((one) => one.ratios),
    goals: [
      ratioGoal(reservedHot, HOT_SQL_BESIDE, 0.5),
      ratioGoal(reservedSpread, SPREAD_SQL_BESIDE, 0.5),
      ratioGoal(crowdHot, HOT_SQL_CROWD, 0.5),
      ratioGoal(crowdSpread, SPREAD_SQL_CROWD, 0.5),
      ratioGoal(measuredHot, HOT_HTTP, 0.5),
      ratioGoal(measuredSpread, SPREAD_HTTP, 0.5),
      ratioGoal(measuredHot, HOT_SQL, 0.5),
      ratioGoal(measuredSpread, SPREAD_SQL, 0.5),
    ],
    verified: [
      'in every round exactly as many were redeemed as the points sufficed for; the others were told 409',
      `${redeemed} redemptions, as many codes and entries; no balance ever below 0; ledger verify found no fault`,
    ],
    figures: {},
  };
}

/** Through the door, beside the SQL and the bare server. */
async function wholeRequests(bench: Bench, bare: Service, pool: Pool, door: Crowd) {
  const { context, app, requests } = bench;
  const affordable = Math.floor(requests * AFFORDABLE);
  const hot = hotOf(door, requests);
  const measuredHot = await interleave(
    [
      { name: HOT, run: (round) => redeemAll(bench, app, hot(round), affordable) },
      { name: HOT_SQL, run: (round) => redeemInSql(pool, hot(round), affordable, CLIENTS) },
      { name: HOT_HTTP, run: (round) => redeemAll(bench, bare, hot(round), affordable) },
    ],
    context,
  );
  const measuredSpread = await interleave(
    [
      { name: SPREAD, run: () => redeemAll(bench, app, door.spread, requests) },
      { name: SPREAD_SQL, run: () => redeemInSql(pool, door.spread, requests, CLIENTS) },
      { name: SPREAD_HTTP, run: () => redeemAll(bench, bare, door.spread, requests) },
    ],
    context,
  );
  return { measuredHot, measuredSpread };
}

/** The reservation beside the SQL: `inner`'s by ordinary clients, beside the same rows by hand, and `many`'s by a crowd of them. */
async function reservations({ context, shop, requests }: Bench, pool: Pool, inner: Crowd, many: Crowd) {
  const affordable = Math.floor(requests * AFFORDABLE);
  const reserve = openReservations(shop.database.url);
  const books = await context.cluster.database('redeem_by_hand', true);
  const repeating = await openRepeating(shop.database.pool, books.pool);
  const sides = (names: readonly [string, string], asked: Asked, enough: number, clients: number) => [
    { name: names[0], run: (round: number) => reserve.all(asked(round), enough, clients) },
    { name: names[1], run: (round: number) => redeemInSql(pool, asked(round), enough, clients) },
  ];
  const byHand = (name: string, enough: number) => ({
    name,
    run: () => repeating.all(requests, enough, CLIENTS),
  });
  // Meridian is always first: one of the others repeats what it wrote.
  const repeated = (contenders: Contender[]) => interleave(contenders, context, { rotate: false });
  const reservedHot = await repeated([
    ...sides([HOT_RESERVED, HOT_SQL_BESIDE], hotOf(inner, requests), affordable, CLIENTS),
    byHand(HOT_BY_HAND, affordable),
  ]);
  const reservedSpread = await repeated([
    ...sides([SPREAD_RESERVED, SPREAD_SQL_BESIDE], spreadOf(inner), requests, CLIENTS),
    byHand(SPREAD_BY_HAND, requests),
  ]);
  const ofCrowd = (...given: Parameters<typeof sides>) => interleave(sides(...given), context);
  const crowdHot = await ofCrowd([HOT_CROWD, HOT_SQL_CROWD], hotOf(many, requests), affordable, CROWD);
  const crowdSpread = await ofCrowd([SPREAD_CROWD, SPREAD_SQL_CROWD], spreadOf(many), requests, CROWD);
  await reserve.end();
  return { reservedHot, reservedSpread, crowdHot, crowdSpread };
}

/** Points by an order of as many dollars each. */
async function give({ app, shop }: Bench, points: readonly (readonly [number, number])[]): Promise<void> {
  const left = [...points];
  const lane = async () => {
    for (let one = left.pop(); one; one = left.pop()) {
      const [customerId, dollars] = one;
      await deliver(app, 'orders/paid', orderPayload({ customerId, lines: [{ price: `${dollars}.00` }] }));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, lane));
  await settleWaiting(shop);
}

async function startBare({ context, keys, shop }: Bench, points: readonly (readonly [number, number])[]) {
  const database = await openAccounts(context.cluster, 'redeem_http', points);
  const env = { DATABASE_URL: database.url, API_KEYS: keys.join(','), ADMIN_URL: shop.adminUrl };
  return context.start('bare', ['tests/bench/baseline-server.ts'], env, 'http');
}

async function redeemAll(
  { context, keys }: Bench,
  target: Service,
  customers: readonly number[],
  affordable: number,
): Promise<Sample> {
  const result: LoadResult = await context.load.run({
    kind: 'requests',
    urls: [target.url],
    connections: CLIENTS,
    requests: customers.map((customer, index) => ({
      method: 'POST',
      path: `/api/v1/members/${customer}/redemptions`,
      headers: {
        Authorization: `Bearer ${keys[index % keys.length]}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID(),
      },
      body: JSON.stringify({ rewardId: 'five-off', currency: 'USD' }),
      expect: '"code":"',
    })),
  });
  mustEqual('answers', result.statuses, expectedStatuses(customers.length, affordable));
  mustEqual('answers without a code', result.wrong, 0);
  const { p50, p99, generator } = result;
  return { rate: customers.length / result.seconds, p50, p99, generator };
}

function expectedStatuses(count: number, affordable: number): Record<string, number> {
  return { 200: affordable, ...(count > affordable && { 409: count - affordable }) };
}

async function neverOverdrawn({ database }: BenchShop, expected: number): Promise<void> {
  const { rows } = await database.pool.query<Record<string, string>>(
    `SELECT (SELECT count(*) FROM redemption) AS redemptions, (SELECT count(DISTINCT code) FROM redemption) AS codes,
            (SELECT count(*) FROM entry WHERE kind = 'redemption') AS entries, (SELECT min(balance) FROM member) AS lowest,
            (SELECT min(after) FROM (SELECT sum(points) OVER (PARTITION BY shop, member_id ORDER BY seq) AS after FROM entry) AS run) AS ever`,
  );
  const count = String(expected);
  mustEqual('redemptions', rows[0], {
    redemptions: count,
    codes: count,
    entries: count,
    lowest: '0',
    ever: '0',
  });
}
