// The widget in the themes of others: nothing of theirs comes in but what is inherited, nothing of ours gets out, and it works where a theme does its worst.
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { THEMES, themePage, type Theme } from './storefront-themes.ts';
import { openAlone } from './widget-alone.ts';
import { answersOf } from './widget-answers.ts';
import { blocksOf, type Language, type State } from './widget-blocks.ts';
import { misfits } from './widget-fit.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' }, viewport: { width: 390, height: 800 } });

const panel = (page: Page) => page.locator('.mrd-panel');

async function open(page: Page, theme: Theme, state: State, language: Language, dir?: string): Promise<void> {
  await page.unrouteAll();
  await openAlone(
    page,
    themePage(theme, language, blocksOf(state, language), dir),
    answersOf(state, language),
  );
}

/** A page's place for it, and what follows from that, is the theme's affair; our own properties are registered for all. */
const PLACE = /^(?:inline-size|block-size|width|height|top|bottom|left|right)$|origin|inset|^--mrd-/;

/** How elements are drawn, by what they are and where: every property that a theme can change. */
const drawn = (page: Page, selector: string) =>
  page.evaluate(
    ([which, place]) => {
      const isPlace = new RegExp(place);
      const names = [...getComputedStyle(document.body)].filter((property) => !isPlace.test(property));
      return [...document.querySelectorAll(which)].flatMap((each, at) =>
        ['', '::before', '::after'].flatMap((pseudo) => {
          const computed = getComputedStyle(each, pseudo);
          if (pseudo && computed.content === 'none') return [];
          const what = `${at} ${each.localName}.${each.getAttribute('class')} ${pseudo}`;
          return names.map((property) => `${what} ${property}: ${computed.getPropertyValue(property)}`);
        }),
      );
    },
    [selector, PLACE.source] as const,
  );

const OURS = '.mrd, .mrd *';
const THEIRS = 'html, body, body *:not(.mrd, .mrd *, script, link, .shopify-app-block)';

