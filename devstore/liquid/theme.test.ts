import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { putMetafield } from '../state/metafields.ts';
import { findProduct } from '../test-support/find-product.ts';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';

const product = 'olive-soap';

/** An extension whose product block and embed are the Liquid given. */
function writeExtension(block: string, embed = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'extensions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'loyalty-widget');
  for (const part of ['blocks', 'snippets', 'locales', 'assets'])
    mkdirSync(join(root, part), { recursive: true });
  writeFileSync(join(root, 'shopify.extension.toml'), 'name = "Loyalty"\ntype = "theme"\n');
  const schema = (target: string, more = '') =>
    `{% schema %}{ "name": "Loyalty", "target": "${target}", "stylesheet": "loyalty.css", "settings": [{ "type": "product", "id": "product", "autofill": true }, { "type": "text", "id": "word", "default": "preset" }] ${more} }{% endschema %}`;
  writeFileSync(
    join(root, 'blocks/loyalty-product.liquid'),
    block + schema('section', ', "enabled_on": { "templates": ["product"] }'),
  );
  writeFileSync(join(root, 'blocks/loyalty-panel.liquid'), embed + schema('body'));
  writeFileSync(join(root, 'snippets/line.liquid'), '[{{ word }} {{ shop.name }} {{ block.id }}]');
  writeFileSync(join(root, 'assets/loyalty.css'), '.loyalty{}');
  writeFileSync(
    join(root, 'locales/en.default.json'),
    JSON.stringify({
      plain: 'A <b> {{ name }}',
      rich_html: '<b>{{ name }}</b>',
      points: { one: '{{ count }} point', other: '{{ count }} points' },
    }),
  );
  writeFileSync(
    join(root, 'locales/ar.json'),
    JSON.stringify({ points: { few: '{{ count }} نقاط', other: '{{ count }} نقطة' } }),
  );
  return folder;
}

function open(extensions: string) {
  const opened = openTestStore(testEnv('http://127.0.0.1:9', { DEVSTORE_EXTENSIONS: extensions }));
  const { store, context, app } = opened;
  context.tables.put('single', 'installation', { installedAt: 0, scopes: [] });
  const page = async (path: string, cookie = '') =>
    (await app.request(path, { headers: { Cookie: cookie } })).text();
  const made = store.createCustomer({
    firstName: 'Hana',
    lastName: 'Mori',
    email: 'hana@example.com',
    market: 'jp',
  });
  if (!made.ok) throw new Error(made.detail);
  const set = (type: 'Customer' | 'AppInstallation', namespace: string, key: string, value: unknown) => {
    const owner = { type, id: type === 'Customer' ? made.customer.id : store.shop.id };
    putMetafield(context.tables, { owner, namespace, key, type: 'json', value: JSON.stringify(value) }, 0);
  };
  return { ...opened, page, set, cookie: `devstore_customer=${made.customer.id}` };
}

/** What the product block of a page prints for this Liquid. */
async function printed(
  liquid: string,
  market = 'us',
  prepare?: (opened: ReturnType<typeof open>) => void,
): Promise<string> {
  const opened = open(writeExtension(`<output>${liquid}</output>`));
  prepare?.(opened);
  const text = await opened.page(`/store/${market}/products/${product}`, prepare ? opened.cookie : '');
  return /<output>([\s\S]*)<\/output>/.exec(text)?.[1] ?? text;
}

