// A day that is over gets a root; whatever of it is changed or dropped afterwards is named by `ledger verify`.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { adjustPoints } from '../../app/services/adjust-points.ts';
import { closeLedgerDays } from '../../app/services/close-ledger-days.ts';
import { verifyLedger } from '../../app/services/verify-ledger.ts';
import { entryHash } from '../../app/storage/entry-hash.ts';
import { readChain } from '../../app/storage/audit.ts';
import { ledgerRoots } from '../../app/storage/ledger-roots.ts';
import { DayHeads } from '../../app/storage/root-hash.ts';
import { enrolMembers } from '../../app/storage/members.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { meridian } from '../support/shop.ts';

const shop = ShopIdSchema.parse('haven.myshopify.com');
const other = ShopIdSchema.parse('other.myshopify.com');
const TABLES = ['entry', 'lot', 'lot_consumption', 'ledger_root', 'member'];

let database: TestDatabase;
const depsAt = (at: string) => ({ pool: database.pool, clock: { now: () => new Date(at) } });

async function adjust(customerId: string, points: number, at: string, of = shop): Promise<void> {
  const key = `${customerId}-${points}-${at}`;
  expect(await adjustPoints(depsAt(at), of, { customerId, points, reason: 'test', key })).toMatchObject({
    ok: true,
  });
}
const close = (at: string) => closeLedgerDays(depsAt(at), shop);
const faults = async (witness?: { day: string; root: string }) =>
  (await verifyLedger(depsAt('2026-03-09T00:00:00Z'), shop, witness)).faults;

/** As whoever owns the database could. */
async function force(...statements: string[]): Promise<void> {
  for (const table of TABLES) await database.pool.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  for (const statement of statements) await database.pool.query(statement);
}

/** Members 1 to 3 with entries on 1 and 4 March; a day of quiet between; other's members are not of this shop. */
beforeEach(async () => {
  database = await testDatabase();
  await database.pool.query('INSERT INTO shop (shop) VALUES ($1), ($2)', [shop, other]);
  const enrolments = ['1', '2', '3'].map((customerId) => ({
    customerId,
    enrolledAt: '2026-02-01T00:00:00Z',
  }));
  for (const of of [shop, other])
    await inTransaction(database.pool, (tx) => enrolMembers(tx, of, enrolments));
  await adjust('1', 100, '2026-03-01T08:00:00Z');
  await adjust('2', 50, '2026-03-01T23:59:59.999Z');
  await adjust('1', -30, '2026-03-01T20:00:00Z');
  await adjust('1', 5, '2026-02-20T20:00:00Z', other);
  await adjust('2', 70, '2026-03-04T00:00:00Z');
  await adjust('3', 10, '2026-03-04T12:00:00Z');
});
afterEach(() => database.drop());

