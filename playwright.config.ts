import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

const executablePath = findChromium();

/** Files that use seededTest or storefrontTest: one that is missing here starts a demo more, and is right all the same. */
const SEEDED = [
  'earning',
  'level',
  'members',
  'newcomer',
  'programme',
  'rewards',
  'shopper',
  'simulation',
  // Minutes: `npm run test:long` alone.
  ...(process.env.LONG ? ['pages.long'] : []),
].map(fileOf);
const STOREFRONT = [
  'cart-points',
  'loyalty-page',
  'redemptions',
  'reward-markets',
  'widget-join',
  'widget-states',
].map(fileOf);

function fileOf(name: string): string {
  return `**/${name}.test.ts`;
}

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  // A worker has demos of its own: files of two workers never meet. Files that share a demo (shared-demo.ts) are one worker's, so that it is
  // started once; all others go wherever there is room.
  workers: 2,
  projects: [
    { name: 'seeded', testMatch: SEEDED, workers: 1 },
    { name: 'storefront', testMatch: STOREFRONT, workers: 1 },
    { name: 'alone', testIgnore: [...SEEDED, ...STOREFRONT, '**/*.long.test.ts'] },
  ],
  // A test that passes the second time is a test, or a product, that fails.
  retries: 0,
  timeout: 120_000,
  // Two browsers and two demos on two cores: what takes a second alone takes several. Who waits for a condition loses nothing by it.
  expect: { timeout: 15_000, toPass: { intervals: [100] } },
  outputDir: 'test-results',
  reporter: 'list',
  use: {
    // Remix's and Shopify's bot detection answers a HeadlessChrome with 410.
    userAgent:
      'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // A trace is recorded for every test, a tenth of the time, and kept of those that fail: `playwright test --trace on FILE` makes one.
    trace: 'off',
    launchOptions: {
      ...(executablePath && { executablePath }),
      // Without the networking flags Chromium looks for its makers' hosts all the time, which closed networks refuse one by one.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
