import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.test.ts',
  globalSetup: './tests/e2e/start-demo.ts',
  // One demo, one shop: the tests of a file build on each other's orders, and two browsers on two cores only wait for each other.
  workers: 1,
  // A test that passes the second time is a test, or a product, that fails.
  retries: 0,
  timeout: 60_000,
  outputDir: 'test-results',
  reporter: 'list',
  use: {
    // Remix's and Shopify's bot detection answers a HeadlessChrome with 410.
    userAgent:
      'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
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
