// The worker's hourly job: days are sealed and ledgers audited without anybody asking, after a time without a worker too.
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { homeFigures } from '../../app/jobs/home-figures.ts';
import { ledgerNight } from '../../app/jobs/ledger-audit.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { lastAudit } from '../../app/storage/audit.ts';
import { ledgerRoots } from '../../app/storage/ledger-roots.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { startWorker, type RunningProcess } from '../support/processes.ts';

const shops = ['haven.myshopify.com', 'other.myshopify.com'].map((name) => ShopIdSchema.parse(name));
/** Its figures cannot be written, and it comes before the others. */
const faulty = ShopIdSchema.parse('faulty.myshopify.com');
/** Has figures of another release, and no members. */
const upgraded = ShopIdSchema.parse('upgraded.myshopify.com');
const DAYS_AGO = 3;
let database: TestDatabase;
let worker: RunningProcess;
let boss: PgBoss;

beforeAll(async () => {
  database = await testDatabase();
  const clock = { now: () => new Date(Date.now() - DAYS_AGO * 86_400_000) };
  for (const shop of [faulty, ...shops]) {
    await database.pool.query('INSERT INTO shop (shop) VALUES ($1)', [shop]);
    const enrolment = { customerId: '1', enrolledAt: '2026-02-01T00:00:00Z' };
    await inTransaction(database.pool, (tx) => enrolMembers(tx, shop, [enrolment]));
    const adjustment = { customerId: '1', points: 5, reason: 'test', key: 'a' };
    await adjustPoints({ pool: database.pool, clock }, shop, adjustment);
  }
  await database.pool.query('INSERT INTO shop (shop) VALUES ($1)', [upgraded]);
  await database.pool.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END';
     CREATE TRIGGER refuse BEFORE INSERT ON points_fold FOR EACH ROW WHEN (NEW.shop = '${faulty}') EXECUTE FUNCTION refuse();
     CREATE TRIGGER refuse BEFORE INSERT ON shop_figures FOR EACH ROW WHEN (NEW.shop = '${faulty}') EXECUTE FUNCTION refuse()`,
  );
  // As a release before this one kept them.
  await database.pool.query(
    `INSERT INTO shop_figures (shop, at, figures) VALUES ($1, now() - interval '1 minute', '{"members": 7, "365": {}}')`,
    [upgraded],
  );
  worker = await startWorker(database);
  boss = new PgBoss({ connectionString: database.url, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
});
afterAll(async () => {
  await boss.stop();
  await worker.stop();
  await database.drop();
});

/** What home is made of: the points in the daily sums, and the members that were counted. */
const homeRows = async (shop: string) =>
  (
    await database.pool.query<{ points: number; members: number; at: Date }>(
      `SELECT (SELECT sum(gained)::int FROM points_day WHERE shop = $1) AS points, (figures->>'members')::int AS members, at
       FROM shop_figures WHERE shop = $1`,
      [shop],
    )
  ).rows[0];

/** The queue has nothing left to do. */
const idle = (queue: string) =>
  vi.waitFor(
    async () => {
      const { rows } = await database.pool.query(
        "SELECT FROM pgboss.job WHERE name = $1 AND state < 'completed'",
        [queue],
      );
      expect(rows).toEqual([]);
    },
    { timeout: 30_000, interval: 50 },
  );

const seen = async () =>
  Promise.all(
    shops.map(async (shop) => ({
      audits: Number(
        (
          await database.pool.query<{ count: string }>('SELECT count(*) FROM ledger_audit WHERE shop = $1', [
            shop,
          ])
        ).rows[0]?.count,
      ),
      audit: await lastAudit(database.pool, shop),
      home: await homeRows(shop),
      roots: (await ledgerRoots(database.pool, shop)).length,
    })),
  );

test('counts figures that another release kept as soon as a worker starts', async () => {
  await vi.waitFor(
    async () => {
      const { rows } = await database.pool.query(
        `SELECT figures->'members' AS members, figures @? '$."365".spans' AS readable FROM shop_figures WHERE shop = $1`,
        [upgraded],
      );
      expect(rows).toEqual([{ members: 0, readable: true }]);
    },
    { timeout: 30_000, interval: 50 },
  );
  await idle(homeFigures.name);
});

test('seals the days since the first entry and audits every shop, once a night however often it runs', async () => {
  expect((await boss.getSchedules()).map(({ name, cron }) => [name, cron])).toContainEqual([
    ledgerNight.name,
    ledgerNight.cron,
  ]);
  await boss.send(ledgerNight.name, {});
  const all = await vi.waitFor(
    async () => {
      const now = await seen();
      expect(now.every(({ audits, home }) => audits === 1 && home?.points === 5)).toBe(true);
      return now;
    },
    { timeout: 30_000, interval: 50 },
  );
  for (const { audit, home, roots } of all) {
    expect(home).toMatchObject({ points: 5, members: 1 });
    expect(audit).toMatchObject({ entries: 1, members: 1, faults: [] });
    // Within the first hour of a day the day before is still open.
    expect([DAYS_AGO - 1, DAYS_AGO]).toContain(roots);
  }
  // What is wrong with one shop's figures is its own: its ledger is audited, and the others have theirs.
  expect(await lastAudit(database.pool, faulty)).toMatchObject({ entries: 1, faults: [] });
  expect(await homeRows(faulty)).toBeUndefined();
  await boss.send(ledgerNight.name, {});
  await idle(ledgerNight.name);
  await idle(homeFigures.name);
  expect(await seen()).toEqual(all);
});