it.each([
  [
    '{{ 7 | divided_by: 2 }} {{ -7 | divided_by: 2 }} {{ -7 | modulo: 3 }} {{ 7.5 | divided_by: 3 }}',
    '3 -4 2 2.5',
  ],
  [
    '{{ 9007199254740993 | times: 1 }}{{ 3000000000 | times: 3000000001 | divided_by: 3000000001 }}',
    /3000000000$/,
  ],
  ['{{ missing | json }} {{ "</script>" | json }}', 'null "\\u003c/script\\u003e"'],
  ['{{ "plain" | t: name: "<i>" }} {{ "rich_html" | t: name: "<i>" }}', 'A &lt;b&gt; &lt;i&gt; <b><i></b>'],
  ['{{ "points" | t: count: 1 }}, {{ "points" | t: count: 3 }}', '1 point, 3 points'],
  ['{{ "no.such" | t }}', 'Translation missing: en.no.such'],
  ['{{ "loyalty.css" | asset_url }}', '/cdn/extensions/loyalty-widget/assets/loyalty.css'],
  ['{{ block.settings.word }} {% render "line", word: block.settings.word %}', 'preset [preset Haven ]'],
  ['{{ block.settings.product.price }} {{ product.gift_card? }} {{ shop.currency }}', /^950 false USD$/],
])('renders %s as Shopify does', async (liquid, expected) => {
  const text = await printed(liquid);
  if (typeof expected === 'string') expect(text).toBe(expected);
  else expect(text).toMatch(expected);
});

it('has prices in hundredths in every currency', async () => {
  const liquid =
    '{{ product.price }} {{ product.price | money }} {{ cart.currency.iso_code }} {{ request.locale.iso_code }} {{ localization.market.handle }} {{ cart.taxes_included }} {{ routes.root_url }}';
  expect(await printed(liquid, 'jp')).toMatch(/^(\d+)00 [¥￥][\d,]+ JPY ja jp true \/store\/jp$/);
  expect(await printed(liquid, 'gulf')).toMatch(/^\d+ .*KWD ar gulf true \/store\/gulf$/);
  expect(await printed('{{ 350 | money }}', 'gulf')).toContain('3.500');
  expect(await printed('{{ 5000000 | money_without_trailing_zeros }}', 'jp')).toContain('50,000');
  expect(await printed('{{ 300 | money_without_trailing_zeros }}', 'us')).toBe('$3');
  expect(await printed('{{ "points" | t: count: 3 }}', 'gulf')).toBe('3 نقاط');
});

it('gives the app’s own blocks the data of the app and of the member, and the theme neither', async () => {
  const liquid =
    '{{ app.metafields.meridian.program.value.number }} {{ customer.metafields["$app"].loyalty.value.balance }}';
  const both = ({ set }: ReturnType<typeof open>) => {
    set('AppInstallation', 'meridian', 'program', { number: 3 });
    set('Customer', 'app--meridian-dev', 'loyalty', { balance: 1240 });
  };
  expect(await printed(liquid, 'us', both)).toBe('3 1240');
  const other = ({ set }: ReturnType<typeof open>) =>
    set('Customer', 'app--another', 'loyalty', { balance: 9 });
  expect(await printed(liquid, 'us', other)).toBe(' ');
});

