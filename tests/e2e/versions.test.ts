// A programme goes out as a file and comes back in, versions are compared and one of them becomes the draft again; of two people the second is told.
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { ProgramSchema, type Program } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { expectAccessible } from './accessible.ts';
import { spawnDemo, type Demo } from './start-demo.ts';
import { app, programApi, visit } from './studio.ts';

let demo: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  demo = await spawnDemo('--no-seed');
  for (const program of [first, second]) {
    await programApi(demo, 'PUT', '/draft', program);
    await programApi(demo, 'POST', '/publish', {});
  }
});
test.afterAll(() => demo.stop());

const open = (page: Page, path: string, locale = 'en') =>
  visit(page, `${demo.storeUrl}/admin/store/haven/apps/meridian-dev/app/program${path}?locale=${locale}`);
const section = (page: Page, name: string) => app(page).getByRole('region', { name });
const dialog = (page: Page) => app(page).getByRole('dialog').or(page.getByRole('dialog'));
const button = (page: Page, name: string) => app(page).getByRole('button', { name, exact: true });

const first = ProgramSchema.parse({ ...startingProgram, name: { en: 'Haven One' } });
const second = ProgramSchema.parse({
  ...first,
  name: { en: 'Haven Two' },
  expiry: { kind: 'afterEarning', months: 12 },
});
/** The name stands between marks that keep its own direction. */
const called = (name: string) => new RegExp(`The programme is called .?${name}`);
type Stored = { draft: { document: Program } | null };
const draft = async () => (await programApi<Stored>(demo, 'GET', '')).draft?.document;

test('two versions side by side, the older one made the draft, and taken back', async ({ page }) => {
  await programApi(demo, 'PUT', '/draft', { ...second, name: { en: 'Work of somebody' } });

  await open(page, '');
  await expect(app(page).getByText(called('Work of somebody'))).toBeVisible();
  await expectAccessible(page);
  await app(page).getByRole('link', { name: 'All 2 versions' }).click();
  await expect(app(page).getByText('2 changes: Name and Refunds and expiry')).toBeVisible();
  await expectAccessible(page);

  await app(page).getByRole('link', { name: 'Version 1' }).click();
  await app(page).getByRole('link', { name: 'Compare with the draft' }).click();
  await expect(section(page, 'Name')).toContainText(called('Haven One'));
  await expect(section(page, 'Refunds and expiry')).toContainText('Points expire 12 months');
  await expectAccessible(page);
  await app(page).getByLabel('With').selectOption('2');
  await expect(section(page, 'Name')).toContainText(called('Haven Two'));

  await open(page, '/versions/1');
  await button(page, 'Make this the draft').click();
  await expect(dialog(page)).toContainText('Replace the draft?');
  await dialog(page).getByRole('button', { name: 'Make this the draft' }).click();
  await expect(app(page).getByText('Version 1 is the draft now')).toBeVisible();
  expect(await draft()).toEqual(first);
  await expectAccessible(page);
  await button(page, 'Undo').click();
  await expect(app(page).getByText('The draft is as it was before')).toBeVisible();
  expect((await draft())?.name).toEqual({ en: 'Work of somebody' });
});

