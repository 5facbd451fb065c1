// The shopper's road in the Japanese market: what a product earns, in yen; the order's points in the widget; 500 points for a code; the
// code at checkout; and the merchant sees that it was used.
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { newestCode, signIn } from './widget-scenes.ts';
import { pointsOnLevel, seededMembers, type SeededMember } from './seeded-members.ts';
import { seededTest as test } from './shared-demo.ts';

// A new code fades in: axe would measure its contrast on the way.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const store = () => process.env.DEVSTORE_URL ?? '';
const widget = (page: Page) => page.locator('meridian-loyalty');
const panel = (page: Page) => page.getByRole('dialog');

/** The seeded member of the market who can spend the most. */
async function richestMember(market: string): Promise<SeededMember> {
  const [richest] = await seededMembers(market);
  if (!richest || richest.available < 500) throw new Error(`nobody in ${market} has 500 points to spend`);
  return richest;
}

async function toCheckout(page: Page): Promise<void> {
  await page.goto(`${store()}/store/jp/products/linen-throw`);
  await page.getByRole('button', { name: 'カートに入れる' }).click();
  await page.getByRole('link', { name: 'ご購入手続きへ' }).click();
}

const pay = (page: Page) => page.getByRole('button', { name: '支払う' }).click();

test('a shopper in Japan sees, earns and spends', async ({ page, context }) => {
  const member = await richestMember('jp');
  await signIn(page, member.id);
  await page.goto(`${store()}/store/jp/products/linen-throw`);
  const earned = pointsOnLevel(128, member.level);
  await expect(page.locator('meridian-earn')).toContainText(`${earned}ポイント獲得`);
  await expect(page.locator('meridian-earn')).toContainText(new RegExp(`[¥￥]${earned}相当`));
  await expect(page.locator('meridian-earn')).not.toContainText('約');

  // The panel stays open in this tab; the order is made in another.
  await widget(page).getByRole('button').first().click();
  await expect(panel(page).locator('[data-part=balance]')).toHaveText(member.available.toLocaleString('en'));
  const shopping = await context.newPage();
  await toCheckout(shopping);
  await pay(shopping);
  const name = /#\d+/.exec(await shopping.getByText(/#\d+/).first().innerText())?.[0] ?? '';
  const newest = panel(page).locator('[data-list=entry] li').first();
  await expect(newest).toContainText(`${name}で${earned}ポイント`);
  // A page behind another is drawn once in a second.
  await page.bringToFront();

  await panel(page)
    .getByRole('button', { name: /^交換する.*[¥￥]700オフ/ })
    .click();
  const code = await newestCode(page);
  await expect(panel(page).locator('[data-part=balance]')).toHaveText(
    (member.available - 500).toLocaleString('en'),
  );
  await expectAccessible(page);

  await shopping.bringToFront();
  await toCheckout(shopping);
  await shopping.getByLabel('クーポンコード').fill(code);
  await shopping.getByRole('button', { name: '適用' }).click();
  await expect(shopping.getByRole('complementary')).toContainText('割引');
  await pay(shopping);
  await expect(shopping.getByRole('heading', { name: /ありがとうございます/ })).toBeVisible();

  await shopping.goto(`${store()}/admin/store/haven/apps/meridian-dev/app/members/${member.id}?locale=en`);
  const redemption = shopping.frameLocator('iframe').getByRole('listitem').filter({ hasText: code });
  await expect(redemption).toContainText('Used');

  await shopping.goto(`${store()}/admin/store/haven/apps/meridian-dev/app/redemptions?locale=en`);
  await expect(shopping.frameLocator('iframe').getByText('Nothing needs a decision')).toBeVisible();
  await expectAccessible(shopping);
});

for (const { market, guest } of [
  { market: 'us', guest: 'Sign in' },
  { market: 'jp', guest: 'ログイン' },
  { market: 'gulf', guest: 'تسجيل الدخول' },
]) {
  test(`the widget is accessible for guests and members, closed and open: ${market}`, async ({ page }) => {
    await page.goto(`${store()}/store/${market}/products/olive-soap`);
    await expectAccessible(page);
    await widget(page).getByRole('button').first().click();
    await expect(panel(page).getByRole('link', { name: guest })).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(panel(page)).toBeHidden();

    const member = await richestMember(market);
    await signIn(page, member.id);
    await page.goto(`${store()}/store/${market}/products/olive-soap`);
    await widget(page).getByRole('button').first().click();
    await expect(panel(page).locator('[data-list=reward] li').first()).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 800 });
    await expectAccessible(page);
  });
}
