import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import type { Hono } from 'hono';
import { isOfTheme, isStyleSheet } from './document.ts';

const folder = new URL('../assets/', import.meta.url);
const themeFolder = new URL('../theme/assets/', import.meta.url);

const scripts: Record<string, { entry: string; format: 'iife' | 'esm' }> = {
  // A classic script: the app's pages load it as they load Shopify's.
  'app-bridge': { entry: 'app-bridge/main.ts', format: 'iife' },
  frame: { entry: 'frame/main.ts', format: 'esm' },
  admin: { entry: 'admin/main.ts', format: 'esm' },
  store: { entry: 'store/main.ts', format: 'esm' },
  webhooks: { entry: 'webhooks/main.ts', format: 'esm' },
};

type Asset = { type: string; body: string; etag: string };

function asset(type: string, body: string): Asset {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

/** Browser code of one entry, its types taken off and its modules put together. */
export async function bundleScript(name: string): Promise<string> {
  const script = scripts[name];
  if (!script) throw new Error(`There is no script ${name}`);
  const result = await build({
    absWorkingDir: new URL('.', folder).pathname,
    entryPoints: [script.entry],
    bundle: true,
    write: false,
    format: script.format,
    target: 'es2022',
    // This esbuild is older than TypeScript's "ES2023" and would warn of the word in tsconfig.json.
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

/** Serves `/assets/*`: styles, browser code (bundled when first asked for) and the icon, all revalidated by their hash. */
export function registerAssets(app: Hono): void {
  const made = new Map<string, Promise<Asset>>();
  const make = (file: string): Promise<Asset> | null => {
    const [name = '', extension = ''] = file.split('.');
    if (extension === 'css' && isStyleSheet(name)) {
      const from = isOfTheme(name) ? themeFolder : folder;
      return readFile(new URL(file, from), 'utf8').then((text) => asset('text/css; charset=utf-8', text));
    }
    if (extension === 'js' && Object.hasOwn(scripts, name)) {
      return bundleScript(name).then((text) => asset('text/javascript; charset=utf-8', text));
    }
    if (file === 'icon.svg')
      return readFile(new URL(file, folder), 'utf8').then((text) => asset('image/svg+xml', text));
    return null;
  };

  app.get('/assets/:file', async (context) => {
    const file = context.req.param('file');
    const pending = made.get(file) ?? make(file);
    if (!pending) return context.notFound();
    made.set(file, pending);
    const { type, body, etag } = await pending;
    // The app's pages load the script from another origin.
    context.header('Access-Control-Allow-Origin', '*');
    context.header('Cache-Control', 'no-cache');
    context.header('ETag', etag);
    if (context.req.header('If-None-Match') === etag) return context.body(null, 304);
    return context.body(body, 200, { 'Content-Type': type });
  });
}