test('a file goes out and comes back: every fault at its line, then what it changes, then the draft', async ({
  page,
}) => {
  await programApi(demo, 'PUT', '/draft', first);
  await open(page, '');
  const download = page.waitForEvent('download');
  await button(page, 'Download the draft').click();
  const file = readFileSync(await (await download).path(), 'utf8');
  expect(ProgramSchema.parse(JSON.parse(file))).toEqual(first);

  await app(page).getByRole('link', { name: 'Import a programme' }).click();
  const choose = (name: string, buffer: Buffer) =>
    app(page).locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer });
  await choose('film.json', Buffer.alloc(1_000_001, 32));
  await expect(app(page).getByText('It is larger than 1 MB')).toBeVisible();
  await choose('utf16.json', Buffer.from(`\ufeff${file}`, 'utf16le'));
  await expect(app(page).getByText('The file is written in UTF-16')).toBeVisible();
  await choose('torn.json', Buffer.from(file.slice(0, 200)));
  await expect(app(page).getByText('the text ends too early')).toBeVisible();
  const faulty = file.replace('"down"', '"sideways"').replace('"automatic"', '"never"');
  await choose('faulty.json', Buffer.from(faulty));
  await expect(app(page).getByText('2 things to correct')).toBeVisible();
  const lineOf = (part: string) => faulty.slice(0, faulty.indexOf(part)).split('\n').length;
  for (const [path, part] of [
    ['earning.rounding', '"sideways"'],
    ['enrolment.mode', '"never"'],
  ] as const)
    await expect(app(page).getByText(`Line ${lineOf(part)}, column 5: ${path}`)).toBeVisible();
  await expectAccessible(page);
  expect(await draft()).toEqual(first);

  // With the mark that some editors put in front.
  await choose('sound.json', Buffer.from(`\ufeff${file.replace('Haven One', 'Haven Three')}`));
  await expect(section(page, 'Name')).toContainText(called('Haven Three'));
  expect(await draft()).toEqual(first);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  await button(page, 'Make this the draft').click();
  await dialog(page).getByRole('button', { name: 'Make this the draft' }).click();
  await expect(app(page).getByText('The document is the draft now')).toBeVisible();
  expect((await draft())?.name).toEqual({ en: 'Haven Three' });
});

test('of two people the second is told, and nothing of the first is overwritten', async ({
  page,
  context,
}) => {
  await programApi(demo, 'PUT', '/draft', first);
  await open(page, '/versions/2');
  await expect(button(page, 'Make this the draft')).toBeEnabled();
  // The first one's work, after the second's page was loaded.
  await programApi(demo, 'PUT', '/draft', { ...first, name: { en: 'Saved meanwhile' } });
  await button(page, 'Make this the draft').click();
  await dialog(page).getByRole('button', { name: 'Make this the draft' }).click();
  await expect(app(page).getByText('Somebody else has changed the draft meanwhile')).toBeVisible();
  expect((await draft())?.name).toEqual({ en: 'Saved meanwhile' });
  // Asked again, now that the page knows theirs.
  await button(page, 'Make this the draft').click();
  await dialog(page).getByRole('button', { name: 'Make this the draft' }).click();
  await expect(app(page).getByText('Version 2 is the draft now')).toBeVisible();
  // Undo is a save like others: where somebody has saved since, theirs stays.
  await programApi(demo, 'PUT', '/draft', { ...first, name: { en: 'And once more' } });
  await button(page, 'Undo').click();
  await expect(app(page).getByText('Somebody else has changed the draft meanwhile')).toBeVisible();
  expect((await draft())?.name).toEqual({ en: 'And once more' });

  // A file is compared with the draft as it is now, not as it was when the page was opened.
  await open(page, '/import');
  await app(page).getByLabel('Programme as text').fill(JSON.stringify(second));
  await button(page, 'See what it changes').click();
  await expect(section(page, 'Name')).toContainText(called('And once more'));
  await programApi(demo, 'PUT', '/draft', { ...first, name: { en: 'Theirs' } });
  await button(page, 'Make this the draft').click();
  await dialog(page).getByRole('button', { name: 'Make this the draft' }).click();
  await expect(app(page).getByText('Somebody else has changed the draft meanwhile')).toBeVisible();
  await expect(section(page, 'Name')).toContainText(called('Theirs'));
  await programApi(demo, 'PUT', '/draft', { ...first, name: { en: 'And once more' } });

  // A lost answer: what is known is said, and asking again does nothing twice.
  await open(page, '');
  await context.setOffline(true);
  await button(page, 'Publish').click();
  await dialog(page).getByRole('button', { name: 'Publish' }).click();
  await expect(app(page).getByText('No answer came: it may or may not be published')).toBeVisible();
  await context.setOffline(false);
  await button(page, 'Look again').click();
  await expect(app(page).getByText(called('And once more'))).toBeVisible();
});

for (const locale of ['ja', 'ar'])
  test(`versions in ${locale}`, async ({ page }) => {
    for (const path of ['', '/versions', '/versions/2', '/versions/compare', '/import']) {
      await open(page, path, locale);
      await expect(app(page).getByRole('heading', { level: 1 })).toBeVisible();
    }
    await expectAccessible(page);
  });
