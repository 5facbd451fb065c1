// The newcomer's road: three doors, an order as a shopper makes it, its points with the sentence that explains them within two
// seconds, one item refunded, and the reversal to the point.
import { expect, type FrameLocator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { seededMembers } from './seeded-members.ts';
import { signIn } from './widget-scenes.ts';
import { seededTest as test } from './shared-demo.ts';

const store = () => process.env.DEVSTORE_URL ?? '';
/** The app inside the admin's frame. */
const app = (page: Page): FrameLocator => page.frameLocator('iframe');

async function order(page: Page, product: string, quantity: number): Promise<void> {
  await page.goto(`${store()}/store/us/products/${product}`);
  await page.getByLabel('Quantity').fill(String(quantity));
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Pay now' }).click();
  await expect(page.getByRole('heading', { name: /Thank you/ })).toBeVisible();
}

test('an order becomes explained points, and a refund takes back its part', async ({ page, context }) => {
  await page.goto(`${store()}/`);
  await expectAccessible(page);
  await page.getByRole('link', { name: /United States/ }).click();
  await expect(page).toHaveURL(/\/store\/us/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Sign in' }).click();
  // On the first level nothing is multiplied.
  const newcomer = (await seededMembers('us')).findLast(({ level }) => level === 'bronze');
  if (!newcomer) throw new Error('the demo has seeded nobody on the first level');
  // The page names the dozen who came last, whom other tests have made.
  await signIn(page, newcomer.id);
  await order(page, 'olive-soap', 1);
  await page.getByRole('link', { name: 'See the order in the admin' }).click();
  await page.getByRole('link', { name: 'See points in Meridian' }).click();
  await expect(app(page).getByRole('heading', { name: 'Timeline' })).toBeVisible();
  // Whom the demo has seeded signed up under its programme.
  await expect(app(page).getByText('100 points for joining.')).toBeVisible();
  await expectAccessible(page);

  // The member's page stays open in one tab, as a merchant's would; the shopper orders in another.
  const shopper = await context.newPage();
  await order(shopper, 'olive-soap', 2);
  const name = (await shopper.getByText(/^Order #\d+$/).innerText()).replace('Order ', '');
  const timeline = app(page).getByRole('list', { name: 'Timeline' });
  const newest = timeline.getByRole('listitem').first();
  await expect(newest).toContainText(`19 points for order ${name}: $19.00 counted, 1 point for every $1.00.`);
  await expect(newest).toContainText('+19');

  await shopper.getByRole('link', { name: 'See the order in the admin' }).click();
  await shopper.getByRole('link', { name: 'Refund', exact: true }).click();
  await shopper.getByLabel(/^Quantity of Olive oil soap to refund/).fill('1');
  await shopper.getByRole('button', { name: /^Refund/ }).click();
  await expect(newest).toContainText(
    `10 points taken back: after a refund, order ${name} counts $9.50, which is worth 9 points.`,
  );
  await expect(newest).toContainText(/[-−]10/);

  // A page behind another is drawn once in a second.
  await page.bringToFront();
  await newest.getByRole('link', { name: `Open order ${name} in Shopify` }).click();
  await expect(page.getByRole('heading', { name: `Order ${name}` })).toBeVisible();
});

/** The dot of a badge stands before its word and not on it, whichever way one reads. */
async function expectDotsBesideWords(page: Page): Promise<void> {
  const badges = app(page).locator('.Polaris-Badge:has(svg)');
  await expect(badges.first()).toBeVisible();
  const overlaps = await badges.evaluateAll((all) =>
    all.map((badge) => {
      const [dot, word] = [badge.querySelector('path'), badge.lastElementChild].map((part) =>
        part?.getBoundingClientRect(),
      );
      return !dot || !word || Math.min(dot.right, word.right) - Math.max(dot.left, word.left) > 0;
    }),
  );
  expect(overlaps).not.toContain(true);
}

test('what was seeded is on the home page, in the language that the merchant reads', async ({ page }) => {
  await page.goto(`${store()}/admin`);
  await page.getByRole('link', { name: 'Open Meridian' }).click();
  await expect(app(page).getByRole('heading', { name: 'Points issued per day' })).toBeVisible();
  await expectAccessible(page);
  for (const [language, dir] of [
    ['日本語', 'ltr'],
    ['العربية', 'rtl'],
  ] as const) {
    await page.getByLabel('Language').selectOption({ label: language });
    const html = app(page).locator('html');
    await expect(html).toHaveAttribute('dir', dir);
    await expect(html).toHaveAttribute('lang', dir === 'rtl' ? 'ar' : 'ja');
    await expectAccessible(page);
    await expectDotsBesideWords(page);
  }
});
