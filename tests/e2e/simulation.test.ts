// Before publishing: what changes in words, what it would have cost on the shop's own orders, reckoned while the page waits; on a phone too.
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { app, visit } from './studio.ts';
import { seededTest as test } from './shared-demo.ts';

const store = () => process.env.DEVSTORE_URL ?? '';
const document = (page: Page) => app(page).getByRole('textbox', { name: 'Programme document (JSON)' });
const programme = (page: Page, path = '') =>
  visit(page, `${store()}/admin/store/haven/apps/meridian-dev/app/program${path}?locale=en`);

async function save(page: Page, text: string): Promise<void> {
  await programme(page, '/document');
  await expect(document(page)).not.toHaveValue('');
  await document(page).fill(text);
  await page.getByRole('region', { name: 'Unsaved changes' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Draft saved' })).toBeVisible();
}

test('a doubled rate is told in words, and with what it would have cost on a desk and on a phone', async ({
  page,
}) => {
  await programme(page, '/document');
  await expect(document(page)).toHaveValue(/Haven/);
  const before = await document(page).inputValue();
  const program = JSON.parse(before) as { earning: { rates: { points: number }[] } };
  for (const rate of program.earning.rates) rate.points *= 2;
  await save(page, JSON.stringify(program, null, 2));
  await programme(page);
  await app(page).getByRole('link', { name: 'Review and simulate' }).click();
  await expect(app(page).getByRole('heading', { name: 'What changes' })).toBeVisible();
  await expect(app(page).getByText('From publishing on').first()).toBeVisible();
  await expect(app(page).getByText('What members hold:').first()).toBeVisible();
  await expect(app(page).getByText(/orders: .+ points instead of/)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(app(page).getByRole('heading', { name: 'What it would have cost' })).toBeVisible();
  await expectAccessible(page);
  await save(page, before);
});
