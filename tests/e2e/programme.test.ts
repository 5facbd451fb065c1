// The frame's App Bridge as the app uses it: the save bar blocks leaving, a modal asks before publishing, a toast says that it is done.
import { expect, type Page } from '@playwright/test';
import { app, programApi, saveBar, toast, visit } from './studio.ts';
import { seededTest as test } from './shared-demo.ts';

const store = () => process.env.DEVSTORE_URL ?? '';
const document = (page: Page) => app(page).getByRole('textbox', { name: 'Programme document (JSON)' });

test.beforeEach(async ({ page }) => {
  await visit(page, `${store()}/admin/store/haven/apps/meridian-dev/app/program/document?locale=en`);
  await expect(document(page)).toHaveValue(/Haven Rewards/);
});

test('a change brings the save bar, which blocks leaving until it is saved or discarded', async ({
  page,
}) => {
  const before = await document(page).inputValue();
  await expect(saveBar(page)).toBeHidden();
  await document(page).fill(before.replace('"Haven Rewards"', '"Haven Circle"'));
  await expect(saveBar(page)).toBeVisible();
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('alert')).toContainText('Save or discard your changes first');
  await expect(document(page)).toBeVisible();
  await saveBar(page).getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(saveBar(page)).toBeHidden();
  await expect(document(page)).toHaveValue(before);
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Members' }).click();
  await expect(app(page).getByRole('heading', { name: 'Members' })).toBeVisible();
});

test('a faulty document says where, a sound one is saved and published after one question, as it was seen', async ({
  page,
  demo,
}) => {
  const before = await document(page).inputValue();
  const { number } = await programApi<{ number: number }>(demo, 'GET', '');
  await document(page).fill(before.replace('"down"', '"sideways"'));
  await saveBar(page).getByRole('button', { name: 'Save' }).click();
  await expect(app(page).getByText(/^Line \d+, column 5: earning\.rounding/)).toBeVisible();
  await expect(saveBar(page)).toBeVisible();

  await document(page).fill(before.replace('"Haven Rewards"', '"Haven Circle"'));
  await saveBar(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible();
  await expect(saveBar(page)).toBeHidden();

  await app(page).getByRole('link', { name: 'Programme', exact: true }).click();
  await expect(app(page).getByText(/The programme is called .?Haven Circle/)).toBeVisible();
  // Somebody else saves before the dialog opens: what the page showed is what was pressed for.
  const theirs = JSON.parse(before.replace('"Haven Rewards"', '"Haven Round"')) as object;
  await programApi(demo, 'PUT', '/draft', theirs);
  await app(page).getByRole('button', { name: 'Publish' }).first().click();
  const dialog = app(page).getByRole('dialog').or(page.getByRole('dialog'));
  await expect(dialog).toContainText('Publish the draft?');
  // At what cost stands before the button, whether or not the simulation was looked at.
  await expect(app(page).getByText(/orders: [\d,]+ points instead of [\d,]+/)).toBeVisible();
  await expect(app(page).getByText(/as soon as the draft is published/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(app(page).getByText('Somebody else has changed the draft meanwhile')).toBeVisible();
  await expect(app(page).getByText(/The programme is called .?Haven Round/)).toBeVisible();

  await app(page).getByRole('button', { name: 'Publish' }).first().click();
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(toast(page, `Version ${number + 1} is published`)).toBeVisible();
  await expect(app(page).getByText(new RegExp(`^Version ${number + 1}, in force since`))).toBeVisible();
});
