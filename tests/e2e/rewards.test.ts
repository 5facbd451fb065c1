// A merchant's way with a reward: four currencies, an error at its field, the preview, saved, published, and there for shoppers. What is typed is
// lost neither to the network nor to somebody else's save.
import { expect, type Page, type Route } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { answers, app, programApi, save, saveBar, toast, visit } from './studio.ts';
import { seededTest as test } from './shared-demo.ts';
import type { Demo } from './start-demo.ts';

const store = () => process.env.DEVSTORE_URL ?? '';
const price = (page: Page) => app(page).getByRole('textbox', { name: 'Price' });
const amount = (page: Page, currency: string) =>
  app(page)
    .getByRole('group', { name: /^Amount in each/ })
    .getByRole('textbox', { name: currency });
const open = (page: Page, path: string) =>
  visit(page, `${store()}/admin/store/haven/apps/meridian-dev/app/program${path}?locale=en`);

type Document = { rewards: { id: string; points: number; values: object[] }[] };
type Stored = { program: Document; draft: { document: Document } | null };
let demo: Demo;
test.beforeEach(({ demo: shared }) => void (demo = shared));
const draft = async () => {
  const stored = await programApi<Stored>(demo, 'GET', '');
  return stored.draft?.document ?? stored.program;
};
const rewardIds = async () => (await draft()).rewards.map(({ id }) => id);

test('a new reward in four currencies, from its template to the shoppers', async ({ page }) => {
  await open(page, '/rewards');
  await expect(app(page).getByRole('heading', { name: '$5.00 off' })).toBeVisible();
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Add a reward' }).click();
  await app(page)
    .getByRole('menuitem', { name: /^Amount off/ })
    .click();
  await expect(app(page).getByRole('heading', { name: 'New: Amount off' })).toBeVisible();
  await expect(saveBar(page)).toBeHidden();

  for (const [currency, value] of [
    ['US Dollar', '7'],
    ['Euro', '6,50'],
    ['Kuwaiti Dinar', '2.250'],
  ] as const)
    await amount(page, currency).fill(value);
  await amount(page, 'Japanese Yen').fill('nine hundred');
  await price(page).fill('');
  await save(page);
  await expect(app(page).getByText('Fill this in')).toBeVisible();
  await expect(app(page).getByText('Enter a number, without a currency sign')).toBeVisible();
  await expect(price(page)).toBeFocused();
  await expectAccessible(page);

  await price(page).fill('640');
  await amount(page, 'Japanese Yen').fill('');
  await expect(app(page).getByText('No amount in JPY: not offered in Japan.')).toBeVisible();
  await amount(page, 'Japanese Yen').fill('900');
  const markets = app(page).getByRole('table', { name: 'The reward in each market' });
  await expect(markets).toContainText('$7.00 off');
  await expect(markets).toContainText('6,50 € Rabatt');
  await expect(markets).toContainText('￥900オフ');
  await save(page);
  await expect(toast(page, 'Saved in the draft')).toBeVisible();
  await expect(saveBar(page)).toBeHidden();

  await open(page, '');
  await app(page).getByRole('button', { name: 'Publish' }).first().click();
  const dialog = app(page).getByRole('dialog').or(page.getByRole('dialog'));
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(toast(page, 'is published')).toBeVisible();
  const published = await programApi<Stored>(demo, 'GET', '');
  expect(published.program.rewards.find(({ points }) => points === 640)?.values).toEqual([
    { currency: 'USD', amount: '7.00' },
    { currency: 'EUR', amount: '6.50' },
    { currency: 'JPY', amount: '900' },
    { currency: 'KWD', amount: '2.250' },
  ]);
});

