// The options of the Remix Vite plugin, as a plain module: vite.config.ts and any tool that asks for them import it.
/** @type {import('@remix-run/dev').VitePluginConfig} */
const remixConfig = {
  appDirectory: 'app',
  ignoredRouteFiles: ['**/*.css', '**/*.test.*'],
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: true,
    v3_relativeSplatPath: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
  },
};

export default remixConfig;
