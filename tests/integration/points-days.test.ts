// Home's daily sums: those of closed days and the entries since come to the ledger, whatever happened.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberId, type ShopId } from '../../app/domain/ids.ts';
import { ENTRY_KINDS, type EntryKind } from '../../app/domain/ledger.ts';
import { netOf } from '../../app/domain/points-flow.ts';
import { dateOf, lastDays, shopDays } from '../../app/domain/shop-days.ts';
import { closeLedgerDays } from '../../app/services/close-ledger-days.ts';
import { foldPoints } from '../../app/services/fold-points.ts';
import { pointsBefore, pointsOfDays, readFold } from '../../app/storage/points-days.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { ledgerShops } from '../support/ledger-shops.ts';
import { LONG, seed } from '../support/property.ts';

const DAY = 86_400_000;
const BEGIN = Date.parse('2026-01-31T12:00:00Z');
const ZONES = ['UTC', 'America/New_York', 'Asia/Tokyo', 'Asia/Kathmandu'] as const;

let database: TestDatabase;
let shops: ReturnType<typeof ledgerShops>;
beforeAll(async () => {
  database = await testDatabase();
  shops = ledgerShops(database.pool);
});
afterAll(() => database.drop());

const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);
const depsAt = (at: number | string) => ({ pool: database.pool, clock: { now: () => new Date(at) } });

/** The ledger itself, entry by entry. */
async function summedByHand(shop: ShopId, timeZone: string): Promise<Map<string, bigint>> {
  const { rows } = await sql('SELECT effective_at, kind, points FROM entry WHERE shop = $1', [shop]);
  const sums = new Map<string, bigint>();
  for (const { effective_at: at, kind, points } of rows as {
    effective_at: Date;
    kind: string;
    points: string;
  }[]) {
    const sign = points.startsWith('-') ? 'lost' : 'gained';
    const key = `${dateOf(at, timeZone)} ${kind} ${sign}`;
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(points.replace('-', '')));
  }
  return sums;
}

async function summedBySums(shop: ShopId): Promise<Map<string, bigint>> {
  const fold = await readFold(database.pool, shop);
  const days = shopDays(new Date(BEGIN - 500 * DAY), new Date(BEGIN + 200 * DAY), fold?.timeZone ?? 'UTC');
  const rows = await pointsOfDays(database.pool, shop, days, fold?.through ?? null);
  const sums = rows.flatMap(({ day, kind, gained, lost }): [string, bigint][] => [
    [`${day} ${kind} gained`, gained],
    [`${day} ${kind} lost`, lost],
  ]);
  return new Map(sums.filter(([, points]) => points !== 0n));
}

/** What was held before the last 30 days, and what these changed. */
async function heldBySums(shop: ShopId, now: number): Promise<bigint> {
  const fold = await readFold(database.pool, shop);
  const days = lastDays(30, new Date(now), fold?.timeZone ?? 'UTC');
  const rows = await pointsOfDays(database.pool, shop, days, fold?.through ?? null);
  return netOf(rows) + (await pointsBefore(database.pool, shop, days, fold?.through ?? null));
}

const heldByHand = (sums: Map<string, bigint>) =>
  [...sums].reduce((held, [key, points]) => held + (key.endsWith('lost') ? -points : points), 0n);

type Step =
  | { kind: EntryKind; points: bigint; daysBack: number; who: number }
  | { hours: number }
  | { zone: string }
  | 'fold';

const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(...ENTRY_KINDS),
      points: fc.bigInt({ min: -9_999n, max: 9_999n }).filter((points) => points !== 0n),
      daysBack: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
      who: fc.nat(1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ hours: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: fc.constant('fold' as const) },
  { weight: 1, arbitrary: fc.record({ zone: fc.constantFrom(...ZONES) }) },
);

/** However a history went, a day of it is closed in the end. */
const CLOSED_DAY: readonly Step[] = [
  { kind: 'adjustment', points: 1n, daysBack: 0, who: 0 },
  { hours: 60 },
  'fold',
];

