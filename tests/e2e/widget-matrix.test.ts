// Every block in every state, in three languages: nothing that axe finds, nothing that does not fit, at phones' widths and where a shopper has made everything
// twice as large; and what each state must say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { refusalText } from '../../app/locales/reward-text.ts';
import { EXTENSION } from '../support/extension-liquid.ts';
import { expectAccessible } from './accessible.ts';
import { THEMES, themePage } from './storefront-themes.ts';
import { openAlone, type Answer } from './widget-alone.ts';
import { answersOf } from './widget-answers.ts';
import { blocksOf, PLACES, STATES, type Language, type State } from './widget-blocks.ts';
import { misfits } from './widget-fit.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** In CSS pixels. The last two are 200 and 400 % of a desktop's window, by WCAG 1.4.4 and 1.4.10. */
const SIZES = [
  [390, 800],
  [640, 400],
  [320, 256],
] as const;

/** Their pages are those of `normal` and `loading` until somebody opens the panel. */
const AS_ANOTHER: State[] = ['offline', 'error'];

const panel = (page: Page) => page.locator('.mrd-panel');

/** What tells that the panel shows this state: of the part's name. */
const SHOWS: Record<State, string> = {
  ...{
    guest: '.mrd-guest__title',
    zero: '[data-part=zero]',
    normal: '[data-list=past]',
    pending: '[data-part=pending]',
  },
  ...{
    debt: '[data-part=debt]',
    loading: '[data-part=unknown]',
    error: '[data-action=retry]',
    offline: '[data-part=offline]',
  },
  ...{ held: '[data-part=balance]', join: '[data-action=join]' },
};

async function open(page: Page, state: State, language: Language): Promise<void> {
  await page.unrouteAll();
  await openAlone(
    page,
    themePage(THEMES.dawn, language, blocksOf(state, language)),
    answersOf(state, language),
  );
}

async function openPanel(page: Page, state: State): Promise<void> {
  await page.locator('.mrd-launcher').click();
  await expect(panel(page).locator(SHOWS[state]).first()).toBeVisible();
}

for (const language of Object.keys(PLACES) as Language[])
  test(`in ${language} every block is accessible and fits in every state`, async ({ page }) => {
    for (const state of [...STATES, 'held', 'join'] as const) {
      await test.step(state, async () => {
        await page.setViewportSize({ width: 390, height: 800 });
        await open(page, state, language);
        expect(
          await page.locator('.mrd').evaluateAll((all) => all.map((each) => each.getAttribute('lang'))),
        ).toEqual(expect.arrayContaining([language]));
        if (!AS_ANOTHER.includes(state)) await expectAccessible(page);
        await openPanel(page, state);
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          expect([state, width, await misfits(page)]).toEqual([state, width, []]);
        }
        await page.setViewportSize({ width: 390, height: 800 });
        await expectAccessible(page);
      });
    }
  });

/** What is marked by its ground alone elsewhere. */
const GROUNDED = [
  ...['.mrd-badge', '.mrd-cart', '.mrd-summary', '.mrd-launcher', '.mrd-panel', '.mrd-button', '.mrd-close'],
  ...['.mrd-code', '.mrd-tile', '.mrd-progress', '[data-part=unknown]'],
];

/** Of it, what is on the page, and which of that forced colours leave without any edge. */
const edges = (page: Page) =>
  page.evaluate((selectors) => {
    const visible = (selector: string) =>
      [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
    const hasNone = (each: Element) => parseFloat(getComputedStyle(each).borderTopWidth) === 0;
    const there = selectors.filter((selector) => visible(selector).length > 0);
    return { there, without: there.filter((selector) => visible(selector).some(hasNone)) };
  }, GROUNDED);

test('in forced colours whatever has a ground has an edge, the progress too', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.setViewportSize({ width: 390, height: 800 });
  const seen = new Set<string>();
  const expectEdges = async (state: State) => {
    const { there, without } = await edges(page);
    for (const selector of there) seen.add(selector);
    expect([state, without]).toEqual([state, []]);
  };
  for (const state of ['normal', 'held', 'loading'] as const) {
    await open(page, state, 'ja');
    await expectEdges(state);
    await openPanel(page, state);
    await expectEdges(state);
    await expectAccessible(page);
  }
  expect([...seen].sort()).toEqual(GROUNDED.toSorted());
});

test('nothing moves for whom nothing shall, and what waits is said in words', async ({ page }) => {
  const moving = () => page.evaluate(() => document.getAnimations().length);
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    await page.emulateMedia({ reducedMotion });
    await open(page, 'loading', 'en');
    await page.locator('.mrd-launcher').click();
    expect([reducedMotion, (await moving()) > 0]).toEqual([reducedMotion, reducedMotion === 'no-preference']);
  }
  await expect(panel(page).locator('[data-part=unknown]')).toHaveText('Your points appear here in a moment');
});

const page500 = { contentType: 'text/html', body: '<h1 id="theirs">Busy</h1>' };
/** What the proxy may answer to a wish, and which of our words it is told in. */
const FAULTS: [name: string, answer: Answer, words: 'failed' | 'unreached' | 'refusal'][] = [
  ['401', { status: 401, json: { error: 'unauthorized' } }, 'failed'],
  ['429', { status: 429, headers: { 'retry-after': '10' }, json: { error: 'too_many_requests' } }, 'failed'],
  ['500', { status: 500, body: '' }, 'failed'],
  ['HTML', { status: 200, ...page500 }, 'failed'],
  ['nothing', 'abort', 'unreached'],
  [
    'a refusal',
    { status: 409, json: { refusal: { text: refusalText({ reason: 'shopify_refused' }, 'ja') } } },
    'refusal',
  ],
];

/** The shop's, without anything that would change what is held. */
const CART = {
  ...{
    total_price: 1_610_000,
    items_subtotal_price: 1_680_000,
    items: [],
    cart_level_discount_applications: [],
  },
  discount_codes: [{ code: 'CART-4PMHH', applicable: true }],
};

test('a wish that fails is told at its button in the language of the page, in the panel and in the cart', async ({
  page,
}) => {
  const words = (
    JSON.parse(readFileSync(join(EXTENSION, 'locales/ja.json'), 'utf8')) as {
      problems: Record<string, string>;
    }
  ).problems;
  const answers = answersOf('held', 'ja');
  for (const [name, answer, key] of FAULTS) {
    await page.unrouteAll();
    const isWish = (file: string) => ['redemptions', 'cancel', 'cart-points'].includes(file);
    const html = themePage(THEMES.dawn, 'ja', blocksOf('held', 'ja'));
    await openAlone(page, html, (file) =>
      isWish(file) ? answer : file.endsWith('.js') ? { json: CART } : answers(file),
    );
    const told = key === 'refusal' ? refusalText({ reason: 'shopify_refused' }, 'ja') : (words[key] ?? '');
    const cart = page.locator('meridian-cart');
    await cart.locator('[data-action=undo]').click();
    await expect(cart.getByRole('alert'), name).toHaveText(told);
    await expect(cart.locator('[data-part=held]'), name).toBeVisible();
    await page.locator('.mrd-launcher').click();
    const reward = panel(page).locator('[data-list=reward] li').first();
    await reward.locator('[data-action=redeem]').click();
    await expect(reward.getByRole('alert'), name).toHaveText(told);
    await expect(reward.locator('[data-action=redeem]'), name).toBeFocused();
    await expect(panel(page).locator('[data-part=balance]'), name).toHaveText('1,240');
    await expect(page.locator('#theirs')).toHaveCount(0);
  }
});
