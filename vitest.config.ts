import { defineConfig } from 'vitest/config';

// Plain Node projects, without the Remix plugin: what the tests need of a built app they start as a process.
// Vitest gives style sheets as empty text otherwise, also those that are asked for as text (the widget's, in the studio's preview).
const node = { environment: 'node' as const, css: true, testTimeout: 30_000, hookTimeout: 60_000 };
const withDatabase = {
  ...node,
  // Starts one PostgreSQL for the run and migrates the template that every test file clones.
  globalSetup: ['tests/support/database-setup.ts'],
  // Node reads our modules itself, as in the app and the worker, and keeps them compiled (NODE_COMPILE_CACHE); Vite transforms the test files alone.
  server: {
    deps: {
      external: [/\/(app|devstore|extensions|liquid|scripts|tests\/(naive|support))\/(?!.*\.test\.).*\.ts$/],
    },
  },
};

export default defineConfig({
  test: {
    // Vitest leaves a core to itself, which on two cores is one worker; most tests wait for a database or for a process to start.
    minWorkers: 1,
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['{app,devstore,liquid,scripts,extensions}/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          ...withDatabase,
          name: 'property',
          include: ['tests/property/**/*.test.ts'],
          testTimeout: 240_000,
        },
      },
      {
        test: {
          ...withDatabase,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      { test: { ...node, name: 'contract', include: ['tests/contract/**/*.test.ts'] } },
    ],
  },
});