describe('closing', () => {
  test('catches up every day since the first entry, quiet ones too, and does nothing the second time', async () => {
    expect(await close('2026-03-06T12:00:00Z')).toMatchObject({ closed: 5 });
    const roots = await ledgerRoots(database.pool, shop);
    expect(roots.map(({ day, members, entries }) => [day, members, entries])).toEqual([
      ['2026-03-01', 2, 3],
      ['2026-03-02', 0, 0],
      ['2026-03-03', 0, 0],
      ['2026-03-04', 2, 2],
      ['2026-03-05', 0, 0],
    ]);
    expect(roots.map((root) => root.previousRoot)).toEqual([
      null,
      ...roots.slice(0, -1).map(({ root }) => root),
    ]);
    expect(await close('2026-03-06T23:00:00Z')).toMatchObject({ closed: 0, newest: roots.at(-1) });
    expect(await faults()).toEqual([]);
  });

  test('day by day or all at once, by one worker or by several: the same roots', async () => {
    for (const day of [2, 3, 4, 5, 6]) await close(`2026-03-0${day}T03:00:00Z`);
    const daily = await ledgerRoots(database.pool, shop);
    await force('DELETE FROM ledger_root');
    await Promise.all([1, 2, 3].map(() => close('2026-03-06T12:00:00Z')));
    await close('2026-03-06T12:00:00Z');
    expect(await ledgerRoots(database.pool, shop)).toEqual(daily);
  });

  test('waits an hour for what is on its way, and a shop without entries has no day', async () => {
    expect(await close('2026-03-02T00:59:59Z')).toEqual({ closed: 0, newest: null });
    expect(await close('2026-03-02T01:00:00Z')).toMatchObject({ closed: 1 });
    const empty = ShopIdSchema.parse('empty.myshopify.com');
    expect(await closeLedgerDays(depsAt('2026-03-06T12:00:00Z'), empty)).toEqual({ closed: 0, newest: null });
  });

  test('an entry recorded on a closed day is refused, and posted when its time is taken anew', async () => {
    await close('2026-03-06T12:00:00Z');
    const times = ['2026-03-05T23:59:59.999Z', '2026-03-05T23:59:59.999Z'];
    const clock = { now: () => new Date(times.shift() ?? '2026-03-06T12:00:00Z') };
    const adjustment = { customerId: '3', points: 1, reason: 'late', key: 'late' };
    expect(await adjustPoints({ pool: database.pool, clock }, shop, adjustment)).toMatchObject({
      ok: true,
      seq: 2,
    });
    expect(times).toEqual([]);
    expect(await faults()).toEqual([]);
    const stuck = adjustPoints(depsAt('2026-03-04T12:00:00Z'), shop, { ...adjustment, key: 'again' });
    await expect(stuck).rejects.toThrow('that day of the ledger is closed');
    // The days of one shop close nothing of another.
    await adjust('2', 9, '2026-03-04T12:00:00Z', other);
  });

  test.each(['UPDATE ledger_root SET entries = 9', 'DELETE FROM ledger_root', 'TRUNCATE ledger_root'])(
    'a root refuses %s',
    async (statement) => {
      await close('2026-03-06T12:00:00Z');
      await expect(database.pool.query(statement)).rejects.toThrow('append-only');
    },
  );
});

/** Changes an entry and everything after it, so that the member's chain and all sums are sound again. */
async function rewriteEntry(customerId: string, seq: number, points: bigint): Promise<void> {
  const { rows } = await database.pool.query<{ member_id: string }>(
    'SELECT member_id FROM member WHERE shop = $1 AND customer_id = $2',
    [shop, customerId],
  );
  let previous: string | null = null;
  await force();
  for await (const row of readChain(database.pool, shop)) {
    if (row.memberId !== rows[0]?.member_id) continue;
    const changed = row.seq === seq ? { ...row, points } : row;
    const hash = entryHash(previous, changed);
    const at = [shop, row.memberId, row.seq];
    await database.pool.query(
      `UPDATE entry SET points = $4, previous_hash = decode($5, 'hex'), hash = decode($6, 'hex') WHERE shop = $1 AND member_id = $2 AND seq = $3`,
      [...at, changed.points, previous, hash],
    );
    await database.pool.query(
      'UPDATE lot SET size = size + $4, remaining = remaining + $4 WHERE shop = $1 AND member_id = $2 AND seq = $3',
      [...at, changed.points - row.points],
    );
    await database.pool.query(
      `UPDATE member SET balance = balance + $3, head_hash = decode($4, 'hex') WHERE shop = $1 AND member_id = $2`,
      [shop, row.memberId, changed.points - row.points, hash],
    );
    previous = hash;
  }
}

const ofMember = (customerId: number) =>
  `shop = '${shop}' AND member_id = (SELECT member_id FROM member WHERE shop = '${shop}' AND customer_id = ${customerId})`;
const rootFault = (detail: string) => [
  {
    invariant: '7: the daily roots verify',
    memberId: null,
    seq: null,
    detail: expect.stringContaining(detail),
  },
];

