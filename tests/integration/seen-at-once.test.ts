// What one process writes, another sees with the next request: versions are kept parsed and reads are shared, but nothing is answered from before.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ensureShop, updateShopSettings } from '../../app/storage/shops.ts';
import { inTransaction } from '../../app/storage/transaction.ts';
import { startApp, type RunningServer } from '../support/processes.ts';
import { orderPayload } from '../support/order-payload.ts';
import { meridian, SHOP, startShop, type TestShop } from '../support/shop.ts';
import { signedProxyRequest } from '../support/signed-proxy.ts';

type Shown = { member: { points: { balance: number }; nextReward: { missing: number } | null } | null };

const programWith = (points: number) => ({
  ...startingProgram,
  rewards: [
    {
      ...{ id: 'five-off', kind: 'amountOff', name: { en: '{amount} off' }, points },
      values: [{ currency: 'USD', amount: '5.00' }],
    },
  ],
});

let shop: TestShop;
let other: RunningServer;
beforeAll(async () => {
  shop = await startShop({ program: programWith(1_000) });
  other = await startApp(shop.database, { LOG_LEVEL: 'warn' });
  const settings = { name: null, currency: 'USD', timeZone: 'UTC', at: '2026-01-01T00:00:00Z' };
  await inTransaction(shop.database.pool, (tx) => updateShopSettings(tx, ShopIdSchema.parse(SHOP), settings));
});
afterAll(async () => {
  await other.stop();
  await shop.stop();
});

const read = async (url: string, customerId: number | null, of = SHOP) =>
  (await signedProxyRequest<Shown>(url, 'GET', 'member', { customerId, shop: of })).body.member;

async function earned(customerId: number, dollars: number): Promise<void> {
  const payload = orderPayload({ customerId, lines: [{ price: `${dollars}.00` }] });
  expect((await shop.deliver({ topic: 'orders/paid', payload })).status).toBe(200);
  await shop.settled();
}

test('a version that was published through one app is what another shows, every time', async () => {
  await earned(1, 100);
  expect(await read(other.url, 1)).toMatchObject({ nextReward: { missing: 1_000 } });
  for (let points = 900; points > 700; points -= 10) {
    await shop.publish(programWith(points));
    expect((await read(other.url, 1))?.nextReward?.missing).toBe(points);
  }
});

test('readers who come together, of several shops, are each shown their own', async () => {
  const elsewhere = 'harbour.myshopify.com';
  await ensureShop(shop.database.pool, ShopIdSchema.parse(elsewhere));
  const customers = Array.from({ length: 12 }, (_, index) => 100 + index);
  for (const customer of customers) await earned(customer, customer);
  const asked = Array.from({ length: 120 }, (_, index) => customers[index % customers.length]!);
  const [shown, nobody, strangers] = await Promise.all([
    Promise.all(asked.map((customer) => read(shop.app.url, customer))),
    read(shop.app.url, null),
    Promise.all(customers.map((customer) => read(shop.app.url, customer, elsewhere))),
  ]);
  expect(shown.map((one) => one?.points.balance)).toEqual(asked);
  expect(nobody).toBeNull();
  // There they are new: the read itself enrols who signs in.
  expect(strangers.map((one) => one?.points.balance)).toEqual(customers.map(() => 0));
});

test('a key that was revoked is refused at once, by every app', async () => {
  const key = await meridian(shop.database, 'api-key', 'create', '--shop', SHOP, '--scopes', 'read');
  const status = async (url: string) =>
    (await fetch(`${url}/api/v1/program`, { headers: { Authorization: `Bearer ${key}` } })).status;
  const urls = [shop.app.url, other.url];
  const both = () => Promise.all(urls.flatMap((url) => [status(url), status(url), status(url)]));
  expect(new Set(await both())).toEqual(new Set([200]));
  const keyId = key.split('_')[1];
  await shop.database.pool.query('UPDATE api_key SET revoked_at = now() WHERE key_id = $1', [keyId]);
  expect(new Set(await both())).toEqual(new Set([401]));
});
