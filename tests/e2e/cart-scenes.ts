// The cart's block of the storefront, as tests and pictures open it.
import { expect, type Locator, type Page } from '@playwright/test';
import { give, member, type Scene, type Market } from './widget-scenes.ts';

const store = () => process.env.DEVSTORE_URL ?? '';
export const cartBlock = (page: Page): Locator => page.locator('meridian-cart');
export const useButton = (page: Page): Locator => cartBlock(page).locator('[data-action=use]');

/** Puts a product into the cart as its page does, and opens the cart once the theme's data of the member is there. */
export async function openCart(
  page: Page,
  market: Market,
  product: string,
  pieces = 1,
  query = '',
): Promise<void> {
  await page.goto(`${store()}/store/${market}/products/${product}${query}`);
  await page.locator('input[name=quantity]').fill(String(pieces));
  await page.locator('form[action$="/cart/add"] button').click();
  await expect(page).toHaveURL(/\/cart$/);
  await expect(async () => {
    await page.reload();
    await expect(cartBlock(page)).not.toHaveAttribute('data-state', /loading|zero/, { timeout: 500 });
  }).toPass();
}

const withPoints =
  (points: number): Scene =>
  async (page, market) => {
    await member(page, market, points);
    await openCart(page, market, 'linen-throw');
    await cartBlock(page).scrollIntoViewIfNeeded();
  };

/** States of the block, for pictures. */
export const CART_SCENES: Record<string, Scene> = {
  guest: async (page, market) => {
    await openCart(page, market, 'linen-throw');
    await cartBlock(page).scrollIntoViewIfNeeded();
  },
  ready: withPoints(1_240),
  held: async (page, market) => {
    await withPoints(1_240)(page, market);
    await useButton(page).click();
    await expect(cartBlock(page)).toHaveAttribute('data-state', 'held');
    await cartBlock(page).scrollIntoViewIfNeeded();
  },
  few: withPoints(60),
  debt: async (page, market) => {
    const id = await member(page, market, 100);
    await give(id, -400);
    await openCart(page, market, 'linen-throw');
    await cartBlock(page).scrollIntoViewIfNeeded();
  },
};
