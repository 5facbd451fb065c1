// The page that tells how the programme works, and the level's badge, in the dev store's theme: for guests and members, in three languages and widths.
import { expect } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { give, member } from './widget-scenes.ts';
import { storefrontTest as test } from './shared-demo.ts';

const address = (market: string) => `${process.env.DEVSTORE_URL}/store/${market}/pages/loyalty`;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const { market, language, rate } of [
  { market: 'us', language: 'en', rate: 'for every $1' },
  { market: 'jp', language: 'ja', rate: '100ごとに' },
  { market: 'gulf', language: 'ar', rate: 'مقابل كل' },
] as const)
  test(`in ${language} it says how points are earned, what levels ask and give, and what there is`, async ({
    page,
  }) => {
    const block = page.locator('.mrd-page');
    await page.goto(address(market));
    await expect(block).toHaveAttribute('data-state', 'guest');
    await expect(block).toHaveAttribute('lang', language);
    await expect(block.getByText(rate)).toBeVisible();
    await expect(block.locator('script')).toHaveCount(0);
    await expect(page.locator('.mrd-badge')).toHaveCount(0);
    await expect(block.locator('section')).toHaveCount(5);
    await block.locator('summary').first().click();
    await expect(block.locator('details p').first()).toBeVisible();
    await expectAccessible(page);

    const id = await member(page, market, 0);
    await give(id, 1_240);
    // What the theme reads is written a moment after the points.
    await expect(async () => {
      await page.goto(address(market));
      expect(await block.getAttribute('data-state')).toBe('normal');
      expect(await block.innerText()).toMatch(/1,240|١٬٢٤٠/);
    }).toPass();
    await expect(page.locator('.mrd-badge')).toBeVisible();
    // Their own level has a ground that the others have not.
    const ground = (row: string) =>
      block
        .locator(`${row} td`)
        .first()
        .evaluate((each) => getComputedStyle(each).backgroundColor);
    await expect(block.locator('.mrd-table__own')).toHaveCount(1);
    expect(await ground('.mrd-table__own')).not.toBe(await ground('tr:not(.mrd-table__own)'));
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('.mrd-page *, .mrd-badge')].flatMap((each) => {
          const { left, right } = each.getBoundingClientRect();
          const isOut = left < -0.5 || right > innerWidth + 0.5 || each.scrollWidth > each.clientWidth + 1;
          return isOut && each.clientWidth > 0
            ? `${each.className || each.tagName}: ${each.textContent}`
            : [];
        }),
      );
      expect([width, wide]).toEqual([width, []]);
    }
    await expectAccessible(page);
  });
