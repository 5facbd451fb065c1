// Every page of the admin, seeded and empty, on a desk and on a phone, from left to right and from right to left: axe finds nothing, and nothing is wider than
// the screen. `npm run test:long` alone: the journeys look at pages on their way.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Frame, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { seededMembers } from './seeded-members.ts';
import { seededTest as test } from './shared-demo.ts';
import { spawnDemo, type Demo } from './start-demo.ts';
import { app } from './studio.ts';

const APP = resolve(import.meta.dirname, '../../app');

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
  '/actions/birthday',
  '/actions/review',
].map(inProgram);
/** Of these, what is not there, and is said not to be. */
const MISSING = ['/members/1', '/nowhere', ...['/versions/99', '/nowhere'].map(inProgram)];
const MISSING_WHERE_EMPTY = [...MISSING, inProgram('/versions/1')];
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

/** What a page says in this language that has nothing to show, or could not. */
function failureWords(locale: string): { notFound: string[]; failed: string } {
  const texts = JSON.parse(readFileSync(join(APP, `locales/${locale}/admin.json`), 'utf8')) as Record<
    string,
    string
  >;
  const notFound = Object.entries(texts)
    .filter(([key]) => /\.notFound(?:\.title)?$|^(?:actions\.gone\.title|level\.gone)$/.test(key))
    .map(([, words]) => words);
  return { notFound, failed: texts['error.title'] ?? '' };
}

/** An error and a page that is not there are accessible and fit as well: that it is the page that was asked for. */
async function expectAskedFor(frame: Frame, locale: string, isMissing: boolean): Promise<void> {
  const { notFound, failed } = failureWords(locale);
  expect(notFound.length).toBeGreaterThan(4);
  const lines = (await frame.locator('body').innerText()).split('\n').map((line) => line.trim());
  expect(lines).not.toContain(failed);
  expect(lines.some((line) => notFound.includes(line))).toBe(isMissing);
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
    if (!member) throw new Error('The demo has seeded no member');
    const shops: [string, string[], string[]][] = [
      [demo.storeUrl, [...PAGES, ...SEEDED, `/members/${member.id}`], MISSING],
      [empty.storeUrl, PAGES, MISSING_WHERE_EMPTY],
    ];
    for (const [storeUrl, paths, missing] of shops)
      for (const path of paths)
        await test.step(`${storeUrl} ${path}`, async () => {
          const frame = await open(page, storeUrl, path, locale);
          await expectAskedFor(frame, locale, missing.includes(path));
          await expectSound(page, frame);
        });
  });
}

test('the list has every page that there is', () => {
  const pages = readdirSync(join(APP, 'routes'))
    .filter((file) => /^app\..+\.tsx$/.test(file))
    .map((file) => file.replace(/^app\.|\.tsx$/g, '').split('.'))
    .map((parts) => parts.map((part) => part.replace(/_$/, '')).filter((part) => part !== '_index'));
  const listed = [...PAGES, ...SEEDED, '/members/7'].map((path) => path.split('?')[0]?.split('/').slice(1));
  const isListed = (parts: string[]) =>
    listed.some(
      (path) =>
        parts[0] === '$' ||
        (path?.filter(Boolean).length === parts.length &&
          parts.every((part, at) => part === path[at] || part.startsWith('$'))),
    );
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((parts) => !isListed(parts))).toEqual([]);
});
