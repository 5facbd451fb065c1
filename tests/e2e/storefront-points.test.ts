// What a page promises is what the order gets: a product with a campaign, another variant of it, the cart as it changes under the theme's hands, and the
// order. And the widget looks as the market's look says, else as the theme.
import { expect, test, type Page, type Route } from '@playwright/test';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { laterSecond } from '../support/later-second.ts';
import { expectAccessible } from './accessible.ts';
import { keyOf, spawnDemo, type Demo } from './start-demo.ts';

const CUSHION = 'wool-cushion';
const name = { en: 'Days of wool', ja: 'ウールの日' };
const campaigns = [
  {
    ...{ id: 'wool', name, when: { markets: ['jp'] }, lines: { productTags: ['wool'] } },
    effect: { kind: 'multiply', by: '2' },
  },
  { id: 'more', name, when: minSpend('20000'), effect: { kind: 'bonus', points: 50 } },
];
const looks = {
  jp: {
    ...{ accent: '#7a1f3d', text: '#221018', background: '#fff7fa', radius: 4 },
    launcher: { side: 'start', icon: 'gift' },
  },
};

function minSpend(amount: string): object {
  return { minSpend: [{ currency: 'JPY', amount }] };
}

let demo: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
  await api('PUT', 'program/draft', { ...startingProgram, actions: [], campaigns, looks });
  await api('POST', 'program/publish', {});
  await laterSecond();
});
test.afterAll(() => demo.stop());

