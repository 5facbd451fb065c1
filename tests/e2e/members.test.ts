// A merchant finds a member by name, adjusts points and undoes it, at once and later; the address keeps what was filtered.
import { expect, type FrameLocator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { seededMembers } from './seeded-members.ts';
import { seededTest as test } from './shared-demo.ts';
import { visit } from './studio.ts';

const open = async (page: Page, path: string): Promise<FrameLocator> => {
  await visit(page, `${process.env.DEVSTORE_URL ?? ''}/admin/store/haven/apps/meridian-dev/app${path}`);
  return page.frameLocator('iframe[title="Meridian"]');
};

type Customer = { id: number; firstName: string; lastName: string };

async function customerOf(id: number | undefined): Promise<Customer> {
  const response = await fetch(`${process.env.DEVSTORE_URL ?? ''}/control/state`);
  const { customers } = (await response.json()) as { customers: Customer[] };
  const customer = customers.find((one) => one.id === id);
  if (!customer) throw new Error(`the dev store has no customer ${id}`);
  return customer;
}

test('a member is found by name; points are given, taken back in the toast, given again and undone later', async ({
  page,
}) => {
  const member = (await seededMembers('us')).find(({ level }) => level === 'bronze');
  const { firstName, lastName, id } = await customerOf(member?.id);
  const app = await open(page, '/members?locale=en');
  await app.getByLabel('Find by name, e-mail or customer number').fill(`${firstName} ${lastName}`);
  await app.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/customer=/);
  await app.locator(`a[href^="/app/members/${id}"]`).click();

  const balance = app.getByTestId('balance');
  await expect(balance).toBeVisible();
  const before = (await balance.innerText()).trim();
  const after = (given: number) => (Number(before.replace(',', '')) + given).toLocaleString('en');
  await app.getByText('Adjust points', { exact: true }).click();
  await app.getByRole('button', { name: 'Adjust the points' }).click();
  // Both at once, before anything was sent.
  await expect(app.getByText('Enter a whole number other than 0')).toBeVisible();
  await expect(app.getByText('Give a reason of up to 500 characters')).toBeVisible();
  await expectAccessible(page);
  await app.getByLabel('Points to add or take').fill('1,250');
  await expect(
    app.getByText(`The balance goes from ${before} points to ${after(1250)} points.`),
  ).toBeVisible();
  await app.getByLabel('Reason for the adjustment').fill('A late parcel');
  await app.getByRole('button', { name: 'Adjust the points' }).click();
  await expect(balance).toHaveText(after(1250));
  const toast = page.getByRole('status').filter({ hasText: 'Points adjusted: +1,250' });
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(balance).toHaveText(before);

  await app.getByLabel('Points to add or take').fill('-3');
  await app.getByLabel('Reason for the adjustment').fill('A mistake');
  // Without a network the page and what was typed stay, and trying again posts it once.
  await page.context().setOffline(true);
  await app.getByRole('button', { name: 'Adjust the points' }).click();
  await expect(app.getByText('The answer did not arrive.')).toBeVisible();
  await page.context().setOffline(false);
  await app.getByRole('button', { name: 'Adjust the points' }).click();
  await expect(balance).toHaveText(after(-3));
  const newest = app.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first();
  await newest.getByRole('button', { name: 'Undo this adjustment' }).click();
  const dialog = app.getByRole('dialog').or(page.getByRole('dialog'));
  await expect(dialog).toContainText('Undo this adjustment?');
  await expect(app.getByText(`The balance goes from ${after(-3)} points to ${before} points.`)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(balance).toHaveText(before);
  await expect(newest).toContainText('Undoes entry');
  await expect(app.getByRole('button', { name: 'Undo this adjustment' })).toHaveCount(0);

  // The level that the member has anyway: nothing is given for it.
  const form = app.getByRole('group').filter({ hasText: 'Assign a level by hand' });
  await form.getByText('Assign a level by hand', { exact: true }).click();
  await form.getByLabel('Level').selectOption({ label: 'Bronze' });
  await form.getByLabel('Reason').fill('A promise');
  await form.getByRole('button', { name: 'Assign the level' }).click();
  const assigned = app.getByText('Bronze was assigned by hand');
  await expect(assigned).toBeVisible();
  await form.getByText('Assign a level by hand', { exact: true }).click();
  await page.context().setOffline(true);
  await app.getByRole('button', { name: 'Take back' }).click();
  const lost = app.getByText('The answer did not arrive. Try again: nothing is done twice.');
  await expect(lost).toBeVisible();
  await expectAccessible(page);
  await page.context().setOffline(false);
  await app.getByRole('button', { name: 'Take back' }).click();
  await expect(assigned).toBeHidden();
  await expect(lost).toBeHidden();
});

test('filters and sorting are in the address, and what fits none says so', async ({ page }) => {
  const app = await open(page, '/members?locale=en');
  await app.getByText('Filter and sort').click();
  await app.getByLabel('Sort by').selectOption({ label: 'Highest balance first' });
  await app.getByLabel('Level').selectOption({ label: 'Gold' });
  await expectAccessible(page);
  await app.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/level=gold&sort=balanceHigh/);
  const levels = app.locator('tbody tr td:nth-child(2)');
  await expect(levels.first()).toHaveText('Gold');
  expect(new Set(await levels.allInnerTexts())).toEqual(new Set(['Gold']));
  await app.getByLabel('Joined on or after').fill('2099-01-01');
  await app.getByRole('button', { name: 'Apply' }).click();
  await expect(app.getByText('No member fits these filters')).toBeVisible();
  await expectAccessible(page);
});

test('home looks back a year: rates, markets and charts with their table', async ({ page }) => {
  const app = await open(page, '?locale=en');
  await app.getByLabel('Period').selectOption({ label: 'Last 365 days' });
  await expect(app.getByRole('heading', { name: 'Points issued per month' })).toBeVisible();
  await expect(page).toHaveURL(/days=365/);
  await expect(app.getByRole('heading', { name: 'Members at the end of each month' })).toBeVisible();
  const tables = app.getByText('Show as a table');
  for (const table of await tables.all()) await table.click();
  await expect(app.getByRole('columnheader', { name: 'Month' })).toHaveCount(2);
  await expect(app.getByRole('row', { name: /^Japan/ })).toContainText('¥');
  await expect(app.getByRole('row', { name: /^JPY/ })).toContainText('¥');
  await expectAccessible(page);
});
