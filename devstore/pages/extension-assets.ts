import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Hono } from 'hono';
import type { Extension } from '../liquid/app-blocks.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.wasm': 'application/wasm',
};

/** Serves the assets of theme extensions where `asset_url` points, as they are on disk; only files of a type that extensions may have. */
export function registerExtensionAssets(app: Hono, extensions: readonly Extension[]): void {
  for (const { assetPath, path } of extensions)
    app.get(`${assetPath}/:file`, async (context) => {
      const file = context.req.param('file');
      const type = types[extname(file)];
      if (!type || !/^[\w.-]+$/.test(file)) return context.notFound();
      const body = await readFile(join(path, 'assets', file)).catch(() => null);
      if (!body) return context.notFound();
      return context.body(new Uint8Array(body), 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
    });
}