test('what a theme says of elements does not come in, and nothing of ours gets out', async ({ page }) => {
  await open(page, THEMES.plain, 'held', 'en');
  const plain = await drawn(page, OURS);
  await open(page, THEMES.resets, 'held', 'en');
  const reset = new Set(await drawn(page, OURS));
  expect(reset.size).toBeGreaterThan(10_000);
  expect(plain.filter((line) => !reset.has(line))).toEqual([]);
  expect(reset.size).toBe(new Set(plain).size);

  const before = await drawn(page, THEIRS);
  const { off, ids, elements } = await page.evaluate(() => {
    const sheets = [...document.styleSheets].filter(({ href }) => href?.includes('/assets/'));
    for (const sheet of sheets) sheet.disabled = true;
    const all = [...document.querySelectorAll('.mrd, .mrd *')];
    return {
      off: sheets.length,
      ids: all.flatMap(({ id }) => id || []),
      elements: all.map(({ localName }) => localName).filter((name) => name.includes('-')),
    };
  });
  expect(off).toBeGreaterThan(1);
  expect(await drawn(page, THEIRS)).toEqual(before);
  expect(ids.filter((id) => !id.startsWith('mrd-'))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(elements.filter((name) => !name.startsWith('meridian-'))).toEqual([]);
});

/** A block of a language that runs to the left, in a page that does not, and where both do. */
const VISITS = [
  ['resets', 'en', 'ltr'],
  ['important', 'en', 'ltr'],
  ['important', 'ar', 'ltr'],
  ['dawn', 'en', 'ltr'],
  ['horizon', 'ar', 'rtl'],
] as const;

for (const [name, language, dir] of VISITS)
  test(`in ${name}, in ${language}, everything fits, and the panel opens, closes and gives the focus back`, async ({
    page,
  }) => {
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on(
      'console',
      (message) =>
        message.type() === 'error' &&
        !/Failed to load resource/.test(message.text()) &&
        faults.push(message.text()),
    );
    await open(page, THEMES[name], 'held', language, dir);
    await expect(panel(page)).toBeHidden();
    await expect(page.locator('.mrd [data-part=problem]').first()).toBeHidden();
    if (name === 'dawn' || name === 'horizon') await expectAccessible(page);
    const launcher = page.locator('.mrd-launcher');
    await expect(launcher).toBeInViewport({ ratio: 1 });
    // A button of Horizon's may be an outline alone: ours has a ground.
    expect(await launcher.evaluate((each) => getComputedStyle(each).backgroundColor)).not.toMatch(
      /[,/] ?0\)$/,
    );
    await page.evaluate(() => scrollBy(0, 200));
    const scrolled = await page.evaluate(() => scrollY);
    await launcher.click();
    await expect(panel(page)).toBeInViewport({ ratio: 1 });
    await expect(page.locator('#mrd-title')).toBeFocused();
    await expect(panel(page).locator('[data-part=error], [data-part=offline]')).toHaveCount(2);
    await expect(panel(page).locator('[data-part=error]')).toBeHidden();
    await expect(panel(page)).toHaveCSS('opacity', '1');
    await expect(page.locator('#mrd-title')).toHaveCSS('letter-spacing', 'normal');
    expect(await misfits(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await expect(panel(page).locator('.mrd-close')).toBeFocused();
    await expect(panel(page).locator('.mrd-close')).toHaveCSS('outline-style', 'solid');
    if (name !== 'resets') await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(panel(page)).toBeHidden();
    await expect(launcher).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    expect(faults).toEqual([]);
  });

test('in the theme editor what is drawn again works again, what is gone asks nothing, and the panel is open while it is chosen', async ({
  page,
}) => {
  await page.clock.install();
  const blocks = blocksOf('held', 'en');
  const answer = answersOf('held', 'en');
  const asked: string[] = [];
  await openAlone(page, themePage(THEMES.dawn, 'en', blocks), (file) => {
    asked.push(file);
    return answer(file);
  });
  /** As the editor does: another HTML in the place of the first, then the event at what it is about. */
  const redraw = (id: string, html: string) =>
    page.evaluate(
      ([place, fresh]) => {
        const old = document.getElementById(place);
        old?.dispatchEvent(new CustomEvent('shopify:section:unload', { bubbles: true }));
        const range = document.createRange().createContextualFragment(fresh);
        const next = range.firstElementChild;
        old?.replaceWith(range);
        next?.dispatchEvent(new CustomEvent('shopify:section:load', { bubbles: true }));
      },
      [id, html] as const,
    );
  const tell = (event: string) =>
    page
      .locator('meridian-loyalty')
      .evaluate((each, type) => each.dispatchEvent(new CustomEvent(type, { bubbles: true })), event);

  await tell('shopify:block:select');
  await expect(panel(page)).toBeVisible();
  await expect.poll(() => asked.filter((file) => file === 'member').length).toBeGreaterThan(1);
  await redraw('shopify-block-panel', blocks.panel);
  await expect(panel(page)).toBeHidden();
  // Whatever was asked for until now is heard of before this, and what is asked for meanwhile before the last.
  await page.evaluate(() => fetch('/apps/loyalty/first'));
  const before = asked.length;
  await page.clock.runFor(10_000);
  await page.evaluate(() => fetch('/apps/loyalty/last'));
  expect(asked.slice(before)).toEqual(['last']);
  await page.locator('.mrd-launcher').click();
  await expect(panel(page)).toBeVisible();
  await expect.poll(() => asked.length).toBeGreaterThan(before);
  await expect(panel(page).locator('[data-list=reward] li')).toHaveCount(2);
  await tell('shopify:block:deselect');
  await expect(panel(page)).toBeHidden();

  await redraw('shopify-block-cart', blocks.cart);
  await page.locator('meridian-cart [data-action=change]').click();
  await expect(page.locator('meridian-cart [data-part=choose]')).toBeVisible();
  await redraw('shopify-block-product', blocks.product);
  await expect(page.locator('meridian-earn')).toContainText('points');
});
