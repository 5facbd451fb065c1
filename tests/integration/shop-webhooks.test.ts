// What the shop itself tells: its settings, its uninstall, and what people ask of us by law.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { writeInstall } from '../../app/storage/installs.ts';
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
    await writeInstall(pool, shopId, null, '2026-11-01T00:00:00Z');
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