async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const key = keyOf(demo);
  const response = await fetch(`${demo.appUrl}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

async function signedIn(page: Page, market: string): Promise<number> {
  const response = await fetch(`${demo.storeUrl}/control/customers`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ firstName: '葵', lastName: '山本', email: 'aoi@example.com', market }),
  });
  const { id } = (await response.json()) as { id: number };
  const url = `${demo.storeUrl}/store`;
  await page.context().addCookies([{ name: 'devstore_customer', value: String(id), url }]);
  return id;
}

const open = (page: Page, path: string) => page.goto(`${demo.storeUrl}/store/${path}`);
const LAUNCHER = '.mrd-launcher';
const earns = (page: Page) => page.locator('[data-mrd-earns]');

test('a product, its other variant, and the cart as it changes promise what the order then gets', async ({
  page,
}) => {
  const id = await signedIn(page, 'jp');
  // Once the app has told the theme of the campaigns and the member.
  await expect(async () => {
    await open(page, `jp/products/${CUSHION}`);
    await expect(page.locator('meridian-earn')).toHaveText(/^\s*156ポイント獲得/, { timeout: 500 });
  }).toPass();
  await page.getByLabel('60 × 60 cm').check();
  await expect(page.locator('meridian-earn')).toHaveText(/208ポイント獲得/);
  // What is said is of one: several are rounded once together, and the cart says them.
  const ofOne = page.locator('meridian-earn').getByText('（1点あたり）');
  await expect(ofOne).toBeHidden();
  await page.getByLabel('数量').fill('2');
  await page.keyboard.press('Tab');
  await expect(ofOne).toBeVisible();
  await page.getByLabel('数量').fill('1');
  await page.keyboard.press('Tab');
  await expect(ofOne).toBeHidden();

  await page.locator('form[action$="/cart/add"] button').click();
  await expect(earns(page)).toHaveText('このカートで208ポイント獲得');
  // As a theme does it that draws nothing of ours anew: 20,800 yen twice, and 50 from 20,000 on.
  const path = new URL(page.url()).pathname;
  const cart = await page.evaluate(async (url) => (await fetch(url)).json(), `${path}.js`);
  const become = (quantity: number) =>
    page.evaluate(
      async ([url, body]) => {
        const headers = { 'content-type': 'application/json' };
        await fetch(url, { method: 'POST', headers, body });
      },
      [`${path}/update.js`, JSON.stringify({ updates: { [cart.items[0].variant_id]: quantity } })] as const,
    );
  // Of two answers the one that was asked for last is drawn, whenever the other comes.
  const [answered, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = async (route: Route) => {
    const response = await route.fetch();
    answered.resolve();
    await release.promise;
    await route.fulfill({ response });
  };
  await page.route(/section_id/, late, { times: 1 });
  await become(1);
  await answered.promise;
  await become(2);
  await expect(earns(page)).toHaveText('このカートで466ポイント獲得');
  const came = page.waitForResponse(/section_id/);
  release.resolve();
  await came;
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await expect(earns(page)).toHaveText('このカートで466ポイント獲得');
  await expectAccessible(page);

  await page.reload();
  await expect(earns(page)).toHaveText('このカートで466ポイント獲得');
  await page.getByRole('link', { name: 'ご購入手続きへ' }).click();
  await page.getByRole('button', { name: '支払う' }).click();
  await expect(page.getByRole('heading', { name: /ありがとうございます/ })).toBeVisible();
  type Member = { points: { lifetimeEarned: number } };
  await expect.poll(async () => (await api<Member>('GET', `members/${id}`)).points?.lifetimeEarned).toBe(466);

  // Nothing stays said of a cart that is empty.
  await open(page, `jp/products/${CUSHION}`);
  await page.getByLabel('60 × 60 cm').check();
  await page.locator('form[action$="/cart/add"] button').click();
  await expect(earns(page)).toHaveText('このカートで208ポイント獲得');
  await become(0);
  await expect(earns(page)).toBeHidden();
});

const styleOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { color, backgroundColor, borderRadius, fontFamily } = getComputedStyle(element);
    return { color, backgroundColor, borderRadius, fontFamily };
  });

test('a market looks as its look says, from the launcher to the panel', async ({ page }) => {
  await expect(async () => {
    await open(page, `jp/products/${CUSHION}`);
    await expect(page.locator(LAUNCHER)).toHaveCSS('background-color', 'rgb(122, 31, 61)', { timeout: 500 });
  }).toPass();
  expect(await styleOf(page, LAUNCHER)).toMatchObject({ borderRadius: '4px' });
  const box = await page.locator(LAUNCHER).boundingBox();
  expect(box?.x).toBeLessThan(40);
  await page.locator(LAUNCHER).click();
  expect(await styleOf(page, '.mrd-panel')).toMatchObject({
    ...{ color: 'rgb(34, 16, 24)', backgroundColor: 'rgb(255, 247, 250)' },
  });
  await expectAccessible(page);
});

test('where nobody chose a look it is the theme’s: its fonts, its text, and its button’s colour', async ({
  page,
}) => {
  await open(page, `us/products/${CUSHION}`);
  const [line, text] = [await styleOf(page, 'meridian-earn'), await styleOf(page, '.product-about')];
  expect(line).toMatchObject({ color: text.color, fontFamily: text.fontFamily });
  // Dawn keeps its colours as "r, g, b"; another theme's are no colours for us, and no reason to vanish.
  const themed = (button: string, background: string, foreground: string) =>
    page.evaluate(
      (colours) => {
        for (const [part, colour] of Object.entries(colours))
          document.documentElement.style.setProperty(`--color-${part}`, colour);
      },
      { button, background, foreground },
    );
  await themed('18, 52, 86', '250, 250, 240', '20, 20, 60');
  // The same 18, 52, 86: whatever a button of the theme lets through, ours has a ground.
  const ground = 'color(srgb 0.0705882 0.203922 0.337255)';
  await expect(page.locator(LAUNCHER)).toHaveCSS('background-color', ground);
  await expect(page.locator('.mrd-panel')).toHaveCSS('background-color', 'rgb(250, 250, 240)');
  await expect(page.locator('.mrd-panel')).toHaveCSS('color', 'rgb(20, 20, 60)');
  await themed('1px solid', 'none', 'url(x)');
  await expect(page.locator(LAUNCHER)).toHaveCSS('background-color', 'rgb(31, 92, 86)');
  await expect(page.locator('.mrd-panel')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.locator('.mrd-panel')).toHaveCSS('color', 'rgb(28, 42, 41)');
});
