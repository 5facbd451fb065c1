// What a shop can do for rewards is read whenever its token is exchanged, and kept with it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeps } from '../../app/deps.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { parseEnvironment } from '../../app/env.server.ts';
import { recordInstall } from '../../app/services/record-install.ts';
import type { AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { ShopSettingsDocument } from '../../app/shopify/admin-types.generated.ts';
import { readCapabilities } from '../../app/storage/shop-traits.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const shop = ShopIdSchema.parse('able.myshopify.com');
const unavailable = { ok: false, reason: 'unavailable', codes: ['HTTP 500'] };
const answered = (data: object) => ({ ok: true, data, refusedFields: false });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** The install of a shop of which Shopify tells that it is on Plus, or nothing. */
async function install(plus: boolean | null) {
  const plan = { partnerDevelopment: false, shopifyPlus: plus, publicDisplayName: 'Some plan' };
  const settings = { name: 'Able', currencyCode: 'USD', ianaTimezone: 'UTC', plan };
  const capabilities = {
    shop: {
      plan,
      features: { giftCards: true },
      customerAccountsV2: { customerAccountsVersion: 'NEW_CUSTOMER_ACCOUNTS' },
    },
    currentAppInstallation: {
      app: { publicCategory: 'CUSTOM' },
      accessScopes: [{ handle: 'write_gift_cards' }],
    },
    shopifyFunctions: { nodes: [{ handle: 'localized-discount' }] },
  };
  const admin = ((document: unknown) => {
    if (document === ShopSettingsDocument) return Promise.resolve(answered({ shop: settings }));
    return Promise.resolve(plus === null ? unavailable : answered(capabilities));
  }) as AdminGateway;
  const { pool, url } = database;
  await recordInstall(
    createDeps(parseEnvironment({ DATABASE_URL: url, LOG_LEVEL: 'silent' }), pool),
    shop,
    admin,
  );
  return readCapabilities(pool, shop);
}

test('it is what Shopify told last, and native codes alone before', async () => {
  const nothing = { functions: false, storeCredit: false, giftCards: false };
  expect(await readCapabilities(database.pool, shop)).toEqual(nothing);
  expect(await install(null)).toEqual(nothing);
  expect(await install(true)).toEqual({ functions: true, storeCredit: false, giftCards: true });
  expect(await install(null)).toEqual({ functions: true, storeCredit: false, giftCards: true });
  expect(await install(false)).toEqual({ functions: false, storeCredit: false, giftCards: true });
});

test('what the shop can do is known with what is to be done for it, or not at all', async () => {
  const { pool } = database;
  await install(false);
  await pool.query('DELETE FROM metafield_mark');
  await pool.query(
    `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$;
     CREATE TRIGGER broken BEFORE INSERT ON metafield_mark FOR EACH ROW EXECUTE FUNCTION broken()`,
  );
  await expect(install(true)).rejects.toThrow('killed');
  await pool.query('DROP TRIGGER broken ON metafield_mark');
  expect(await readCapabilities(pool, shop)).toMatchObject({ functions: false });
  expect(await install(true)).toMatchObject({ functions: true });
  expect((await pool.query('SELECT FROM metafield_mark WHERE member_id = 0')).rowCount).toBe(1);
});

test('what another version of Meridian stored is as good as nothing', async () => {
  await install(true);
  await database.pool.query(`UPDATE shop SET traits = '{"plan":"Plus"}' WHERE shop = $1`, [shop]);
  expect(await readCapabilities(database.pool, shop)).toMatchObject({ functions: false, giftCards: false });
});