it('fails on an unknown filter instead of passing it over', async () => {
  const { app } = open(writeExtension('{{ 1 | no_such_filter }}'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  expect((await app.request(`/store/us/products/${product}`)).status).toBe(500);
});

it('puts blocks into their section, embeds before the end of the body, style sheets into the head, and serves them', async () => {
  const { page, app } = open(writeExtension('<output>block</output>', '<aside>embed</aside>'));
  const text = await page(`/store/us/products/${product}`);
  expect(text).toMatch(/<div id="shopify-block-\w+" class="shopify-block shopify-app-block"><output>block/);
  expect(text).toMatch(/<aside>embed<\/aside><\/div><\/body>/);
  expect(text.indexOf('loyalty.css')).toBeLessThan(text.indexOf('</head>'));
  expect(await page('/store/us')).toContain('<aside>embed</aside>');
  expect(await page('/store/us')).not.toContain('<output>');
  expect(
    (await app.request('/cdn/extensions/loyalty-widget/assets/loyalty.css')).headers.get('content-type'),
  ).toContain('text/css');
  expect(
    (await app.request('/cdn/extensions/loyalty-widget/assets/..%2fshopify.extension.toml')).status,
  ).toBe(404);
  const inCart = `devstore_cart_us=${findProduct(product)}x1`;
  expect(await page('/store/us/checkout', inCart)).not.toContain('<aside>');
});

it('has no blocks of an app that is not installed', async () => {
  const { page, app } = open(writeExtension('<output>block</output>', '<aside>embed</aside>'));
  await app.request('/control/uninstall', { method: 'POST' });
  const text = await page(`/store/us/products/${product}`);
  expect(text).not.toContain('embed');
  expect(text).not.toContain('<output>');
  expect(text).toContain('Add to cart');
});

it('follows a file of the extension that changes', async () => {
  const folder = writeExtension('<output>before</output>');
  const { page } = open(folder);
  expect(await page(`/store/us/products/${product}`)).toContain('before');
  cpSync(
    join(writeExtension('<output>after it</output>'), 'loyalty-widget'),
    join(folder, 'loyalty-widget'),
    { recursive: true },
  );
  expect(await page(`/store/us/products/${product}`)).toContain('after it');
});

it.each(['us', 'eu', 'jp', 'gulf'])(
  'renders the project’s own widget in %s, without a missing text',
  async (market) => {
    const { page, cookie, set } = open('extensions');
    set('AppInstallation', 'meridian', 'program', sampleProgram);
    set('Customer', 'app--meridian-dev', 'loyalty', {
      v: 1,
      balance: 1240,
      available: 1100,
      pending: 140,
      entries: [{ p: 34, at: '2026-11-21', t: { en: 'For order #1001' } }],
      codes: [],
    });
    for (const who of [cookie, '']) {
      const text = await page(`/store/${market}/products/${product}`, who);
      expect(text).toContain('<meridian-loyalty');
      expect(text).toContain('<meridian-earn');
      expect(text).not.toContain('Translation missing');
      expect(text).not.toContain('[object Object]');
    }
  },
);

it('leads back after signing in, and to pages of the store only', async () => {
  const { app, store } = open('extensions');
  const [customer] = store.customers().items;
  const signIn = async (wanted: string) =>
    (
      await app.request('/store/jp/sign-in', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ customer: String(customer?.id), return_url: wanted }).toString(),
      })
    ).headers.get('location');
  expect(await signIn('/store/jp/products/olive-soap#loyalty')).toBe('/store/jp/products/olive-soap#loyalty');
  expect(await signIn('//evil.example.com')).toBe('/store/jp');
  expect(await signIn('/store/jpx')).toBe('/store/jp');
});

const sampleProgram = {
  v: 1,
  number: 3,
  name: { en: 'Haven points' },
  label: { en: { one: 'point', other: 'points' }, ar: { few: 'نقاط', other: 'نقطة' } },
  rates: {
    USD: { n: 1, d: 100, step: null, coarse: false },
    EUR: { n: 1, d: 100, step: null, coarse: false },
    JPY: { n: 1, d: 10000, step: null, coarse: false },
    KWD: { n: 1, d: 30, step: null, coarse: true },
  },
  rounding: 'down',
  granularity: 'proportional',
  taxes: 'included',
  excluded: {},
  pointValue: { USD: { n: 1, d: 1, unit: 1 }, JPY: { n: 140, d: 1, unit: 100 } },
  rewards: [
    {
      id: 'five-off',
      points: 500,
      name: { en: '{amount} off' },
      amount: { USD: 500, JPY: 70000 },
      markets: null,
    },
  ],
  markets: { jp: { currency: 'JPY', locale: 'ja' } },
};

it('leaves out the app blocks that the merchant switched off', async () => {
  const { app, page } = open(writeExtension('<i>block</i>', '<b>embed</b>'));
  const both = await page(`/store/jp/products/${product}`);
  expect([both.includes('<i>block</i>'), both.includes('<b>embed</b>')]).toEqual([true, true]);
  const choose = (appBlocksOff: string[]) =>
    app.request('/control/theme', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ appBlocksOff }),
    });
  expect((await choose(['loyalty-panel'])).status).toBe(200);
  const one = await page(`/store/jp/products/${product}`);
  expect([one.includes('<i>block</i>'), one.includes('<b>embed</b>')]).toEqual([true, false]);
  expect((await choose(['../x'])).status).toBe(422);
});
