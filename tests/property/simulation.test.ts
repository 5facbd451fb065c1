// What simulating a draft tells is what settling with it really gives: random shops are simulated; a clone of their database has the draft as the
// version in force since then and is settled again; every order, month, level, market and balance is compared to the point.
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps, type Deps } from '../../app/deps.server.ts';
import { ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import { InstantSchema } from '../../app/domain/instant.ts';
import { localDate } from '../../app/domain/local-time.ts';
import { OrderStateSchema } from '../../app/domain/order-facts.ts';
import { ProgramSchema, type Program } from '../../app/domain/program.ts';
import type { Figure, Simulation } from '../../app/domain/simulation.ts';
import { stampOf } from '../../app/domain/stamp.ts';
import { levelNow } from '../../app/domain/tier-levels.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { publishProgram, resettledSince } from '../../app/services/publish-program.ts';
import { refreshTiers } from '../../app/services/refresh-tiers.ts';
import { settleOrders } from '../../app/services/settle-order.ts';
import { simulatedVersions } from '../../app/services/simulate-orders.ts';
import { simulateProgram } from '../../app/services/simulate-program.ts';
import { insertDeliveries } from '../../app/storage/inbox.ts';
import { enrolMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { insertVersion, publishedVersions } from '../../app/storage/programs.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import { dueForAll } from '../../app/storage/tier-standings.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { drainBatch } from '../../app/webhooks/drain-inbox.ts';
import { TOPICS } from '../../app/webhooks/topics.ts';
import { cloneOf, testDatabase, type TestDatabase } from '../support/database.ts';
import { type HistoryCase, historyCase, type Step } from '../support/history-choices.ts';
import { LONG, seed, TIME_LIMIT } from '../support/property.ts';

const SHOPS = LONG ? 3_000 : 120;
/** So many are lived, cloned and settled together. */
const AT_ONCE = 60;
const LATER = '2100-01-01T00:00:00Z';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

type Case = HistoryCase & { draft: Program; since: string };

const cases: fc.Arbitrary<Case> = fc
  .tuple(historyCase(), historyCase(), fc.nat(), fc.nat(3))
  .map(([one, other, pick, spread]) => {
    const moments = [...one.moments, ...one.versions.map((version) => version.publishedAt)];
    const at = moments[pick % moments.length] ?? LATER;
    const stays = (step: Step) =>
      step.kind !== 'join' || pick % 2 === 0 || step.customerId !== one.customers[1];
    return {
      ...one,
      // Whom an opt-in programme does not have, an automatic draft would.
      steps: one.steps.filter(stays),
      draft: ProgramSchema.parse(other.versions[0]?.program),
      // Beside a moment of the case, or before everything.
      since: spread === 0 ? '2000-01-01T00:00:00.000Z' : new Date(at).toISOString(),
    };
  });

function depsOf({ url, pool }: TestDatabase, now = LATER): Deps {
  const own = createDeps(parseEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'silent' }), pool);
  return { ...own, clock: { now: () => new Date(now) } };
}

async function quiet(deps: Deps): Promise<void> {
  while ((await drainBatch(deps)) > 0 || (await refreshTiers(deps)) > 0);
}

async function open(deps: Deps, index: number, one: Case): Promise<ShopId> {
  const shop = ShopIdSchema.parse(`simulated-${index}.myshopify.com`);
  await ensureShop(deps.pool, shop);
  const settings = [shop, one.timeZone, one.isDevelopment];
  await deps.pool.query('UPDATE shop SET time_zone = $2, is_development = $3 WHERE shop = $1', settings);
  for (const { publishedAt, program } of one.versions.slice(0, one.publishedAtFirst))
    await publish(shop, publishedAt, program);
  for (const { customerId, levelId, from, until } of one.placements) {
    const member = await inTransaction(deps.pool, async (tx) => {
      await enrolMembers(tx, shop, [{ customerId, enrolledAt: '2040-01-01T00:00:00Z' }]);
      return (await membersOfCustomers(tx, shop, [customerId])).get(customerId);
    });
    await deps.pool.query(
      `INSERT INTO tier_placement (shop, member_id, level, at, until, actor, key, input_hash) VALUES ($1, $2, $3, $4, $5, 'test', 'test', '')`,
      [shop, member, levelId, from, until],
    );
  }
  return shop;
}

async function publish(shop: ShopId, publishedAt: string, document: object): Promise<void> {
  expect(await publishProgram(depsOf(database, publishedAt), shop, { document })).toMatchObject({ ok: true });
}

