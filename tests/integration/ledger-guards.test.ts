// The database itself refuses what must never happen to entries, and `ledger verify` names what got past it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderPayload, refundPayload } from '../support/order-payload.ts';
import { meridian, SHOP, startShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop();
  for (const price of ['10.00', '20.00', '30.00']) {
    const order = orderPayload({ lines: [{ price, quantity: 2 }] });
    await shop.deliver({ topic: 'orders/paid', payload: order });
    // In a batch of their own, so that there is an entry for each.
    await shop.settled();
    await shop.deliver({
      topic: 'refunds/create',
      payload: refundPayload(order, [{ index: 0, quantity: 1 }]),
    });
  }
  await shop.settled();
});
afterAll(() => shop.stop());

describe('entries, consumptions and published versions', () => {
  test.each(['entry', 'lot_consumption', 'program_version'])(
    '%s refuses UPDATE, DELETE and TRUNCATE',
    async (table) => {
      const { pool } = shop.database;
      await expect(pool.query(`UPDATE ${table} SET shop = shop`)).rejects.toThrow('append-only');
      await expect(pool.query(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
      await expect(pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only');
    },
  );

  test('even with triggers switched off for the session', async () => {
    const client = await shop.database.pool.connect();
    try {
      await client.query("SET session_replication_role = 'replica'");
      await expect(client.query('DELETE FROM entry')).rejects.toThrow('append-only');
    } finally {
      client.release(true);
    }
  });

  test.each([
    { title: '0 points', column: 'points', value: '0' },
    { title: 'an unknown kind', column: 'kind', value: "'gift'" },
    { title: 'a key that is there', column: 'seq', value: '99' },
    { title: 'a hash of another length', column: 'hash', value: "'\\x00'" },
  ])('an entry with $title is refused', async ({ column, value }) => {
    const { rows } = await shop.database.pool.query<{ name: string }>(
      "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'entry'",
    );
    const columns = rows.map((row) => row.name);
    const values = columns.map((name) => (name === column ? value : name));
    await expect(
      shop.database.pool.query(
        `INSERT INTO entry (${columns.join(',')}) SELECT ${values.join(',')} FROM entry WHERE seq = 2 LIMIT 1`,
      ),
    ).rejects.toThrow(/violates (check|unique|not-null)/);
  });

  test('a lot never holds less than nothing or more than its size', async () => {
    await expect(shop.database.pool.query('UPDATE lot SET remaining = -1')).rejects.toThrow(
      'lot_remaining_within_size',
    );
    await expect(shop.database.pool.query('UPDATE lot SET remaining = size + 1')).rejects.toThrow(
      'lot_remaining_within_size',
    );
  });
});

describe('ledger verify', () => {
  const verify = () => meridian(shop.database, 'ledger', 'verify', '--shop', SHOP, '--json');
  type Failure = { stdout: string };

  test('finds no fault in what was settled, and its result is shown', async () => {
    expect(JSON.parse(await verify())).toMatchObject({
      ok: true,
      shops: [{ entries: 6, members: 3, fault: null }],
    });
    const { lastAudit } = await shop.get<{ lastAudit: object }>('/api/v1/operations');
    expect(lastAudit).toMatchObject({ entries: 6, members: 3, fault: null });
  });

  // Each undoes itself, so that the next starts from a sound ledger. Guards are taken away first, as whoever owns the database could.
  test.each([
    {
      title: 'changed points',
      change: 'UPDATE entry SET points = points + 1 WHERE seq = 2',
      invariant: 'hash',
    },
    {
      title: 'a changed explanation',
      change: `UPDATE entry SET explanation = '{}' WHERE seq = 1`,
      invariant: 'hash',
    },
    {
      title: 'a dropped last entry',
      change: 'DELETE FROM lot_consumption; DELETE FROM entry WHERE seq = 2',
      invariant: 'head',
    },
    {
      title: 'a dropped first entry',
      change: 'DELETE FROM lot_consumption; DELETE FROM lot; DELETE FROM entry WHERE seq = 1',
      invariant: 'seq',
    },
    { title: 'a changed balance', change: 'UPDATE member SET balance = balance + 1', invariant: '1:' },
    { title: 'a lot with too little', change: 'UPDATE lot SET remaining = remaining - 1', invariant: '2:' },
    { title: 'another target', change: 'UPDATE order_facts SET target = target + 1', invariant: '3:' },
  ])('names $title', async ({ change, invariant }) => {
    const { pool } = shop.database;
    await pool.query('CREATE SCHEMA kept');
    const tables = ['member', 'entry', 'lot', 'lot_consumption', 'order_facts'];
    for (const table of tables) await pool.query(`CREATE TABLE kept.${table} AS TABLE ${table}`);
    await pool.query(
      `ALTER TABLE entry DISABLE TRIGGER ALL; ALTER TABLE lot_consumption DISABLE TRIGGER ALL; ALTER TABLE lot DISABLE TRIGGER ALL`,
    );
    await pool.query(change);
    try {
      const failed = await verify().then(
        () => null,
        (error: Failure) => error,
      );
      const [result] = (
        JSON.parse(failed?.stdout ?? '{"shops":[{"fault":null}]}') as {
          shops: { fault: { invariant: string } | null }[];
        }
      ).shops;
      expect(result?.fault?.invariant).toContain(invariant);
    } finally {
      for (const table of [...tables].reverse().filter((name) => name !== 'member'))
        await pool.query(`DELETE FROM ${table}`);
      await pool.query(
        'UPDATE member SET balance = kept.balance FROM kept.member kept WHERE kept.member_id = member.member_id',
      );
      for (const table of tables.slice(1))
        await pool.query(`INSERT INTO ${table} SELECT * FROM kept.${table}`);
      await pool.query('DROP SCHEMA kept CASCADE');
    }
  });
});
