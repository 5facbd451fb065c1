import { resolve } from 'node:path';
import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';

const buildDirectory = resolve(import.meta.dirname, '../../../.cache/bench/template');

export default defineConfig({
  plugins: [
    remix({
      appDirectory: 'app',
      buildDirectory,
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
  ],
});
