// What the shop itself tells: its settings, its uninstall, and what people ask of us by law.
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { Session } from '@shopify/shopify-app-remix/server';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { shopSessions } from '../../app/services/shop-sessions.ts';
import { noteToken, writeInstall } from '../../app/storage/installs.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { SHOP, startShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop.stop());

describe('what the shop itself tells', () => {
  const shopRow = async () =>
    (
      await shop.database.pool.query<object>(
        'SELECT currency, time_zone, name, uninstalled_at FROM shop WHERE shop = $1',
        [SHOP],
      )
    ).rows[0];

  test('shop/update changes its settings', async () => {
    await shop.deliver({
      topic: 'shop/update',
      payload: { id: 1, name: 'Haven', currency: 'CAD', iana_timezone: 'America/Toronto' },
    });
    await shop.settled();
    expect(await shopRow()).toMatchObject({ name: 'Haven', currency: 'CAD', time_zone: 'America/Toronto' });
  });

  test('app/uninstalled drops its sessions and keeps its ledger; one from before a reinstall does nothing', async () => {
    const { pool } = shop.database;
    const session =
      "INSERT INTO session (id, shop, state, access_token) VALUES ('offline_' || $1::text, $1, '', 'token')";
    // Installed in January, the uninstall of October is late, and the merchant has opened the app again in November.
    const shopId = ShopIdSchema.parse(SHOP);
    await writeInstall(pool, shopId, null, '2026-01-01T00:00:00Z');
    await inTransaction(pool, (tx) => noteToken(tx, shopId, '2026-11-01T00:00:00Z'));
    await pool.query(session, [SHOP]);
    const sessions = async () => (await pool.query('SELECT FROM session WHERE shop = $1', [SHOP])).rowCount;
    const uninstall = { topic: 'app/uninstalled', payload: { id: 1 } };
    await shop.deliver({ ...uninstall, triggeredAt: '2026-10-31T00:00:00Z' });
    await shop.settled();
    expect(await sessions()).toBe(1);
    await shop.deliver({ ...uninstall, triggeredAt: '2026-11-02T00:00:00Z' });
    await shop.settled();
    expect(await sessions()).toBe(0);
    expect(await shopRow()).toMatchObject({ uninstalled_at: new Date('2026-11-02T00:00:00Z') });
    await shop.verify();
  });

  // The install asks Shopify of the shop after it has kept the token: news may come between the two, and the process may end there.
  test('a token where none was kept is an install: no uninstall before it ends it, and all data are written anew', async () => {
    const { pool, url } = shop.database;
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
    const log = pino({ level: 'silent' });
    const refreshed: (string | undefined)[] = [];
    const tokenAt = (accessToken: string, at: string) => {
      const sessions = shopSessions(
        { prisma, pool, log, clock: { now: () => new Date(at) } },
        async (session) => void refreshed.push(session.accessToken),
      );
      const id = `offline_${SHOP}`;
      return sessions.storeSession(new Session({ id, shop: SHOP, state: '', isOnline: false, accessToken }));
    };
    const state = async () => {
      const { rows } = await pool.query(
        `SELECT installed_at IS NOT NULL AS "isRecorded", uninstalled_at, to_char(authenticated_at AT TIME ZONE 'UTC', 'HH24:MI:SS') AS noted,
           (SELECT access_token FROM session WHERE session.shop = shop.shop) AS token,
           (SELECT count(*)::int FROM metafield_mark WHERE metafield_mark.shop = shop.shop AND member_id = 0) AS marks
         FROM shop WHERE shop = $1`,
        [SHOP],
      );
      return rows[0];
    };
    try {
      await pool.query('DELETE FROM session');
      await pool.query('DELETE FROM metafield_mark');
      await tokenAt('newer', '2026-11-02T00:00:02Z');
      // Not recorded yet: what the install writes when it has asked Shopify marks everything once more.
      const told = { isRecorded: false, uninstalled_at: null };
      const installed = { ...told, noted: '00:00:02', token: 'newer', marks: 1 };
      expect(await state()).toEqual(installed);
      const late = { topic: 'app/uninstalled', payload: { id: 1 }, triggeredAt: '2026-11-02T00:00:01Z' };
      await shop.deliver(late);
      await shop.settled();
      expect(await state()).toEqual(installed);
      // A refresh proves nothing that was not known, and is told on, since the library tells of none.
      expect(refreshed).toEqual([]);
      await tokenAt('newest', '2026-11-02T01:00:00Z');
      expect(await state()).toEqual({ ...installed, token: 'newest' });
      expect(refreshed).toEqual(['newest']);
    } finally {
      await prisma.$disconnect();
    }
  });

  test('shop/update that is late changes nothing', async () => {
    const payload = { id: 1, name: 'Old Haven', currency: 'EUR', iana_timezone: 'Europe/Berlin' };
    await shop.deliver({ topic: 'shop/update', payload, triggeredAt: '2026-01-01T00:00:00Z' });
    await shop.settled();
    expect(await shopRow()).toMatchObject({ name: 'Haven', currency: 'CAD', time_zone: 'America/Toronto' });
  });

  test.each(['customers/data_request', 'customers/redact', 'shop/redact'])(
    '%s is kept for the operator, who sees how many wait',
    async (topic) => {
      const waiting = async () =>
        (await shop.get<{ privacyRequests: { open: number } }>('/api/v1/operations')).privacyRequests.open;
      const before = await waiting();
      const customer = { id: 191167, email: 'robin@example.com' };
      const payload = { shop_id: 1, shop_domain: SHOP, customer, orders_to_redact: [299938] };
      // Twice under one id, as a delivery that comes again after the secret was changed: another signature, another row of the inbox.
      for (const again of [{}, { again: true }]) {
        const delivery = { topic, payload: { ...payload, ...again }, webhookId: `once-${topic}` };
        expect((await shop.deliver(delivery)).status).toBe(200);
      }
      await shop.settled();
      expect(await waiting()).toBe(before + 1);
      const { rows } = await shop.database.pool.query<{ row: string }>(
        'SELECT customer_id, order_ids, privacy_request::text AS row FROM privacy_request WHERE topic = $1',
        [topic],
      );
      expect(rows).toMatchObject([{ customer_id: '191167', order_ids: ['299938'] }]);
      expect(rows[0]?.row).not.toContain('robin');
    },
  );
});
