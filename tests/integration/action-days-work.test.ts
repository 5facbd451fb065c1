// How the worker's job goes about birthdays, anniversaries and sign-ups of before: faults, many shops, many members, and what of it is kept.
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ShopIdSchema, type ShopId } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { handleActionDays } from '../../app/jobs/action-days-handler.ts';
import { memberThemeData } from '../../app/queries/member-theme-data.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { joinProgramme } from '../../app/services/join-programme.ts';
import { mergeCustomers } from '../../app/services/merge-customers.ts';
import { publishProgram } from '../../app/services/publish-program.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { OCCASIONS_AT_ONCE } from '../../app/services/work-action-days.ts';
import { enrolMembers, membersOfCustomers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { ClockedShop } from '../support/clocked-shop.ts';

const action = (id: string, kind: string, points: number) => ({ id, kind, name: { en: id }, points });
const cake = action('cake', 'birthday', 50);
const year = action('year', 'anniversary', 20);
const welcome = action('welcome', 'signUp', 100);
const rewarding = (...actions: object[]) => ({ ...startingProgram, actions });

let shop: ClockedShop;
beforeEach(async () => {
  shop = await ClockedShop.start('America/New_York');
});
afterEach(() => shop.stop());

const query = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await shop.database.pool.query<Row>(text, values)).rows;
const memberOf = async (customerId: string) =>
  (await query<{ member_id: string }>('SELECT member_id FROM member WHERE customer_id = $1', [customerId]))[0]
    ?.member_id ?? '';