test('after any history the sums of closed days and the entries since are the ledger', async () => {
  const histories = fc.sample(fc.array(stepOf, { minLength: 10, maxLength: 40 }), {
    seed,
    numRuns: LONG ? 300 : 15,
  });
  const folded = { amid: 0, atTheEnd: 0 };
  for (const [index, steps] of histories.entries()) {
    let zone: string = ZONES[index % ZONES.length] ?? 'UTC';
    const shop = await shops.open(`fold-${index}`, zone);
    const members = await shops.membersOf(shop);
    let now = BEGIN;
    for (const [at, step] of [...steps, ...CLOSED_DAY].entries()) {
      if (step === 'fold') {
        await closeLedgerDays(depsAt(now), shop);
        const both = await Promise.all([foldPoints(depsAt(now), shop), foldPoints(depsAt(now), shop)]);
        if (at < steps.length) folded.amid += both[0] + both[1];
        else folded.atTheEnd += both[0] + both[1];
        expect(await foldPoints(depsAt(now), shop)).toBe(0);
        if ((await readFold(database.pool, shop)) !== null)
          expect(await summedBySums(shop)).toEqual(await summedByHand(shop, zone));
      } else if ('hours' in step) now += step.hours * 3_600_000;
      else if ('zone' in step) {
        zone = step.zone;
        await sql('UPDATE shop SET time_zone = $2 WHERE shop = $1', [shop, zone]);
      } else {
        const member = members[step.who] ?? memberId('0');
        await shops.post(shop, { ...step, member, at: now - step.daysBack * DAY }, now);
      }
      // Between a move and the next fold the days are of the former zone.
      const fold = await readFold(database.pool, shop);
      const byHand = await summedByHand(shop, fold?.timeZone ?? 'UTC');
      expect(await summedBySums(shop)).toEqual(byHand);
      expect(await heldBySums(shop, now)).toBe(heldByHand(byHand));
    }
  }
  console.log(`folded: ${JSON.stringify(folded)}`);
  expect(folded.amid).toBeGreaterThan(0);
  expect(folded.atTheEnd).toBeGreaterThanOrEqual(histories.length);
});

test('with 50,000 entries behind it, home reads the sums and what was recorded since', async () => {
  const shop = await shops.open('large', 'UTC', ['1']);
  const [member] = await shops.membersOf(shop);
  await sql(
    `INSERT INTO entry (shop, member_id, seq, kind, points, source_kind, source_id, key, input_hash, effective_at, recorded_at, explanation, previous_hash, hash)
     SELECT $1, $2, n, 'adjustment', 1, 'adjustment', n, n, sha256(''), at, at, '{}', CASE WHEN n > 1 THEN sha256('') END, sha256('')
     FROM generate_series(1, 50000) AS n CROSS JOIN LATERAL (SELECT timestamptz '2025-01-01T00:00:00Z' + n * interval '10 minutes' AS at) AS recorded`,
    [shop, member],
  );
  const now = new Date('2025-12-14T10:00:00Z');
  const month = lastDays(30, now, 'UTC');
  const monthNet = netOf(await pointsOfDays(database.pool, shop, month, null));
  // As long as there are no sums, from what is held now, whatever lies before: this balance has more than the entries.
  await sql('UPDATE member SET balance = 70000 WHERE shop = $1', [shop]);
  expect(await pointsBefore(database.pool, shop, month, null)).toBe(70_000n - monthNet);
  await closeLedgerDays(depsAt(now.getTime()), shop);
  await foldPoints(depsAt(now.getTime()), shop);
  await sql('ANALYZE entry');
  const fold = await readFold(database.pool, shop);
  const explained = {
    query: async (text: string, values: unknown[]) => {
      const { rows } = await sql(`EXPLAIN (ANALYZE, TIMING OFF) ${text}`, values);
      return { rows: [{ day: JSON.stringify(rows), kind: 'order', gained: '0', lost: '0' }] };
    },
  } as unknown as TestDatabase['pool'];
  expect(await pointsBefore(database.pool, shop, month, fold?.through ?? null)).toBe(50_000n - monthNet);
  const days = lastDays(360, now, 'UTC');
  const [plan] = await pointsOfDays(explained, shop, days, fold?.through ?? null);
  expect(plan?.day).toContain('entry_shop_recorded_at_idx');
  expect(plan?.day).not.toContain('Seq Scan on entry');
  const rows = await pointsOfDays(database.pool, shop, days, fold?.through ?? null);
  expect(rows.reduce((sum, { gained }) => sum + gained, 0n)).toBe(50_000n);
});