test('what is typed survives a lost network, a reload and a save by somebody else', async ({
  page,
  context,
}) => {
  await open(page, '/rewards');
  await app(page).getByRole('link', { name: '$5.00 off' }).click();
  await price(page).fill('510');
  await context.setOffline(true);
  await save(page);
  await expect(app(page).getByText('No answer came: it may or may not be saved')).toBeVisible();
  await expect(price(page)).toHaveValue('510');
  await context.setOffline(false);

  // A session that has ended: its token is refused, and so is the one that is asked for instead.
  const signedOut = (route: Route) =>
    route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer ended' } });
  await page.route(/\/rewards\//, signedOut);
  const refused = page.waitForResponse((response) => response.status() === 401);
  await save(page);
  await refused;
  await expect(app(page).getByText('sign in to Shopify again in another tab')).toBeVisible();
  await expect(saveBar(page).getByRole('button', { name: 'Save' })).toBeEnabled();
  await expect(price(page)).toHaveValue('510');
  await page.unroute(/\/rewards\//, signedOut);

  // Saved before what was kept is taken up again: it is told all the same.
  const other = await context.newPage();
  await visit(other, page.url());
  await price(other).fill('520');
  await save(other);
  await expect(toast(other, 'Saved in the draft')).toBeVisible();
  await other.close();
  await page.reload();
  await answers(page);
  await expect(price(page)).toHaveValue('520');
  await app(page).getByRole('button', { name: 'Bring them back' }).click();
  await expect(price(page)).toHaveValue('510');
  await save(page);
  await expect(app(page).getByText('Somebody else has saved this meanwhile')).toBeVisible();
  await expect(price(page)).toHaveValue('510');
  await app(page).getByRole('button', { name: 'Save mine over theirs' }).click();
  await expect(toast(page, 'Saved in the draft')).toBeVisible();
  await expect(saveBar(page)).toBeHidden();
  await expect(price(page)).toHaveValue('510');
  // Nothing else was changed on the way.
  await expect(app(page).getByRole('checkbox', { name: 'Japan' })).toBeChecked();
});

test('the list from the keyboard: moved, deleted and back', async ({ page }) => {
  const before = await rewardIds();
  await open(page, '/rewards');
  const first = app(page).locator('[data-reward]').first();
  await expect(first).toContainText('$5.00 off');
  await app(page).getByRole('button', { name: 'Move $5.00 off down' }).press('Enter');
  await expect(first).toContainText('$12.00 off');
  await app(page).getByRole('button', { name: 'Delete $5.00 off' }).press('Enter');
  await expect(toast(page, '$5.00 off is deleted')).toBeVisible();
  await expect(app(page).getByRole('link', { name: '$5.00 off' })).toBeHidden();
  await toast(page, '$5.00 off is deleted').getByRole('button', { name: 'Undo' }).click();
  await expect(app(page).getByRole('link', { name: '$5.00 off' })).toBeVisible();
  await app(page).getByRole('button', { name: 'Move $5.00 off up' }).press('Enter');
  await expect(first).toContainText('$5.00 off');
  // What is asked for shows before it is done.
  await expect.poll(rewardIds).toEqual(before);
});

test('the list by the mouse: dragged, and left at once', async ({ page }) => {
  const found = await draft();
  const [first = '', second = '', third = '', ...rest] = found.rewards.map(({ id }) => id);
  await open(page, '/rewards');
  const row = (id: string) => app(page).locator(`[data-reward="${id}"]`);
  const drag = (id: string, onto: string) => row(id).locator('.rewards__handle').dragTo(row(onto));
  await drag(first, third);
  await expect.poll(rewardIds).toEqual([second, third, first, ...rest]);

  // While the first change is on its way, the second one waits: the page is left when both are done.
  const sending = Promise.withResolvers<void>();
  await page.route(/\/rewards\.data\?/, async (route) => {
    if (route.request().method() === 'POST') await sending.promise;
    await route.continue();
  });
  await drag(first, second);
  await drag(third, first);
  await expect(app(page).locator('[data-reward]').first()).toHaveAttribute('data-reward', third);
  await app(page).getByRole('link', { name: 'Programme' }).first().click();
  await expect(toast(page, 'Your last changes are being saved')).toBeVisible();
  await expect(row(first)).toBeVisible();
  expect(await rewardIds()).toEqual([second, third, first, ...rest]);
  sending.resolve();
  await expect(row(first)).toBeHidden();
  expect(await rewardIds()).toEqual([third, first, second, ...rest]);
  await programApi(demo, 'PUT', '/draft', found);
});
