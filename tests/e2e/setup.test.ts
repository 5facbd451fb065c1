// A merchant's first minutes: from an empty shop in four markets to a published programme, an embed that is on, and a test order that ticks itself.
import { expect, test, type Page } from '@playwright/test';
import { laterSecond } from '../support/later-second.ts';
import { expectAccessible } from './accessible.ts';
import { spawnDemo, type Demo } from './start-demo.ts';
import { app, control, programApi, toast, visit } from './studio.ts';

let demo: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
});
test.afterAll(() => demo.stop());

const inAdmin = (path: string) => `${demo.storeUrl}/admin/store/haven/apps/meridian-dev${path}?locale=en`;

type Stored = { draft: { document: { name: object; rewards: object[] } } };
const draft = async () => (await programApi<Stored>(demo, 'GET', '')).draft.document;

/** A suggestion does not replace work without a question: refused, the work stays; confirmed, the suggestion is the draft. */
async function expectAskedFirst(page: Page) {
  const fashion = await draft();
  const worked = { ...fashion, name: { en: 'Worked on' } };
  await programApi(demo, 'PUT', '/draft', worked);
  await visit(page, inAdmin('/app/setup'));
  const start = (kind: string) => app(page).getByRole('button', { name: `Start with this: ${kind}` });
  const question = app(page).getByRole('dialog').or(page.getByRole('dialog'));
  await start('Electronics').click();
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(await draft()).toEqual(worked);
  await start('Fashion').click();
  await question.getByRole('button', { name: 'Start with this' }).click();
  await expect(toast(page, 'The programme is your draft now')).toBeVisible();
  expect(await draft()).toEqual(fashion);
}

test('set up in four markets, published, switched on, and tried', async ({ page }) => {
  await control(demo, '/theme', { appBlocksOff: ['loyalty-panel'] });
  await visit(page, inAdmin('/app'));
  await app(page).getByRole('link', { name: 'Continue setting up' }).click();
  await expect(app(page).getByText('0 of 4 steps done')).toBeVisible();
  // No orders yet, and said so, once the worker has looked.
  await expect(app(page).getByText('No orders in these days yet.')).toHaveCount(3);
  await expectAccessible(page);

  // Each is seen as shoppers would before it is chosen, in any market.
  await app(page).getByRole('button', { name: 'Preview: Grocery' }).click();
  await expect(app(page).getByRole('heading', { name: 'Preview: Grocery' })).toBeVisible();
  await app(page).getByRole('combobox', { name: 'Market' }).selectOption('Japan');
  const widget = app(page).frameLocator('iframe[title="The widget in the storefront"]');
  await expect(widget.locator('html')).toHaveAttribute('lang', 'ja');
  await app(page).getByRole('button', { name: 'Start with this: Fashion' }).click();
  await expect(toast(page, 'The programme is your draft now')).toBeVisible();
  await expect(app(page).getByRole('heading', { name: 'Preview: your draft' })).toBeVisible();
  await expect(app(page).getByText('1 of 4 steps done')).toBeVisible();
  await expectAskedFirst(page);
  await app(page).getByRole('link', { name: 'Open the programme' }).click();
  for (const currency of ['$1.00', '€1.00', '¥100', 'KWD 0.300'])
    await expect(app(page).getByText(currency.replace(' ', '\u00a0')).first()).toBeVisible();
  await app(page).getByRole('button', { name: 'Publish' }).first().click();
  const dialog = app(page).getByRole('dialog').or(page.getByRole('dialog'));
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(toast(page, 'Version 1 is published')).toBeVisible();
  await laterSecond();

  await visit(page, inAdmin('/app/setup'));
  await expect(app(page).getByText('2 of 4 steps done')).toBeVisible();
  // What is switched on in the theme editor ticks itself here.
  await control(demo, '/theme', { appBlocksOff: [] });
  // Shopify is asked for it every ten seconds, and when the merchant comes back from there.
  await app(page)
    .locator('html')
    .evaluate((html) => html.ownerDocument.dispatchEvent(new Event('visibilitychange')));
  await expect(app(page).getByText('3 of 4 steps done')).toBeVisible({ timeout: 20_000 });
  const { id } = await control<{ id: number }>(demo, '/customers', {
    ...{ firstName: 'Aoi', lastName: 'Yamamoto', email: 'aoi@example.com', market: 'jp' },
  });
  await control(demo, '/orders', {
    ...{ customerId: id, market: 'jp', codes: [] },
    lines: [{ variantId: 44_720_110_000_100, quantity: 1 }],
  });
  await expect(app(page).getByText('All done. Members now collect points.')).toBeVisible();
  await app(page).getByRole('link', { name: 'See its explanation' }).click();
  await expect(
    app(page)
      .getByText(/Yamamoto/)
      .first(),
  ).toBeVisible();
});
