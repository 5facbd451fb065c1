// The demos that test files share. A worker starts its own when the first test needs it: nothing of another worker's tests is in it.
import { test } from '@playwright/test';
import { startSeeded, startUnseeded, type Demo } from './start-demo.ts';

const START_LIMIT_MS = 180_000;

/** A worker's environment has the demo's addresses and key: APP_URL, DEVSTORE_URL, API_KEY. */
const within = (start: () => Promise<Demo>) =>
  test.extend<object, { demo: Demo }>({
    demo: [
      // Playwright reads from the pattern that it needs nothing else.
      async ({}, use) => {
        const demo = await start();
        await use(demo);
        await demo.stop();
      },
      { scope: 'worker', auto: true, timeout: START_LIMIT_MS },
    ],
  });

/** With customers and three months of orders. */
export const seededTest = within(startSeeded);

/** With the demo's programme and nobody in it. */
export const storefrontTest = within(startUnseeded);