async function live(deps: Deps, shop: ShopId, step: Step): Promise<void> {
  if (step.kind === 'deliver' || step.kind === 'merge') {
    const { topic, payload } = step.delivery;
    // As the door reads its header.
    const triggeredAt = InstantSchema.safeParse(step.delivery.triggeredAt).data ?? null;
    const webhookId = randomUUID();
    const receivedAt = LATER;
    const parsed = TOPICS.get(topic)?.(payload, { topic, webhookId, triggeredAt, receivedAt });
    if (!parsed?.ok) throw new Error(`${topic} was refused`);
    const digest = createHash('sha256').update(webhookId).digest('hex');
    const delivery = { shop, topic, webhookId, digest, eventId: null, triggeredAt, receivedAt };
    await insertDeliveries(deps.pool, [{ ...delivery, news: parsed.news, refused: null }]);
  } else if (step.kind === 'join') {
    const { customerId, at: joinedAt } = step;
    await joinProgramme(deps, shop, { customerId, joinedAt, termsVersion: null, source: 'api' });
  } else if (step.kind === 'publish') {
    await publish(shop, step.version.publishedAt, step.version.program);
  } else {
    const { customerId, points } = step;
    await adjustPoints(deps, shop, { customerId, points, reason: 'By hand', key: randomUUID() });
  }
}

/** The draft is the version in force since then, as if it had been published then, and every order is delivered once more. */
async function settleWith(deps: Deps, shop: ShopId, { draft, since }: Case): Promise<void> {
  const { pool } = deps;
  const versions = simulatedVersions(await publishedVersions(pool, shop), draft, since);
  const version = versions.at(-1);
  if (!version) throw new Error('no version');
  await inTransaction(pool, async (tx) => {
    await tx.query('DELETE FROM program_version WHERE shop = $1 AND published_at >= $2', [shop, since]);
    await insertVersion(tx, shop, version, LATER);
    await dueForAll(tx, shop, stampOf(since));
  });
  const { rows } = await pool.query<{ order_id: string; state: unknown }>(
    `SELECT order_id, state FROM order_facts WHERE shop = $1 AND processed_at >= $2 ORDER BY order_id`,
    [shop, resettledSince(version, versions.slice(0, -1))],
  );
  const news = rows.map(({ order_id: orderId, state }) => {
    const { order, refunds, fulfilledAt, deleted } = OrderStateSchema.parse(state);
    return { orderId, order, refunds, fulfilledAt, deleted };
  });
  await inTransaction(pool, (tx) => settleOrders(deps, tx, shop, news));
}

type Settled = {
  processed_at: Date;
  market: string | null;
  tier: string | null;
  points: string;
};

type Told = { orders: number; points: bigint };

/** Rows by key, without those of which there is nothing. */
function byKey(rows: readonly { key: string | null; told: Told }[]): [string | null, Told][] {
  const sums = new Map<string | null, Told>();
  for (const { key, told } of rows) {
    const sum = sums.get(key) ?? { orders: 0, points: 0n };
    sums.set(key, { orders: sum.orders + told.orders, points: sum.points + told.points });
  }
  return [...sums]
    .filter(([, { orders }]) => orders > 0)
    .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
}

const toldOf = ({ orders, points }: Figure): Told => ({ orders, points: BigInt(points) });

async function settledOf(deps: Deps, shop: ShopId, { since, timeZone }: Case) {
  const { rows } = await deps.pool.query<Settled>(
    `SELECT processed_at, market, level_before AS tier, (SELECT coalesce(sum(entry.points), 0) FROM entry
       WHERE entry.shop = $1 AND kind = 'order' AND source_kind = 'order' AND source_id = order_facts.order_id::text) AS points
     FROM order_facts LEFT JOIN tier_order USING (shop, order_id)
     WHERE order_facts.shop = $1 AND processed_at >= $2 AND customer_id IS NOT NULL`,
    [shop, since],
  );
  const of = (key: (row: Settled) => string | null) =>
    byKey(rows.map((row) => ({ key: key(row), told: { orders: 1, points: BigInt(row.points) } })));
  return {
    total: of(() => ''),
    months: of((row) => localDate(stampOf(row.processed_at.toISOString()), timeZone).slice(0, 7)),
    tiers: of((row) => row.tier),
    markets: of((row) => row.market),
  };
}

function simulatedOf({ total, months, tiers, markets }: Simulation, side: 'before' | 'after') {
  return {
    total: byKey([{ key: '', told: toldOf(total[side]) }]),
    months: byKey(months.map((row) => ({ key: row.month, told: toldOf(row[side]) }))),
    tiers: byKey(tiers.map((row) => ({ key: row.tier, told: toldOf(row[side]) }))),
    markets: byKey(markets.map((row) => ({ key: row.market, told: toldOf(row[side]) }))),
  };
}

