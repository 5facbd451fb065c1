// The database itself refuses what must never happen to entries, and `ledger verify` names what got past it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { closeLedgerDays } from '../../app/services/close-ledger-days.ts';
import { adminPage, insertSession } from '../support/admin-page.ts';
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

  test('finds no fault in what was settled, and its result is shown', async () => {
    expect(JSON.parse(await verify())).toMatchObject({
      ok: true,
      shops: [{ entries: 6, members: 3, faults: [] }],
    });
    const { lastAudit } = await shop.get<{ lastAudit: object }>('/api/v1/operations');
    expect(lastAudit).toMatchObject({ entries: 6, members: 3, fault: null });
  });

  test('the newest seal is on the home page and in operations, to be noted elsewhere', async () => {
    const { pool } = shop.database;
    const clock = { now: () => new Date(Date.now() + 2 * 86_400_000) };
    const { newest } = await closeLedgerDays({ pool, clock }, ShopIdSchema.parse(SHOP));
    expect(newest).not.toBeNull();
    const { lastAudit } = await shop.get<{ lastAudit: { newestRoot: object } }>('/api/v1/operations');
    expect(lastAudit.newestRoot).toEqual({ day: newest?.day, root: newest?.root });
    await insertSession(pool);
    const home = await (await adminPage(shop.app.url, '/app')).text();
    expect(home).toContain(`${newest?.day}:${newest?.root}`);
    await expect(verify()).resolves.toContain(`"root":"${newest?.root}"`);
  });

  // tests/integration/ledger-audit.test.ts breaks every rule.
  test('names the fault, with the member and the entry, and ends with 1', async () => {
    const { pool } = shop.database;
    await pool.query('ALTER TABLE entry DISABLE TRIGGER ALL');
    await pool.query('UPDATE entry SET points = points + 1 WHERE seq = 2 AND member_id = 1');
    await expect(meridian(shop.database, 'ledger', 'verify')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        `${SHOP}: FAULT at member 1, entry 2: 7: the chain verifies: the hash does not fit the entry`,
      ),
    });
    const failure = await verify().then(
      () => null,
      (error: { stdout: string }) => error,
    );
    const { ok, shops } = JSON.parse(failure?.stdout ?? '{}') as {
      ok: boolean;
      shops: { faults: object[] }[];
    };
    expect(ok).toBe(false);
    expect(shops[0]?.faults[0]).toMatchObject({ memberId: '1', seq: 2 });
    const { lastAudit } = await shop.get<{ lastAudit: { fault: object; faults: object[] } }>(
      '/api/v1/operations',
    );
    expect(lastAudit.fault).toEqual(shops[0]?.faults[0]);
    expect(lastAudit.faults).toEqual(shops[0]?.faults);
    const home = await (await adminPage(shop.app.url, '/app')).text();
    expect(home).toContain('the hash does not fit the entry');
    expect(home).toContain(`npm run meridian -- ledger verify --shop ${SHOP}`);
  });
});
