// Whole histories through HTTP, inbox, worker and PostgreSQL against the naive model of tests/naive: each is a shop of its own, with its
// versions, members, orders, deliveries in any order, points given and taken by hand; the ledger's invariants hold after every step.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Deps } from '../../app/deps.server.ts';
import { type MemberId, ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import { memberPast } from '../../app/queries/member-past.ts';
import { orderPoints } from '../../app/queries/order-points.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { verifyLedger } from '../../app/services/verify-ledger.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { enrolMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { ensureShop } from '../../app/storage/shops.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { NaiveMember, type Verdict } from '../naive/member.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type HistoryCase, historyCase, type Step } from '../support/history-choices.ts';
import { LONG, seed, TIME_LIMIT } from '../support/property.ts';
import { sendWebhook } from '../support/signed-webhook.ts';
import { ordersOfCustomer, toldOrders } from '../support/told-orders.ts';

const HISTORIES = LONG ? 5_000 : 500;
/** So many shops live at a time; they share one app and one worker. */
const AT_ONCE = 100;

let engine: Engine;
let database: Engine['database'];
let app: Engine['app'];
let worker: Engine['worker'];
let deps: Engine['deps'];

beforeAll(async () => {
  engine = await startEngine();
  ({ database, app, worker, deps } = engine);
});
afterAll(() => engine.stop());

type Life = HistoryCase & { shop: ShopId; first: string };
/** As if the clock stood there. */
const at = (instant: string): Deps => ({ ...deps, clock: { now: () => new Date(instant) } });

async function open(index: number, one: HistoryCase): Promise<Life> {
  const shop = ShopIdSchema.parse(`history-${index}.myshopify.com`);
  await ensureShop(database.pool, shop);
  await database.pool.query('UPDATE shop SET time_zone = $2, is_development = $3 WHERE shop = $1', [
    shop,
    one.timeZone,
    one.isDevelopment,
  ]);
  for (const version of one.versions.slice(0, one.publishedAtFirst)) await publish(shop, version);
  for (const { customerId, levelId, from, until } of one.placements) {
    const member = await memberOf(shop, customerId, true);
    await database.pool.query(
      `INSERT INTO tier_placement (shop, member_id, level, at, until, actor, key, input_hash) VALUES ($1, $2, $3, $4, $5, 'test', 'test', '')`,
      [shop, member, levelId, from, until],
    );
  }
  return { ...one, shop, first: one.versions[0]?.publishedAt ?? '' };
}

/** What it makes due at its moment is due now. */
async function publish(shop: ShopId, { publishedAt, program }: HistoryCase['versions'][number]) {
  expect(await publishProgram(at(publishedAt), shop, { document: program })).toMatchObject({ ok: true });
  await due(shop);
}

const due = (shop: ShopId) =>
  database.pool.query('UPDATE inbox SET due_at = now() WHERE shop = $1 AND due_at > now()', [shop]);

function memberOf(shop: ShopId, customerId: string, enrol = false): Promise<MemberId | undefined> {
  return inTransaction(database.pool, async (tx) => {
    if (enrol) await enrolMembers(tx, shop, [{ customerId, enrolledAt: '2040-01-01T00:00:00Z' }]);
    return (await membersOfCustomers(tx, shop, [customerId])).get(customerId);
  });
}

async function live(shop: ShopId, step: Step): Promise<void> {
  if (step.kind === 'deliver' || step.kind === 'merge') {
    expect((await sendWebhook(app.url, { shop, ...step.delivery })).status).toBe(200);
  } else if (step.kind === 'join') {
    const { customerId, at: joinedAt } = step;
    const request = { customerId, joinedAt, termsVersion: null, source: 'api' as const };
    // After every moment of a case, since nobody joins in the future.
    expect(await joinProgramme(at('2100-01-01T00:00:00Z'), shop, request)).toEqual({ ok: true });
    await due(shop);
  } else if (step.kind === 'publish') {
    await publish(shop, step.version);
  } else {
    const { customerId, points } = step;
    await adjustPoints(deps, shop, { customerId, points, reason: 'By hand', key: randomUUID() });
  }
}

/** What the worker could not settle at once: an error in its log, or nothing. */
const failures = (): string =>
  worker
    .output()
    .match(/.*"delivery failed".*/g)
    ?.slice(0, 3)
    .join('\n') ?? 'no failure';

/** The first step of every history, all settled; then the second of every one; so that each history passes through many states. */
async function liveThrough(lives: readonly Life[]): Promise<void> {
  const steps = Math.max(...lives.map((one) => one.steps.length));
  for (let index = 0; index < steps; index++) {
    const now = lives.filter(({ steps: own }) => index < own.length);
    await Promise.all(
      now.flatMap(({ shop, steps: own }) => own.slice(index, index + 1).map((step) => live(shop, step))),
    );
    await vi.waitFor(
      async () => {
        const { rows } = await database.pool.query<{ waiting: string }>(
          'SELECT count(*) AS waiting FROM inbox WHERE processed_at IS NULL AND refused IS NULL',
        );
        expect(rows[0]?.waiting, failures()).toBe('0');
      },
      { timeout: 60_000, interval: 10 },
    );
    const faults = await Promise.all(now.map(({ shop }) => ledgerFaults(database.pool, shop)));
    expect(faults.flat()).toEqual([]);
  }
}

/** What the naive model says of the shop: its orders, and each customer's own history. */
function expectedOf(one: Life) {
  const deliveries = one.steps.flatMap((step) => (step.kind === 'deliver' ? step.delivery : []));
  const orders = toldOrders(deliveries);
  const isMerged = one.steps.some(({ kind }) => kind === 'merge');
  const customers = isMerged ? [one.customers] : one.customers.map((customerId) => [customerId]);
  const members = customers.map((ids) => {
    const joins = one.steps.flatMap((step) =>
      step.kind === 'join' && ids.includes(step.customerId) ? step.at : [],
    );
    const own = new NaiveMember({
      orders: ids.flatMap((customerId) => ordersOfCustomer(orders, customerId)),
      versions: one.versions,
      placements: one.placements.filter(({ customerId }) => ids.includes(customerId)),
      shopIsDevelopment: one.isDevelopment,
      timeZone: one.timeZone,
      enrolledAt: null,
      joinedAt: joins.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    });
    return { customerId: ids[0] ?? '', own };
  });
  const verdicts = new Map<string, Verdict>(members.flatMap(({ own }) => [...own.verdicts()]));
  return { orderIds: [...orders.keys()], members, verdicts };
}

const figures = { orders: 0, earn: 0, reversed: 0, levels: 0, members: 0, boosted: 0 };

async function expectAsTheNaive(one: Life): Promise<void> {
  const { orderIds, members, verdicts } = expectedOf(one);
  for (const orderId of orderIds) {
    const is = await orderPoints(database.pool, one.shop, orderId);
    const verdict = verdicts.get(orderId);
    const points = Number(verdict?.points ?? 0n);
    const what = { shop: one.shop, orderId, target: is?.target, posted: is?.posted };
    expect(what).toEqual({ shop: one.shop, orderId, target: points, posted: points });
    figures.orders += 1;
    figures.earn += points > 0 ? 1 : 0;
    figures.boosted += verdict && verdict.points > verdict.basePoints ? 1 : 0;
  }
  // Of levels to come Meridian says nothing yet.
  const all = [...one.moments, ...one.versions.map(({ publishedAt }) => publishedAt), one.first];
  const moments = all.filter((moment) => Date.parse(moment) <= Date.now());
  for (const { customerId, own } of members) {
    const member = await memberOf(one.shop, customerId);
    // Of members without an order no level is kept.
    if (member === undefined || own.verdicts().size === 0) continue;
    const levels = await Promise.all(
      moments.map(async (moment) => {
        const past = await memberPast(
          database.pool,
          one.shop,
          member,
          new Date(moment).toISOString(),
          'recorded',
        );
        // Before they were a member they had no level to show; what the model says of then acts on the orders all the same.
        const isMember = past !== null && Date.parse(past.member.enrolledAt) <= Date.parse(moment);
        return { is: past?.tier.level, told: isMember ? own.levelAt(moment) : null };
      }),
    );
    const is = {
      shop: one.shop,
      customerId,
      levels: moments.map((moment, index) => [moment, levels[index]?.is]),
    };
    const naive = moments.map((moment, index) => [moment, levels[index]?.told]);
    expect(is).toEqual({ shop: one.shop, customerId, levels: naive });
    figures.members += 1;
    figures.levels += new Set(levels.map((level) => level.is)).size > 1 ? 1 : 0;
  }
  expect(await verifyLedger(deps, one.shop)).toMatchObject({ faults: [] });
}

test(
  `${HISTORIES} histories through HTTP, inbox and PostgreSQL end as the naive model says`,
  async () => {
    const cases = fc.sample(fc.noShrink(historyCase()), { seed, numRuns: HISTORIES });
    for (let from = 0; from < HISTORIES; from += AT_ONCE) {
      const lives: Life[] = [];
      for (const [index, one] of cases.slice(from, from + AT_ONCE).entries())
        lives.push(await open(from + index, one));
      await liveThrough(lives);
      for (const one of lives) await expectAsTheNaive(one);
    }
    const { rows } = await database.pool.query<{ reversed: string; entries: string }>(
      `SELECT count(*) FILTER (WHERE points < 0 AND kind = 'order') AS reversed, count(*) AS entries FROM entry`,
    );
    console.log(`histories against the naive model: ${JSON.stringify({ ...figures, ...rows[0] })}`);
    expect(figures.earn).toBeGreaterThan(figures.orders / 6);
    expect(figures.boosted).toBeGreaterThan(figures.orders / 12);
    expect(figures.levels).toBeGreaterThan(figures.members / 6);
    expect(Number(rows[0]?.reversed)).toBeGreaterThan(HISTORIES / 6);
  },
  TIME_LIMIT,
);
