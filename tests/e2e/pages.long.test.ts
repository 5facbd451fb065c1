// Every page of the admin, seeded and empty, on a desk and on a phone, from left to right and from right to left: axe finds nothing, and nothing is wider than
// the screen. `npm run test:long` alone: the journeys look at pages on their way.
import { expect, type Frame, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { seededMembers } from './seeded-members.ts';
import { seededTest as test } from './shared-demo.ts';
import { spawnDemo, type Demo } from './start-demo.ts';
import { app } from './studio.ts';

const PAGES = [
  ...['', '/setup', '/members', '/members/1', '/redemptions', '/nowhere'],
  ...['', '/publish', '/document', '/import', '/versions', '/versions/1', '/versions/99'].map(inProgram),
  ...['/versions/compare?from=1&to=draft', '/earning', '/exclusions', '/actions', '/campaigns'].map(
    inProgram,
  ),
  ...['/campaigns?view=calendar', '/tiers', '/rewards', '/cart', '/markets', '/markets/jp'].map(inProgram),
  ...['/texts', '/look', '/enrolment', '/expiry', '/nowhere'].map(inProgram),
];
/** What only a shop with a programme has. */
const SEEDED = [
  '/rewards/five-off',
  '/tiers/gold',
  '/campaigns/gulf-launch',
  '/campaigns/gulf-launch/cost',
].map(inProgram);
const LOOKS = [
  { locale: 'en', width: 1280 },
  { locale: 'de', width: 390 },
  { locale: 'ja', width: 1280 },
  { locale: 'ar', width: 390 },
];

function inProgram(path: string): string {
  return `/program${path}`;
}

let empty: Demo;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  empty = await spawnDemo('--no-seed');
});
test.afterAll(() => empty.stop());

async function open(page: Page, storeUrl: string, path: string, locale: string): Promise<Frame> {
  const query = `${path.includes('?') ? '&' : '?'}locale=${locale}`;
  await page.goto(`${storeUrl}/admin/store/haven/apps/meridian-dev/app${path}${query}`);
  await expect(app(page).locator('h1').first()).toBeVisible();
  const frame = page.frames().find((one) => one.parentFrame() === page.mainFrame());
  if (!frame) throw new Error(`${path} is in no frame`);
  await frame.waitForLoadState('load');
  return frame;
}

async function expectSound(page: Page, frame: Frame): Promise<void> {
  await expectAccessible(page);
  const tooWide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect(await frame.evaluate(tooWide), 'wider than the screen').toBeLessThanOrEqual(0);
}

for (const { locale, width } of LOOKS) {
  test(`every page in ${locale}, ${width} pixels wide`, async ({ page, demo }) => {
    test.setTimeout(1_800_000);
    await page.setViewportSize({ width, height: 900 });
    const [member] = await seededMembers('us');
    const seeded = [...PAGES, ...SEEDED, `/members/${member?.id}`];
    const shops: [string, string[]][] = [
      [demo.storeUrl, seeded],
      [empty.storeUrl, PAGES],
    ];
    for (const [storeUrl, paths] of shops)
      for (const path of paths)
        await test.step(`${storeUrl} ${path}`, async () =>
          expectSound(page, await open(page, storeUrl, path, locale)));
  });
}