describe('what only the roots show', () => {
  beforeEach(() => close('2026-03-06T12:00:00Z'));

  test('a member who is dropped with everything', async () => {
    const tables = ['lot_consumption', 'lot', 'entry', 'member'];
    await force(...tables.map((table) => `DELETE FROM ${table} WHERE ${ofMember(2)}`));
    const detail =
      'day 2026-03-01: its root does not fit the entries: 3 entries of 2 members when the day was closed, 2 entries of 1 members now';
    expect(await faults()).toEqual(rootFault(detail));
  });

  test('the last entry of a member, dropped with its lot and out of the sums', async () => {
    await force(
      `UPDATE member SET balance = balance - 70, last_seq = 1, head_hash = (SELECT hash FROM entry WHERE ${ofMember(2)} AND seq = 1) WHERE ${ofMember(2)}`,
      `DELETE FROM lot WHERE ${ofMember(2)} AND seq = 2`,
      `DELETE FROM entry WHERE ${ofMember(2)} AND seq = 2`,
    );
    expect(await faults()).toEqual(rootFault('day 2026-03-04: its root does not fit the entries'));
  });

  test('an entry that is changed, with its chain hashed anew and all sums put right', async () => {
    await rewriteEntry('1', 1, 999n);
    expect(await faults()).toEqual(rootFault('day 2026-03-01: its root does not fit the entries'));
  });

  test('a forged root of one day: the next does not continue it', async () => {
    await rewriteEntry('1', 1, 999n);
    const heads = new DayHeads();
    const { rows } = await database.pool.query<{
      member_id: string;
      seq: number;
      hash: Buffer;
      entries: string;
    }>(
      `SELECT member_id, max(seq) AS seq, (array_agg(hash ORDER BY seq DESC))[1] AS hash, count(*) AS entries FROM entry
       WHERE shop = $1 AND recorded_at < '2026-03-02' GROUP BY member_id ORDER BY member_id`,
      [shop],
    );
    for (const row of rows)
      heads.add({
        memberId: row.member_id,
        seq: row.seq,
        hash: row.hash.toString('hex'),
        entries: Number(row.entries),
      });
    const forged = heads.root(shop, '2026-03-01', null);
    await force(`UPDATE ledger_root SET root = decode('${forged}', 'hex') WHERE day = '2026-03-01'`);
    expect(await faults()).toEqual(rootFault('day 2026-03-02: its root does not continue the one before it'));
  });

  test.each([
    {
      title: 'a missing day',
      forge: `DELETE FROM ledger_root WHERE day = '2026-03-03'`,
      detail: 'day 2026-03-03: its root is missing',
    },
    {
      title: 'missing first days',
      forge: `DELETE FROM ledger_root WHERE day < '2026-03-03'; UPDATE ledger_root SET previous_root = NULL WHERE day = '2026-03-03'`,
      detail: 'day 2026-03-01: it has entries, and lies before the first root',
    },
    {
      title: 'another root',
      forge: `UPDATE ledger_root SET root = sha256('') WHERE day = '2026-03-05'`,
      detail: 'day 2026-03-05: its root does not fit the entries',
    },
  ])('$title', async ({ forge, detail }) => {
    await force(forge);
    expect(await faults()).toEqual(rootFault(detail));
  });

  test('all roots made anew: only a root that was noted elsewhere tells', async () => {
    const { newest } = await close('2026-03-06T12:00:00Z');
    const noted = { day: newest?.day ?? '', root: newest?.root ?? '' };
    expect(await faults(noted)).toEqual([]);
    await rewriteEntry('1', 1, 999n);
    await force('DELETE FROM ledger_root');
    await close('2026-03-06T12:00:00Z');
    expect(await faults()).toEqual([]);
    expect(await faults(noted)).toEqual(rootFault(`not ${noted.root} as given`));
    expect(await faults({ ...noted, day: '2026-03-07' })).toEqual(
      rootFault('is not there, but one was given'),
    );
  });
});

test('`ledger verify` prints the newest root and compares the one that it is given', async () => {
  await close('2026-03-06T12:00:00Z');
  const text = await meridian(database, 'ledger', 'verify', '--shop', shop);
  const [, printed] = /newest root: (2026-03-05:[0-9a-f]{64})/.exec(text) ?? [];
  expect(text).toContain('points: adjustment 200; balances 200');
  const verify = (root: string) => meridian(database, 'ledger', 'verify', '--shop', shop, '--root', root);
  await expect(verify(printed ?? '')).resolves.toContain('5 entries of 3 members, no fault');
  await expect(verify(`2026-03-05:${'0'.repeat(64)}`)).rejects.toThrow();
  await expect(verify('yesterday')).rejects.toThrow('--root takes a root as it was printed');
});
