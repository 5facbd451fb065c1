// The widget's scripts as they are deployed: what is loaded together is one file, minified. Written in widget/, since Shopify deploys whatever lies in the
// extension's folder. Decision 0038.
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const assets = join(root, 'extensions/loyalty-widget/assets');

/** Text by the name of its file. */
export async function widgetScripts(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: {
      loyalty: join(root, 'widget/page.js'),
      'loyalty-panel': join(root, 'widget/panel.js'),
      'loyalty-cart': join(root, 'widget/cart-points.js'),
    },
    // What panel and cart both need.
    chunkNames: 'loyalty-shared',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    // It does not know what tsconfig.json calls its target.
    logLevel: 'error',
    outdir: assets,
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(assets.length + 1), text]));
}

if (import.meta.main) {
  const scripts = await widgetScripts();
  for (const old of globSync('*.js', { cwd: assets })) if (!scripts.has(old)) rmSync(join(assets, old));
  for (const [name, text] of scripts) writeFileSync(join(assets, name), text);
}