async function held(deps: Deps, shop: ShopId, program: Program | null) {
  const { rows } = await deps.pool.query<{ tier_level: string | null; balance: string; customer_id: string }>(
    'SELECT tier_level, balance, customer_id FROM member WHERE shop = $1 AND merged_into IS NULL',
    [shop],
  );
  const levels = byKey(
    rows.map((row) => ({
      key: levelNow(program?.tiers ?? null, row.tier_level)?.id ?? null,
      told: { orders: 1, points: 0n },
    })),
  ).map(([level, { orders }]) => [level, orders]);
  const outstanding = rows.reduce(
    (all, { balance }) => all + (BigInt(balance) > 0n ? BigInt(balance) : 0n),
    0n,
  );
  return { levels, outstanding, members: rows.length };
}

const figures = { shops: 0, orders: 0, differ: 0, levels: 0, enrolled: 0 };

async function compare(
  one: Case,
  shop: ShopId,
  simulation: Simulation,
  before: Deps,
  after: Deps,
): Promise<void> {
  const what = { shop, since: one.since };
  expect({ ...what, ...simulatedOf(simulation, 'before') }).toEqual({
    ...what,
    ...(await settledOf(before, shop, one)),
  });
  expect({ ...what, ...simulatedOf(simulation, 'after') }).toEqual({
    ...what,
    ...(await settledOf(after, shop, one)),
  });
  const inForce = (await publishedVersions(before.pool, shop)).at(-1)?.program ?? null;
  const [now, then] = [await held(before, shop, inForce), await held(after, shop, one.draft)];
  const counts = (side: 'before' | 'after') =>
    simulation.levels.counts
      .filter((row) => row[side] > 0)
      .map((row) => [row.level, row[side]])
      .sort(([a], [b]) => (String(a ?? '') < String(b ?? '') ? -1 : 1));
  expect({ ...what, levels: counts('before') }).toEqual({ ...what, levels: now.levels });
  // Whom the draft would have enrolled is no member yet, and is not counted.
  if (then.members === now.members)
    expect({ ...what, levels: counts('after') }).toEqual({ ...what, levels: then.levels });
  const versions = [...one.versions.map(({ program }) => ProgramSchema.parse(program)), one.draft];
  expect(simulation.outstanding.before).toBe(String(now.outstanding));
  // A write-off hangs on the order in which an order's points went up and down.
  if (versions.every(({ refunds }) => refunds.debt === 'allow'))
    expect({ ...what, held: simulation.outstanding.after }).toEqual({
      ...what,
      held: String(then.outstanding),
    });
  figures.shops += 1;
  figures.orders += simulation.total.after.orders;
  figures.differ += simulation.total.after.points === simulation.total.before.points ? 0 : 1;
  figures.levels += simulation.levels.up + simulation.levels.down > 0 ? 1 : 0;
  figures.enrolled += then.members > now.members ? 1 : 0;
}

async function round(offset: number, drawn: readonly Case[]): Promise<void> {
  const deps = depsOf(database);
  const shops: { one: Case; shop: ShopId }[] = [];
  for (const [index, one] of drawn.entries())
    shops.push({ one, shop: await open(deps, offset + index, one) });
  const steps = Math.max(...drawn.map((one) => one.steps.length));
  for (let index = 0; index < steps; index++) {
    for (const { one, shop } of shops)
      for (const step of one.steps.slice(index, index + 1)) await live(deps, shop, step);
    await quiet(deps);
  }
  await deps.pool.query('UPDATE inbox SET due_at = received_at WHERE processed_at IS NULL');
  await quiet(deps);
  const simulations: Simulation[] = [];
  for (const { one, shop } of shops) {
    const simulated = await simulateProgram(deps, shop, { document: one.draft, since: one.since });
    if (!simulated.ok) throw new Error(`${shop}: ${JSON.stringify(simulated)}`);
    simulations.push(simulated.simulation);
  }
  const clone = await cloneOf(database);
  try {
    const settling = depsOf(clone);
    // What was published cannot be taken back, but here.
    await clone.pool.query('ALTER TABLE program_version DISABLE TRIGGER USER');
    for (const { one, shop } of shops) await settleWith(settling, shop, one);
    await quiet(settling);
    for (const [index, { one, shop }] of shops.entries()) {
      const simulation = simulations[index];
      if (simulation) await compare(one, shop, simulation, deps, settling);
    }
  } finally {
    await clone.drop();
  }
}

test(
  `${SHOPS} drafts would have issued what settling with them issues, by order month, level and market`,
  async () => {
    const drawn = fc.sample(fc.noShrink(cases), { seed, numRuns: SHOPS });
    for (let from = 0; from < SHOPS; from += AT_ONCE) await round(from, drawn.slice(from, from + AT_ONCE));
    console.log(`simulations against settling: ${JSON.stringify(figures)}`);
    expect(figures.differ).toBeGreaterThan(SHOPS / 3);
    expect(figures.levels).toBeGreaterThan(SHOPS / 10);
  },
  TIME_LIMIT,
);
