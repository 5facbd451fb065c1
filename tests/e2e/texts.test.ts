// A merchant's way with texts and markets: what is missing in Japanese is found, typed, exported, imported back changed, and read by shoppers; German
// shoppers are addressed as the merchant chose; and the programme's markets become those that the shop has in Shopify.
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { expectAccessible } from './accessible.ts';
import { spawnDemo, type Demo } from './start-demo.ts';
import { app, programApi, save, saveBar, toast, visit } from './studio.ts';

let demo: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
});
test.afterAll(() => demo.stop());

const open = (page: Page, path: string, locale = 'en') =>
  visit(page, `${demo.storeUrl}/admin/store/haven/apps/meridian-dev/app/program${path}?locale=${locale}`);

const languageRow = (page: Page, language: string) =>
  app(page)
    .getByRole('listitem')
    .filter({ has: app(page).getByRole('button', { name: language, exact: true }) });

test('a text that is missing in Japanese, from the table over a file to the shoppers', async ({ page }) => {
  const welcome = { id: 'welcome', kind: 'signUp', points: 50, name: { en: 'Welcome, =1+1', ar: 'أهلاً' } };
  await programApi(demo, 'PUT', '/draft', { ...startingProgram, actions: [welcome] });
  await open(page, '/texts');
  await expect(languageRow(page, 'Japanese')).toContainText('1 of 3 missing');
  await expect(languageRow(page, 'Japanese')).toContainText('read in English instead');
  await expect(languageRow(page, 'Arabic')).toContainText('Complete');
  await expectAccessible(page);

  await app(page).getByRole('button', { name: 'Japanese', exact: true }).click();
  await app(page).getByRole('checkbox', { name: 'Only what is missing (1)' }).check();
  const field = app(page).getByRole('textbox', { name: 'Way to earn: Welcome' });
  await expect(app(page).getByText('Empty: shoppers read “Welcome, =1+1”')).toBeVisible();
  await field.fill('ようこそ');
  await expect(languageRow(page, 'Japanese')).toContainText('Complete');
  // What is typed in one language is there while another is looked at.
  await app(page).getByRole('button', { name: 'German', exact: true }).click();
  await app(page).getByRole('textbox', { name: 'Way to earn: Welcome' }).fill('Willkommen');
  await app(page).getByRole('combobox', { name: 'Voice' }).selectOption('Familiar: du');
  await expect(app(page).getByText('Deine Punkte sind unberührt')).toBeVisible();
  await app(page).getByRole('button', { name: 'Japanese', exact: true }).click();
  await expect(app(page).getByRole('textbox', { name: 'Way to earn: Welcome' })).toHaveValue('ようこそ');
  await app(page).getByRole('button', { name: 'German', exact: true }).click();
  await app(page).getByRole('textbox', { name: 'Name of the programme' }).fill('');
  await app(page).getByRole('textbox', { name: 'Name of the programme' }).fill('x'.repeat(5001));
  await app(page).getByRole('button', { name: 'Japanese', exact: true }).click();
  await save(page);
  // The fault is in a language that is not looked at: one click away.
  await app(page).getByRole('button', { name: 'Name of the programme (German)' }).click();
  await expect(app(page).getByText('Use at most 5,000 characters')).toBeVisible();
  await expect(app(page).getByRole('textbox', { name: 'Name of the programme' })).toBeFocused();
  await app(page).getByRole('textbox', { name: 'Name of the programme' }).fill('Haven Vorteile');
  await save(page);
  await expect(toast(page, 'Saved in the draft')).toBeVisible();
  await expect(saveBar(page)).toBeHidden();
  await expect(app(page).getByText('Deine Punkte sind unberührt')).toBeVisible();

  const downloading = page.waitForEvent('download');
  await app(page).getByRole('button', { name: 'Export as CSV' }).click();
  const csv = readFileSync(await (await downloading).path(), 'utf8');
  expect(csv.startsWith('\uFEFFkey,where,en,de,ja,ar,')).toBe(true);
  expect(csv).toContain(
    'actions/welcome/name,"Way to earn: Welcome, =1+1","Welcome, =1+1",Willkommen,ようこそ,أهلاً',
  );

  const choose = async (text: string) => {
    const file = { name: 'texts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
    await app(page).locator('input[type="file"]').setInputFiles(file);
  };
  await choose(csv.replace('actions/welcome', 'actions/nobody').replace('ようこそ', 'x'.repeat(5001)));
  await expect(app(page).getByText('Nothing was imported from texts.csv: one fault')).toBeVisible();
  const line = csv.split('\r\n').findIndex((one) => one.startsWith('actions/welcome')) + 1;
  const place = `Line ${line}, column key: The programme has no text “actions/nobody/name”`;
  await expect(app(page).getByText(place)).toBeVisible();
  await choose(csv.replace('ようこそ', 'いらっしゃいませ').replace('Haven Vorteile', '=SUM(1)'));
  const changes = app(page).getByRole('region', { name: 'What the file changes' });
  await expect(changes.getByRole('row').filter({ hasText: 'Japanese' })).toContainText(
    'ようこそいらっしゃいませ',
  );
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Save 2 texts' }).click();
  await expect(toast(page, '2 texts are saved in the draft')).toBeVisible();

  await programApi(demo, 'POST', '/publish');
  await expect(async () => {
    await page.goto(`${demo.storeUrl}/store/jp/pages/loyalty`);
    await expect(page.locator('.mrd-page').getByText('いらっしゃいませ')).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.goto(`${demo.storeUrl}/store/eu/pages/loyalty`);
  await expect(page.locator('.mrd-page').getByText('So sammelst du Punkte')).toBeVisible();
  await expect(page.locator('.mrd-page__title')).toHaveText('=SUM(1)');
});

test('markets as the shop has them, one added, one removed and back', async ({ page }) => {
  await programApi(demo, 'PUT', '/draft', startingProgram);
  await open(page, '/markets');
  const row = (name: string) =>
    app(page)
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name }) });
  await expect(row('Japan')).toContainText('1 point for every ¥100');
  await expect(app(page).getByText(/^Also has \W?United Arab Emirates/)).toBeVisible();
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Take over all' }).click();
  await expect(app(page).getByText('The same as the markets of your shop in Shopify.')).toBeVisible();
  await expect(row('Gulf')).toContainText('6 countries');
  await toast(page, 'The markets are as in Shopify now').getByRole('button', { name: 'Undo' }).click();
  await expect(row('Kuwait')).toContainText('One country');
  await app(page).getByRole('button', { name: 'Take over all' }).click();
  await expect(row('Gulf')).toContainText('6 countries');

  await app(page).getByRole('button', { name: 'Remove Japan' }).press('Enter');
  await expect(row('Japan')).toHaveCount(0);
  await expect(app(page).getByText(/^Not in the programme yet: \W?Japan\W?, JPY, Japanese\.$/)).toBeVisible();
  // Beside it still stands that of the takeover.
  await toast(page, 'Japan is removed').getByRole('button', { name: 'Undo' }).last().click();
  await expect(row('Japan')).toBeVisible();

  await app(page).getByRole('link', { name: 'Japan', exact: true }).click();
  await app(page).getByRole('combobox', { name: 'Add a country' }).selectOption('Germany');
  await save(page);
  await expect(app(page).getByText('DE is in the market eu already: remove it there first')).toBeVisible();
  await expectAccessible(page);
  await app(page).getByRole('button', { name: 'Remove Germany (DE)' }).click();
  await app(page).getByRole('combobox', { name: 'Add a country' }).selectOption('South Korea');
  await save(page);
  await expect(toast(page, 'Saved in the draft')).toBeVisible();

  await open(page, '/markets');
  await expect(row('Jp')).toContainText('2 countries');
  await app(page).getByRole('link', { name: 'Add a market' }).click();
  await app(page).getByRole('textbox', { name: 'Handle' }).fill('jp');
  await save(page);
  await expect(app(page).getByText('This is taken: choose another')).toBeVisible();
  await app(page).getByRole('textbox', { name: 'Handle' }).fill('gb');
  await app(page).getByRole('combobox', { name: 'Add a country' }).selectOption('United Kingdom');
  await app(page).getByRole('combobox', { name: 'Currency' }).selectOption('British Pound (GBP)');
  await app(page).getByRole('combobox', { name: 'Language' }).first().selectOption('English');
  await save(page);
  await expect(row('United Kingdom')).toContainText('1 point for every $1.00, by the shop’s currency');
});

for (const [locale, width] of [
  ['ja', 1280],
  ['ar', 390],
] as const)
  test(`both pages in ${locale}, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ['/texts', '/markets', '/markets/gulf']) {
      await open(page, path, locale);
      await expect(app(page).locator('h1')).toBeVisible();
      await expectAccessible(page);
      const wide = await app(page)
        .locator('html')
        .evaluate((html) => html.scrollWidth - html.clientWidth);
      expect(wide, `${path} is as wide as the screen`).toBeLessThanOrEqual(0);
    }
  });
