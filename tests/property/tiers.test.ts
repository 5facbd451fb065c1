// What settling keeps of tiers, one delivery after the other, is what the whole history gives from scratch: through settling and PostgreSQL, after
// every step, whatever the order of deliveries, with versions, time and levels given by hand in between.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { canonicalInstant } from '../../app/domain/instant.ts';
import { memberId, ShopIdSchema, type MemberId, type ShopId } from '../../app/domain/ids.ts';
import { countsForMember } from '../../app/domain/enrolment.ts';
import { OrderStateSchema, ToldOrderSchema, type OrderNews } from '../../app/domain/order-facts.ts';
import { orderNews } from '../../app/services/order-news.ts';
import { emptyOrderState } from '../../app/domain/order-state.ts';
import { stampOf } from '../../app/domain/stamp.ts';
import { memberHistory } from '../../app/domain/tier-history.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { resettledSince } from '../../app/services/publish-program.ts';
import { refreshTiers } from '../../app/services/refresh-tiers.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { enqueueResettling } from '../../app/storage/inbox.ts';
import { membershipsOf } from '../../app/storage/members.ts';
import { insertVersion, publishedVersions } from '../../app/storage/programs.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import { dueForAll, readStandings } from '../../app/storage/tier-standings.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { type MemberCase, memberCase } from '../support/member-choices.ts';
import { versionsOf } from '../support/member-case-models.ts';
import { LONG, seed } from '../support/property.ts';

const HISTORIES = LONG ? 5_000 : 150;
/** Whom orders go to, and come back from. */
const OTHER = '4343';

let database: TestDatabase;
let deps: Deps;
let clock = '2026-01-01T00:00:00Z';
let shops = 0;

beforeAll(async () => {
  database = await testDatabase();
  const own = createDeps(
    parseEnvironment({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }),
    database.pool,
  );
  deps = { ...own, clock: { now: () => new Date(clock) } };
});
afterAll(() => database.drop());

/** Everything looked up, so that no order waits. */
function lookupsOf(one: MemberCase, news: readonly OrderNews[], index: number) {
  const facts = news.flatMap(({ order }) => order?.facts ?? []);
  const known = one.orders[index]?.lookups ?? { customerTags: {}, lines: {} };
  const products = facts.flatMap(({ lines }) => lines.flatMap(({ productId }) => productId ?? []));
  const customers = [OTHER, ...facts.flatMap(({ customerId }) => customerId ?? [])];
  return {
    customerTags: { ...Object.fromEntries(customers.map((id) => [id, []])), ...known.customerTags },
    lines: {
      ...Object.fromEntries(products.map((id) => [id, { tags: [], collectionIds: [] }])),
      ...known.lines,
    },
  };
}

async function openShop(one: MemberCase, told: readonly OrderNews[][]): Promise<ShopId> {
  const shop = ShopIdSchema.parse(`tiers-${(shops += 1)}.myshopify.com`);
  await ensureShop(deps.pool, shop);
  await deps.pool.query('UPDATE shop SET time_zone = $2, is_development = $3 WHERE shop = $1', [
    shop,
    one.timeZone,
    one.shopIsDevelopment,
  ]);
  for (const [index, news] of told.entries()) {
    const state = { ...emptyOrderState, lookups: lookupsOf(one, news, index) };
    await deps.pool.query('INSERT INTO order_facts (shop, order_id, state) VALUES ($1, $2, $3)', [
      shop,
      news[0]?.orderId,
      JSON.stringify(state),
    ]);
  }
  return shop;
}

/** Publishes what came into force by the clock, as publishing does. */
async function publishDue(shop: ShopId, one: MemberCase): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    const known = await publishedVersions(tx, shop);
    for (const version of versionsOf(one)) {
      if (
        known.some(({ number }) => number === version.number) ||
        stampOf(version.publishedAt) > stampOf(clock)
      )
        continue;
      const since = resettledSince(version, await publishedVersions(tx, shop));
      await insertVersion(tx, shop, version, clock);
      await enqueueResettling(tx, shop, `publish-${version.number}`, since, clock);
      await dueForAll(tx, shop, stampOf(version.publishedAt));
    }
  });
}

