// A merchant gives a member a level by hand, and takes it back by the toast's Undo.
import { expect } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { seededMembers } from './seeded-members.ts';
import { seededTest as test } from './shared-demo.ts';

test('placing says what it needs, what it did, and can be undone', async ({ page }) => {
  const member = (await seededMembers('us')).find(({ level }) => level === 'silver');
  const path = `/admin/store/haven/apps/meridian-dev/app/members/${member?.id}?locale=en`;
  await page.goto(`${process.env.DEVSTORE_URL ?? ''}${path}`);
  const app = page.frameLocator('iframe[title="Meridian"]');
  const level = app.getByTestId('level');
  await expect(level).toContainText('Silver');
  await app.getByText('How the level came about').click();
  await expect(app.getByText('From Bronze to Silver')).toBeVisible();

  await app.getByText('Assign a level by hand').click();
  await app.getByRole('button', { name: 'Assign the level' }).click();
  await expect(app.getByText('Give a reason of up to 500 characters')).toBeVisible();
  await expectAccessible(page);
  await app.getByLabel('Reason', { exact: true }).fill('A loyal customer');
  await app.getByLabel('Last day').fill('2099-12-31');
  await app.getByRole('button', { name: 'Assign the level' }).click();
  await expect(level).toContainText('Gold');
  await expect(app.getByText(/^Gold was assigned by hand on .*, until Dec 31, 2099/)).toBeVisible();

  await page
    .getByRole('status')
    .filter({ hasText: 'Gold is assigned' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(level).toContainText('Silver');
  await expect(app.getByText(/^Gold was assigned by hand/)).toBeHidden();
});
