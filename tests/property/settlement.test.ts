// Whatever order and however often an order's deliveries come, its points are the same: through HTTP, inbox, worker and PostgreSQL,
// against target() over the deliveries as they happened. Each history is a shop of its own, with a programme of its own.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { target, type Target } from '../../app/domain/earning.ts';
import { ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import { emptyOrderState, mergeOrderNews } from '../../app/domain/order-state.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { orderPoints } from '../../app/queries/order-points.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { saveDraft } from '../../app/services/save-draft.ts';
import { verifyLedger } from '../../app/services/verify-ledger.ts';
import { orderNews } from '../../app/services/order-news.ts';
import { ledgerFaults } from '../../app/storage/audit-invariants.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { orderHistory, refundHistory, type Delivery } from '../support/order-arbitrary.ts';
import { sendWebhook } from '../support/signed-webhook.ts';
import { toldNews } from '../support/told-news.ts';

const LONG = process.env.LONG === '1';
const HISTORIES = LONG ? 3_000 : 120;
const REFUNDS = LONG ? 1_000 : 50;
const PURE_RUNS = LONG ? 100_000 : 2_000;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
console.log(`settlement properties: SEED=${seed}`);

const PUBLISHED_AT = '2026-01-01T00:00:00.000Z';

/** What the order is worth by the pure rules, from deliveries in the given order. */
function worthOf(document: unknown, deliveries: readonly Delivery[]): Target {
  const state = deliveries.map((one) => orderNews(toldNews(one))).reduce(mergeOrderNews, emptyOrderState);
  const version = { number: 1, publishedAt: PUBLISHED_AT, program: ProgramSchema.parse(document) };
  return target(
    state,
    { shopIsDevelopment: false, member: true, programPublished: true, level: null, firstOrder: false },
    version,
  );
}

/** Every delivery at least once, up to three times, in any order. */
const scrambled = (deliveries: readonly Delivery[]) =>
  fc
    .tuple(
      fc.array(fc.nat({ max: deliveries.length - 1 }), { maxLength: 2 * deliveries.length }),
      fc.infiniteStream(fc.nat()),
    )
    .map(([again, keys]) => {
      const all = [...deliveries, ...again.map((index) => deliveries[index]!)];
      return all
        .map((delivery) => ({ delivery, key: keys.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ delivery }) => delivery);
    });

test('by the pure rules: any permutation and duplication gives the same points and the same explanation', () => {
  const lives = orderHistory().chain((history) =>
    fc.record({ history: fc.constant(history), arrived: scrambled(history.deliveries) }),
  );
  fc.assert(
    fc.property(lives, ({ history, arrived }) => {
      expect(worthOf(history.program, arrived)).toEqual(worthOf(history.program, history.deliveries));
    }),
    { seed, numRuns: PURE_RUNS },
  );
});

test('by the pure rules: several partial refunds equal one', () => {
  fc.assert(
    fc.property(refundHistory(), ({ program, order, apart, together, full }) => {
      const [several, one] = [
        worthOf(program, [...order, ...apart]),
        worthOf(program, [...order, ...together]),
      ];
      expect(several.points).toBe(one.points);
      if (full) expect(several.points).toBe(0n);
    }),
    { seed, numRuns: PURE_RUNS },
  );
});

type Told = { shop: ShopId; orderId: string; deliveries: Delivery[]; expected: bigint };

let engine: Engine;
let database: Engine['database'];
let app: Engine['app'];
let deps: Engine['deps'];

beforeAll(async () => {
  engine = await startEngine();
  ({ database, app, deps } = engine);
});
afterAll(() => engine.stop());

async function openShop(name: string, program: unknown): Promise<ShopId> {
  const shop = ShopIdSchema.parse(`${name}.myshopify.com`);
  expect(await saveDraft(deps, shop, program)).toMatchObject({ ok: true });
  expect(await publishProgram(deps, shop, { publishedAt: PUBLISHED_AT })).toMatchObject({
    ok: true,
    number: 1,
  });
  return shop;
}

/** The first delivery of every history, all settled; then the second of every one; so that each history passes through many states. */
async function liveThrough(all: readonly Told[]): Promise<void> {
  const steps = Math.max(...all.map((one) => one.deliveries.length));
  for (let step = 0; step < steps; step++) {
    const due = all.flatMap(({ shop, deliveries }) => {
      const delivery = deliveries[step];
      return delivery ? [{ shop, delivery }] : [];
    });
    const answers = await Promise.all(
      due.map(({ shop, delivery }) => sendWebhook(app.url, { shop, ...delivery })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    await vi.waitFor(
      async () => {
        const { rows } = await database.pool.query<{ waiting: string }>(
          'SELECT count(*) AS waiting FROM inbox WHERE processed_at IS NULL',
        );
        expect(rows[0]?.waiting).toBe('0');
      },
      { timeout: 60_000, interval: 20 },
    );
    const faults = await Promise.all(due.map(({ shop }) => ledgerFaults(database.pool, shop)));
    expect(faults.flat()).toEqual([]);
  }
}

async function expectPoints(all: readonly Told[]): Promise<void> {
  for (const { shop, orderId, expected } of all) {
    const points = await orderPoints(database.pool, shop, orderId);
    expect({ shop, target: points?.target, posted: points?.posted }).toEqual({
      shop,
      target: Number(expected),
      posted: Number(expected),
    });
    expect(await verifyLedger(deps, shop)).toMatchObject({ faults: [] });
  }
}

type History = { program: unknown; deliveries: readonly Delivery[] };

/** Whether it carries points at some time. */
const everEarns = ({ program, deliveries }: History) =>
  deliveries.some((_, index) => worthOf(program, deliveries.slice(0, index + 1)).points > 0n);

/** So many, five of six with points at some time: most random programmes give random orders nothing, which soon tells no more. */
function mostlyEarning<Drawn>(
  arbitrary: fc.Arbitrary<Drawn>,
  count: number,
  historyOf: (one: Drawn) => History,
): Drawn[] {
  const sample = fc.sample(arbitrary, { seed, numRuns: count * 5 });
  const { earning = [], idle = [] } = Object.groupBy(sample, (one) =>
    everEarns(historyOf(one)) ? 'earning' : 'idle',
  );
  const most = Math.trunc((count * 5) / 6);
  expect(earning.length).toBeGreaterThanOrEqual(most);
  return [...earning.slice(0, most), ...idle, ...earning.slice(most)].slice(0, count);
}

test(`${HISTORIES} histories, permuted and duplicated, through HTTP, inbox and PostgreSQL`, async () => {
  const lives = orderHistory().chain((history) =>
    fc.record({ history: fc.constant(history), arrived: scrambled(history.deliveries) }),
  );
  const told: Told[] = [];
  const drawn = mostlyEarning(lives, HISTORIES, ({ history }) => history);
  for (const [index, { history, arrived }] of drawn.entries()) {
    const shop = await openShop(`history-${index}`, history.program);
    told.push({
      shop,
      orderId: history.orderId,
      deliveries: arrived,
      expected: worthOf(history.program, history.deliveries).points,
    });
  }
  expect(told).toHaveLength(HISTORIES);
  await liveThrough(told);
  await expectPoints(told);
  const { rows } = await database.pool.query<{ shops: string; entries: string }>(
    'SELECT count(DISTINCT shop) AS shops, count(*) AS entries FROM entry',
  );
  console.log(`histories with entries: ${rows[0]?.shops} of ${HISTORIES}, ${rows[0]?.entries} entries`);
  expect(Number(rows[0]?.shops)).toBeGreaterThan(HISTORIES / 2);
});

test(`${REFUNDS} orders, refunded bit by bit and at once, through HTTP, inbox and PostgreSQL`, async () => {
  const told: Told[] = [];
  const drawn = mostlyEarning(refundHistory(), REFUNDS, ({ program, order }) => ({
    program,
    deliveries: order,
  }));
  for (const [index, history] of drawn.entries()) {
    const expected = worthOf(history.program, [...history.order, ...history.together]).points;
    const { orderId, program, order, apart, together } = history;
    told.push({
      shop: await openShop(`apart-${index}`, program),
      orderId,
      deliveries: [...order, ...apart],
      expected,
    });
    told.push({
      shop: await openShop(`together-${index}`, program),
      orderId,
      deliveries: [...order, ...together],
      expected,
    });
    if (history.full) expect(expected).toBe(0n);
  }
  await liveThrough(told);
  await expectPoints(told);
});