async function place(shop: ShopId, one: MemberCase): Promise<void> {
  const { rows } = await deps.pool.query<{ member_id: string }>(
    'SELECT member_id FROM member WHERE shop = $1',
    [shop],
  );
  const [placed] = one.placements.filter(({ from }) => stampOf(from) <= stampOf(clock));
  if (!rows[0] || !placed) return;
  await deps.pool.query(
    `INSERT INTO tier_placement (shop, member_id, level, at, until, actor, key, input_hash)
     VALUES ($1, $2, $3, $4, $5, 'test', 'test', '\\x00') ON CONFLICT DO NOTHING`,
    [shop, rows[0].member_id, placed.levelId, placed.from, placed.until],
  );
  await inTransaction(deps.pool, (tx) => dueForAll(tx, shop, stampOf(placed.from)));
}

async function quiet(): Promise<void> {
  while ((await drainBatch(deps)) > 0 || (await refreshTiers(deps)) > 0);
}

type Kept = { order_id: string; level_before: string | null; first_order: boolean; member_id: string };

/** What is kept of every member, beside what their history gives. */
async function compare(shop: ShopId, one: MemberCase): Promise<void> {
  const { rows: orders } = await deps.pool.query<{
    member_id: string;
    state: unknown;
    target: string;
    posted: string;
  }>(
    `SELECT member_id, state, target, (SELECT coalesce(sum(points), 0) FROM entry
       WHERE entry.shop = $1 AND kind = 'order' AND source_kind = 'order' AND source_id = order_id::text) AS posted
     FROM order_facts WHERE shop = $1 AND member_id IS NOT NULL`,
    [shop],
  );
  const { rows: kept } = await deps.pool.query<Kept>('SELECT * FROM tier_order WHERE shop = $1', [shop]);
  expect(kept.length).toBe(orders.length);
  const { rows: members } = await deps.pool.query<{ member_id: string; tier_retry_at: Date | null }>(
    'SELECT member_id, tier_retry_at FROM member WHERE shop = $1',
    [shop],
  );
  expect(members.filter((row) => row.tier_retry_at !== null)).toEqual([]);
  const ids = members.map((row) => memberId(row.member_id));
  const versions = await publishedVersions(deps.pool, shop);
  const memberships = await membershipsOf(deps.pool, shop, ids);
  const standings = await readStandings(deps.pool, shop, ids);
  for (const id of ids) {
    const own = orders.filter((row) => row.member_id === id);
    const history = memberHistory({
      orders: own.map((row) => OrderStateSchema.parse(row.state)),
      versions,
      placements: standings.get(id)?.placements ?? [],
      shopIsDevelopment: one.shopIsDevelopment,
      timeZone: one.timeZone,
      isMember: ({ order }) =>
        order !== null && countsForMember(versions, memberships.get(id) ?? null, order.facts.processedAt),
    });
    const keptOf = new Map(kept.filter((row) => row.member_id === id).map((row) => [row.order_id, row]));
    const told = own.map(({ state, target, posted }) => {
      const orderId = OrderStateSchema.parse(state).order?.facts.orderId ?? '';
      const row = keptOf.get(orderId);
      return {
        orderId,
        level: row?.level_before,
        first: row?.first_order,
        target: BigInt(target),
        posted: BigInt(posted),
      };
    });
    expect(told).toEqual(
      told.map(({ orderId }) => {
        const points = history.targets.get(orderId)?.points;
        const [level, first] = [history.levelBefore.get(orderId), history.firstOrder.get(orderId)];
        return { orderId, level, first, target: points, posted: points };
      }),
    );
    compareLevel(id, history.levelAt(clock), standings);
  }
}

const figures = { standings: 0, known: 0, levels: 0 };

function compareLevel(
  id: MemberId,
  expected: ReturnType<ReturnType<typeof memberHistory>['levelAt']>,
  standings: Awaited<ReturnType<typeof readStandings>>,
): void {
  const standing = standings.get(id);
  figures.standings += 1;
  if (!standing?.known) return;
  figures.known += 1;
  figures.levels += expected === null ? 0 : 1;
  const text = (stamp: string | null) => (stamp === null ? null : canonicalInstant(stamp));
  const { level, since, until } = standing;
  expect(level === null ? null : { id: level, since: text(since), until: text(until) }).toEqual(expected);
}

