import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseEnv } from '../env.ts';
import { buildApp } from '../server.ts';
import { openDevStore, type OpenStore } from '../state/create-dev-store.ts';
import { bundleScript } from './assets.ts';

// The real store on a folder of its own. Nothing answers at the app's address: webhooks wait, which the pages must bear.
const folder = mkdtempSync(join(tmpdir(), 'devstore-pages-'));
const env = parseEnv({ DATA_DIR: folder, DEVSTORE_PORT: '39100', PORT: '9' });
let opened: OpenStore;
let app: ReturnType<typeof buildApp>;

beforeAll(() => {
  opened = openDevStore(env);
  app = buildApp(opened);
});
afterAll(() => {
  opened.close();
  rmSync(folder, { recursive: true });
});

async function page(path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await app.request(path, { headers });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
}

/** The cookies that an answer set, as the next request sends them. */
function cookies(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function firstVariant(handle: string): number {
  const variant = opened.store.product(handle)?.variants[0];
  if (!variant) throw new Error(`No product ${handle}`);
  return variant.id;
}

describe('the frame', () => {
  const redirects: [string, string][] = [
    ['/admin', '/admin/store/haven'],
    ['/admin/orders/7?a=b', '/admin/store/haven/orders/7?a=b'],
    ['/admin/apps/meridian-dev/app', '/admin/store/haven/apps/meridian-dev/app'],
  ];
  test.each(redirects)('%s leads to %s', async (from, to) => {
    const response = await app.request(from);
    expect([response.status, response.headers.get('Location')]).toEqual([302, to]);
  });

  const unknown = [
    '/nowhere',
    '/admin/store/other/orders',
    '/admin/store/haven/apps/other/app',
    '/store/mars',
    '/webhooks/99',
  ];
  test.each(unknown)('%s is not found, and says where to go', async (path) => {
    const response = await app.request(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Three doors');
  });

  test('shows the app at its path with what Shopify adds, and remembers the language', async () => {
    const response = await app.request('/admin/store/haven/apps/meridian-dev/app/members?page=2&locale=ja');
    const text = await response.text();
    const json = /id="frame-settings">\s*(\{.*\})\s*<\/script>/s.exec(text)?.[1] ?? '';
    const settings: { src: string; appOrigin: string; path: string } = JSON.parse(json);
    const src = new URL(settings.src);
    expect(src.origin).toBe(settings.appOrigin);
    expect(src.origin).not.toBe(env.appUrl);
    expect(src.pathname).toBe('/app/members');
    expect(Object.fromEntries(src.searchParams)).toMatchObject({
      page: '2',
      embedded: '1',
      locale: 'ja',
      shop: 'haven.myshopify.com',
      host: Buffer.from('admin.shopify.com/store/haven').toString('base64').replace(/=+$/, ''),
    });
    expect(src.searchParams.get('id_token')?.split('.')).toHaveLength(3);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(cookies(response)).toContain('devstore_language=ja');
  });
});

test.each([
  '/',
  '/admin/store/haven/discounts',
  '/admin/store/haven/markets',
  '/admin/store/haven/products',
  '/webhooks',
])('%s renders before anything happened', async (path) => {
  expect(await page(path)).toContain('Haven');
});

test("the platform's link holds a code for the checkout, leads to a page of the shop only, and is told there", async () => {
  const link = (redirect: string) =>
    app.request(`/store/us/discount/WELCOME10?redirect=${encodeURIComponent(redirect)}`);
  const held = await link('/store/us/cart');
  expect(held.headers.get('Location')).toBe('/store/us/cart');
  expect(cookies(held)).toContain('devstore_discount=WELCOME10');
  expect((await link('https://example.com/')).headers.get('Location')).toBe('/store/us');
});

test('what a visitor writes is escaped wherever it is shown again', async () => {
  const attack = '"><script>alert(1)</script>';
  const query = encodeURIComponent(attack);
  for (const path of [
    `/admin/store/haven/orders?query=${query}&market=${query}&page=${query}`,
    `/admin/store/haven/customers?query=${query}`,
    `/webhooks?topic=${query}&order=${query}&status=${query}`,
    `/store/us?collection=${query}&locale=${query}`,
  ]) {
    expect(await page(path)).not.toContain('<script>alert');
  }
});

test('forms of other sites are refused', async () => {
  const response = await post('/store/us/sign-out', {}, { 'Sec-Fetch-Site': 'cross-site' });
  expect(response.status).toBe(403);
});

describe('shopping', () => {
  const markets: [string, string, string, string][] = [
    ['us', 'en', 'ltr', '$24.00'],
    ['eu', 'de', 'ltr', '22,00\u00a0€'],
    ['jp', 'ja', 'ltr', '￥3,400'],
    ['gulf', 'ar', 'rtl', '7.250'],
  ];
  test.each(markets)('%s speaks %s (%s) in its currency: %s', async (market, lang, direction, shown) => {
    const text = await page(`/store/${market}/products/stoneware-mug`);
    expect(text).toContain(`<html lang="${lang}" dir="${direction}">`);
    expect(text).toContain(shown);
  });

  test.each(['us', 'eu', 'jp', 'gulf'])(
    'a guest orders in %s, and the merchant refunds one of two',
    async (market) => {
      const added = await post(`/store/${market}/cart/add`, {
        id: String(firstVariant('stoneware-mug')),
        quantity: '2',
      });
      expect(added.headers.get('Location')).toBe(`/store/${market}/cart`);
      const session = { Cookie: cookies(added) };
      expect(await page(`/store/${market}/checkout`, session)).toContain('data-total');

      const paid = await post(
        `/store/${market}/checkout`,
        { action: 'pay', tip: '10%', code: 'WELCOME10' },
        session,
      );
      const confirmation = paid.headers.get('Location') ?? '';
      expect(paid.status).toBe(303);
      const [order] = opened.store.orders({ limit: 1 }).items;
      if (!order) throw new Error('No order was made');
      expect(confirmation).toBe(`/store/${market}/orders/${order.id}?token=${order.token}`);
      expect(await page(confirmation)).toContain(`#${order.orderNumber}`);
      expect((await app.request(`/store/${market}/orders/${order.id}?token=guessed`)).status).toBe(404);

      const admin = `/admin/store/haven/orders/${order.id}`;
      const quantity = `quantity-${order.lines[0]?.id}`;
      const preview: { amount: string } = await (
        await app.request(`${admin}/refund/preview?${quantity}=1`)
      ).json();
      const refunded = await post(`${admin}/refund`, { [quantity]: '1' });
      expect(refunded.headers.get('Location')).toBe(admin);
      const text = await page(admin, { Cookie: cookies(refunded) });
      expect(text).toContain(`${preview.amount} refunded for 1 item.`);
      expect(text).toContain('Partially refunded');
    },
  );

  test('a refusal says why and changes nothing', async () => {
    const added = await post('/store/us/cart/add', { id: String(firstVariant('brass-pen')) });
    const paid = await post('/store/us/checkout', { action: 'pay' }, { Cookie: cookies(added) });
    const id = /orders\/(\d+)/.exec(paid.headers.get('Location') ?? '')?.[1] ?? '';
    const admin = `/admin/store/haven/orders/${id}`;
    const refused = await post(`${admin}/refund`, { amount: 'ten dollars' });
    expect(refused.headers.get('Location')).toBe(`${admin}/refund`);
    expect(await page(`${admin}/refund`, { Cookie: cookies(refused) })).toContain('not an amount in USD');
    expect(opened.store.order(Number(id))?.refunds).toEqual([]);
  });
});

test.each(['app-bridge', 'frame', 'admin', 'store', 'webhooks'])(
  'the browser code %s is bundled whole',
  async (name) => {
    const response = await app.request(`/assets/${name}.js`);
    expect(response.headers.get('Content-Type')).toContain('text/javascript');
    const code = await response.text();
    expect(code).toBe(await bundleScript(name));
    expect(code).not.toMatch(/^import /m);
  },
);

test('merging a customer, which nothing undoes, has to be confirmed first', async () => {
  const made = opened.store.createCustomer({
    firstName: 'Ada',
    lastName: 'Marsh',
    email: 'merge@example.com',
    market: 'us',
  });
  if (!made.ok) throw new Error(made.detail);
  const text = await page(`/admin/store/haven/customers/${made.customer.id}`);
  const form = text.slice(text.indexOf(`/customers/${made.customer.id}/merge`));
  expect(form.slice(0, form.indexOf('</form>'))).toMatch(/type="checkbox" name="confirmed" required/);
});

test('a merchant edits the tags of a customer', async () => {
  const made = opened.store.createCustomer({
    firstName: 'Ada',
    lastName: 'Marsh',
    email: 'tags@example.com',
    market: 'us',
    tags: ['vip'],
  });
  if (!made.ok) throw new Error(made.detail);
  const address = `/admin/store/haven/customers/${made.customer.id}`;
  expect(await page(address)).toContain('value="vip"');
  const saved = await post(`${address}/tags`, { tags: ' staff, vip,, staff' });
  expect([saved.status, saved.headers.get('Location')]).toEqual([303, address]);
  expect(opened.store.customer(made.customer.id)?.tags).toEqual(['staff', 'vip']);
  expect(await page(address)).toContain('value="staff, vip"');
});

test('a product changes its tags and goes by the control API, and no page shows it then', async () => {
  const { id } = opened.store.product('sencha') ?? { id: 0 };
  const change = (body: object, of = id) =>
    app.request(`/control/products/${of}`, { method: 'POST', body: JSON.stringify(body) });
  expect(await (await change({ tags: ['green'] })).json()).toMatchObject({ id, tags: ['green'] });
  expect(await (await change({ deleted: true })).json()).toBeNull();
  expect([opened.store.product(id), opened.store.products().some((one) => one.id === id)]).toEqual([
    null,
    false,
  ]);
  expect((await change({ deleted: false })).status).toBe(200);
  expect(opened.store.product(id)?.tags).toEqual(['green']);
  expect((await change({}, 1)).status).toBe(422);
  expect((await change({ price: '1' })).status).toBe(422);
});
