// One reward is a different amount in each market, set by the merchant and never converted: what the widget names, in the language of the page, is
// what the order takes off, to the smallest coin.
import { expect } from '@playwright/test';
import ar from '../../devstore/theme/locales/ar.json' with { type: 'json' };
import de from '../../devstore/theme/locales/de.json' with { type: 'json' };
import ja from '../../devstore/theme/locales/ja.json' with { type: 'json' };
import { codes, member, newestCode, openPanel, panel, type Market } from './widget-scenes.ts';
import { storefrontTest as test } from './shared-demo.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const MARKETS: { market: Market; place: string; text: typeof de; name: RegExp; discount: object }[] = [
  {
    market: 'jp',
    place: 'Tokyo',
    text: ja,
    name: /[¥￥]700オフ/,
    discount: { amount: '700', currency_code: 'JPY' },
  },
  {
    market: 'eu',
    place: 'Berlin',
    text: de,
    name: /5,00\s€ Rabatt/,
    discount: { amount: '5.00', currency_code: 'EUR' },
  },
  {
    market: 'gulf',
    place: 'Kuwait',
    text: ar,
    name: /1[.٫]500|١٫٥٠٠/,
    discount: { amount: '1.500', currency_code: 'KWD' },
  },
];

type Order = { total_discounts_set: { presentment_money: object } };
type State = { orders: { id: number; codes: string[] }[] };

async function devStore<T>(path: string): Promise<T> {
  return (await (await fetch(`${process.env.DEVSTORE_URL ?? ''}${path}`)).json()) as T;
}

for (const { market, place, text, name, discount } of MARKETS) {
  test(`the reward of 500 points in ${place}, from the widget to the order`, async ({ page }) => {
    await member(page, market, 500);
    await openPanel(page, market);
    const reward = panel(page).locator('[data-list=reward] li').filter({ hasText: name }).first();
    await reward.locator('[data-action=redeem]').click();
    const code = await newestCode(page);
    await expect(codes(page).first()).toContainText(name);

    await page.goto(`${process.env.DEVSTORE_URL}/store/${market}/products/linen-throw`);
    await page.getByRole('button', { name: text.addToCart }).click();
    await page.getByRole('link', { name: text.checkout, exact: true }).click();
    await page.getByLabel(text.discountCode).fill(code);
    await page.getByRole('button', { name: text.apply, exact: true }).click();
    await page.getByRole('button', { name: text.payNow }).click();
    await expect(page.getByText(/#\d+/).first()).toBeVisible();

    const { orders } = await devStore<State>('/control/state');
    const order = orders.find((one) => one.codes.includes(code));
    const { total_discounts_set: told } = await devStore<Order>(`/control/orders/${order?.id}`);
    expect(told.presentment_money).toEqual(discount);
  });
}