const dealt = fc.tuple(
  memberCase(),
  fc.array(fc.nat(), { maxLength: 12 }),
  fc.array(fc.integer({ min: 1, max: 4 })),
  fc.array(
    fc.record({
      order: fc.constantFrom(1, 1, 0, 2, 3),
      to: fc.constantFrom('other', 'back', 'date', 'date'),
      days: fc.nat(800),
    }),
    {
      maxLength: 12,
    },
  ),
);
type Move = { order: number; to: string; days: number };

/** The order as it is known, newer than all that was told before, with another customer or moment. */
async function moved(shop: ShopId, one: MemberCase, move: Move, number: number): Promise<OrderNews[]> {
  const { rows } = await deps.pool.query<{ state: unknown }>(
    `SELECT state FROM order_facts WHERE shop = $1 AND state->'order' <> 'null' ORDER BY processed_at, order_id`,
    [shop],
  );
  const { order } = OrderStateSchema.parse(
    rows[move.order % Math.max(1, rows.length)]?.state ?? emptyOrderState,
  );
  if (!order) return [];
  const later = (at: string) => new Date(Date.parse(at) + move.days * 86_400_000).toISOString();
  const change = {
    ...(move.to === 'other' ? { customerId: OTHER } : {}),
    ...(move.to === 'back' ? { customerId: one.customerId } : {}),
    ...(move.to === 'date' ? { processedAt: later(order.facts.processedAt) } : {}),
  };
  const updatedAt = `2998-01-01T00:00:${String(number).padStart(2, '0')}Z`;
  const facts = { ...order.facts, ...change, updatedAt };
  const { orderId } = order.facts;
  const digest = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  const told = { orderId, order: { ...order, facts, triggeredAt: updatedAt, hash: digest } };
  return [orderNews(ToldOrderSchema.parse({ ...told, refunds: [], fulfilledAt: null, deleted: false }))];
}

async function live(
  one: MemberCase,
  picks: readonly number[],
  sizes: readonly number[],
  moves: readonly Move[],
): Promise<void> {
  const told = one.told.map((news) => news.map((each) => orderNews(ToldOrderSchema.parse(each))));
  const times = [...one.moments, '2999-01-01T00:00:00Z'].map(stampOf).sort().map(canonicalInstant);
  clock = times[0] ?? clock;
  const shop = await openShop(one, told);
  await publishDue(shop, one);
  const queues = told.map((news) => [...news]);
  for (let step = 0; queues.some((queue) => queue.length > 0); step++) {
    const batch: OrderNews[] = [];
    for (let size = sizes[step] ?? 1; size > 0; size--) {
      const open = queues.filter((queue) => queue.length > 0);
      const next = open[(picks[step] ?? 0) % Math.max(1, open.length)]?.shift();
      if (next) batch.push(next);
    }
    await inTransaction(deps.pool, (tx) => settleOrders(deps, tx, shop, batch));
    await quiet();
    await compare(shop, one);
    if ((picks[step] ?? 0) % 3 === 0 && times.length > 1) {
      times.shift();
      clock = times[0] ?? clock;
      await publishDue(shop, one);
      await place(shop, one);
      await quiet();
      await compare(shop, one);
    }
  }
  clock = times.at(-1) ?? clock;
  await publishDue(shop, one);
  await quiet();
  await compare(shop, one);
  for (const [number, move] of moves.entries()) {
    const news = await moved(shop, one, move, number);
    await inTransaction(deps.pool, (tx) => settleOrders(deps, tx, shop, news));
    await quiet();
    await compare(shop, one);
  }
}

test('levels, places and points are those of the whole history, after every step', async () => {
  await fc.assert(
    fc.asyncProperty(dealt, ([one, picks, sizes, moves]) => live(one, picks, sizes, moves)),
    { seed, numRuns: HISTORIES, endOnFailure: process.env.FAST === '1' },
  );
  console.log(`levels that are kept: ${JSON.stringify(figures)}`);
  // Of those that are not known nothing is compared.
  expect(figures.known).toBeGreaterThan(figures.standings / 2);
  expect(figures.levels).toBeGreaterThan(0);
});