const runAt = async (instant: string) => {
  shop.now = instant;
  await handleActionDays(shop.deps);
};
const enrolMany = (id: ShopId, count: number) => {
  const customers = Array.from({ length: count }, (_, index) => String(index + 1));
  return inTransaction(shop.database.pool, (tx) =>
    enrolMembers(
      tx,
      id,
      customers.map((customerId) => ({ customerId, enrolledAt: '2025-07-01T12:00:00Z' })),
    ),
  );
};
/** Whoever inserts an award of the member fails until what is given is called. */
const refuseAwardsOf = async (customerId: string) => {
  await query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$`,
  );
  await query(
    `CREATE TRIGGER refuse BEFORE INSERT ON award FOR EACH ROW WHEN (NEW.member_id = ${await memberOf(customerId)})
     EXECUTE FUNCTION refuse()`,
  );
  return () => query('DROP TRIGGER refuse ON award');
};
const merge = (from: string, into: string) =>
  inTransaction(shop.database.pool, (tx) =>
    mergeCustomers(shop.deps, tx, shop.id, [{ from, into, at: shop.now }]),
  );

test('a member who cannot be rewarded holds up nobody, and is tried again an hour later', async () => {
  await shop.publish(rewarding(year));
  await enrolMany(shop.id, 7);
  const allow = await refuseAwardsOf('4');
  const rewarded = async () =>
    (
      await query<{ customer_id: string }>(
        'SELECT customer_id FROM award JOIN member USING (shop, member_id) ORDER BY member_id',
      )
    ).map((row) => row.customer_id);
  await runAt('2026-07-01T12:00:00.000Z');
  expect(await rewarded()).toEqual(['1', '2', '3', '5', '6', '7']);
  expect(await query('SELECT day::text FROM action_day')).toEqual([{ day: '2026-07-02' }]);
  await allow();
  await runAt('2026-07-01T12:59:59.999Z');
  expect(await rewarded()).toHaveLength(6);
  await runAt('2026-07-01T13:00:00.000Z');
  expect(await shop.awards('4')).toEqual(['2026-07-01T04:00:00.000Z anniversary:2026 20']);
  expect(await query('SELECT FROM action_occasion')).toEqual([]);
});

test('what a member could not be given yet is the survivor’s after a merge, once', async () => {
  await shop.publish(rewarding(year));
  await enrolMany(shop.id, 2);
  const allow = await refuseAwardsOf('1');
  await runAt('2026-07-01T12:00:00.000Z');
  await allow();
  await merge('1', '2');
  await runAt('2026-07-02T12:00:00.000Z');
  expect(await shop.awards('2')).toEqual(['2026-07-01T04:00:00.000Z anniversary:2026 20']);
  expect(await query('SELECT balance FROM member ORDER BY member_id')).toEqual([
    { balance: '0' },
    { balance: '20' },
  ]);
});

test('a shop with many members delays the others by one batch', async () => {
  const big = ShopIdSchema.parse('a-big-one.myshopify.com');
  await query('INSERT INTO shop (shop) VALUES ($1)', [big]);
  for (const id of [big, shop.id])
    expect(await publishProgram(shop.deps, id, { document: rewarding(year) })).toMatchObject({ ok: true });
  await enrolMany(big, 2 * OCCASIONS_AT_ONCE + 1);
  await enrolMany(shop.id, 1);
  await runAt('2026-07-02T12:00:00.000Z');
  const shops = await query<{ shop: string }>('SELECT shop FROM award ORDER BY award_id');
  expect(shops).toHaveLength(2 * OCCASIONS_AT_ONCE + 2);
  expect(shops.findIndex((one) => one.shop === shop.id)).toBeLessThanOrEqual(OCCASIONS_AT_ONCE);
});

/** What each transaction reads of members, birthdays and occasions, in rows, and how many statements it is. Before each, PostgreSQL is told `statistics`. */
function counting(pool: pg.Pool, statistics: string) {
  const transactions: { statements: number; rows: number }[] = [];
  const connect = async () => {
    const client = await pool.connect();
    await client.query(statistics);
    // Figures of transactions before may not have left the session yet: they are counted from where they stand.
    const rowsRead = async () => {
      const { rows } = await client.query<{ rows: string }>(
        `SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS rows FROM pg_stat_xact_user_tables
         WHERE relname IN ('member', 'member_birthday', 'action_occasion')`,
      );
      return Number(rows[0]?.rows);
    };
    let [statements, before] = [0, 0];
    const query = async (text: string, values?: unknown[]) => {
      if (text === 'COMMIT') transactions.push({ statements, rows: (await rowsRead()) - before });
      const answer = await client.query(text, values);
      statements += 1;
      if (text.startsWith('BEGIN')) [statements, before] = [0, await rowsRead()];
      return answer;
    };
    const [on, off, release] = [client.on, client.off, client.release].map((one) => one.bind(client));
    return { query, on, off, release };
  };
  const counted = { connect, query: pool.query.bind(pool), options: pool.options };
  return { pool: counted as unknown as pg.Pool, transactions };
}

// Autovacuum comes when it likes: a plan by the statistics of any moment has to do.
test.each([
  ['none newer', 'SELECT'],
  ['as they are', 'ANALYZE member, member_birthday, action_occasion, award, entry, lot'],
])(
  'however many members a date has, each is read once to note them, and a batch reads no more than it takes (statistics: %s)',
  async (_, statistics) => {
    await shop.publish(rewarding(cake, year));
    const count = 10 * OCCASIONS_AT_ONCE;
    await enrolMany(shop.id, count);
    await query(
      `INSERT INTO member_birthday (shop, member_id, told_at, month, day)
       SELECT shop, member_id, '2026-01-10', 7, 1 FROM member`,
    );
    await query('ANALYZE member, member_birthday');
    await query("UPDATE action_day SET day = '2026-07-01'");
    const { pool, transactions } = counting(shop.database.pool, statistics);
    shop.now = '2026-07-01T12:00:00.000Z';
    await handleActionDays({ ...shop.deps, pool });
    expect(await query('SELECT count(*) FROM award')).toEqual([{ count: String(2 * count) }]);
    const [noting, ...batches] = transactions;
    expect(noting?.rows).toBeLessThan(8 * count);
    expect(batches).toHaveLength((2 * count) / OCCASIONS_AT_ONCE + 1);
    for (const batch of batches) {
      expect(batch.rows).toBeLessThan(20 * OCCASIONS_AT_ONCE);
      expect(batch.statements).toBeLessThan(25);
    }
  },
);

test('who signed up after the moment from which a first version counts is rewarded, once', async () => {
  await shop.enrol('1', '2025-11-30T23:59:59.999Z');
  await shop.enrol('2', '2025-12-01T00:00:00Z');
  await shop.enrol('3', '2026-01-05T00:00:00Z');
  const options = { document: rewarding(welcome), publishedAt: '2025-12-01T00:00:00.000Z' };
  expect(await publishProgram(shop.deps, shop.id, options)).toMatchObject({ ok: true });
  for (let run = 0; run < 2; run += 1) {
    await handleActionDays(shop.deps);
    expect(await shop.awards('1')).toEqual([]);
    expect(await shop.awards('2')).toEqual(['2025-12-01T00:00:00.000Z signUp 100']);
    expect(await shop.awards('3')).toEqual(['2026-01-05T00:00:00.000Z signUp 100']);
  }
});

test('of an opt-in version that counts from earlier, who joined since; who was only known is no member', async () => {
  await shop.enrol('1', '2026-01-05T00:00:00Z');
  const joinedAt = '2026-01-06T00:00:00.000Z';
  const joining = { customerId: '2', joinedAt, termsVersion: null, source: 'api' as const };
  expect(await joinProgramme(shop.deps, shop.id, joining)).toEqual({ ok: true });
  const enrolment = { ...startingProgram.enrolment, mode: 'optIn' };
  const document = { ...rewarding(welcome), enrolment };
  // A moment of its own: a process keeps versions by shop, number and moment.
  const publishedAt = '2025-12-02T00:00:00.000Z';
  expect(await publishProgram(shop.deps, shop.id, { document, publishedAt })).toMatchObject({ ok: true });
  await handleActionDays(shop.deps);
  expect(await shop.awards('1')).toEqual([]);
  expect(await shop.awards('2')).toEqual([`${joinedAt} signUp 100`]);
  expect(await query('SELECT FROM action_occasion')).toEqual([]);
  // What the shop gives is shown to them, and is no joining: pages promise nothing for their orders.
  const gift = { customerId: '1', points: 5, reason: 'a gift', key: 'gift' };
  expect(await adjustPoints(shop.deps, shop.id, gift)).toMatchObject({ ok: true });
  const known = await membersOfCustomers(shop.database.pool, shop.id, ['1', '2']);
  const theme = await memberThemeData(shop.database.pool, shop.id, [...known.values()], new Date(shop.now));
  const told = ['1', '2'].map((customer) => theme.get(known.get(customer)!)?.value);
  expect(told).toMatchObject([
    { joined: true, earns: false },
    { joined: true, earns: true },
  ]);
});

test('what is kept of a birthday’s reward is the same on whichever day it was', async () => {
  await shop.publish(rewarding({ ...cake, limit: { times: 1, per: 'year' } }));
  await shop.enrol('1');
  await shop.enrol('2');
  for (const [customerId, day] of [
    ['1', 2],
    ['2', 28],
  ] as const)
    await tellBirthday(shop.deps, shop.id, { customerId, birthday: { month: 2, day } });
  await runAt('2026-03-05T12:00:00.000Z');
  const kept = await query<{ kept: string }>(
    `SELECT concat_ws(' ', fact, action_id, at, encode(input_hash, 'hex'), effective_at, recorded_at, lot.available_at,
                      regexp_replace(key, '^action:[0-9]+', ''), explanation) AS kept
     FROM award JOIN entry ON entry.shop = award.shop AND entry.member_id = entry_member_id AND entry.seq = entry_seq
     JOIN lot ON lot.shop = entry.shop AND lot.member_id = entry.member_id AND lot.seq = entry.seq`,
  );
  expect(kept).toHaveLength(2);
  expect(new Set(kept.map((row) => row.kept)).size).toBe(1);
  expect(await query('SELECT FROM action_occasion')).toEqual([]);
});
