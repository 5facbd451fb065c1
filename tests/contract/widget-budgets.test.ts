// What the widget may weigh. Shopify's CDN minifies scripts and styles and compresses them with Brotli (shopify.dev, "The Shopify platform"); esbuild
// and zlib stand for both here. Each budget's figure is in its test's name; 1 KB is 1,000 bytes. Decision 0038.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { EXTENSION } from '../support/extension-liquid.ts';

const names = (folder: string, ending: string): string[] =>
  readdirSync(join(EXTENSION, folder)).filter((name) => name.endsWith(ending));
const read = (folder: string, name: string): string => readFileSync(join(EXTENSION, folder, name), 'utf8');
const bytes = (folder: string, name: string): number => Buffer.byteLength(read(folder, name));
const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);

/** As it comes to a browser. */
function served(name: string): number {
  const loader = extname(name) === '.css' ? 'css' : 'js';
  const { code } = transformSync(read('assets', name), { loader, minify: true, target: 'es2022' });
  return brotliCompressSync(code).length;
}

const scripts = names('assets', '.js');
const styles = names('assets', '.css');

/** Scripts that the blocks put into a page, with what these import at once; what they import on intent is not run. */
function loadedByPage(): string[] {
  const found = new Set(
    names('blocks', '.liquid').flatMap((block) =>
      [...read('blocks', block).matchAll(/'([\w-]+\.js)' \| asset_url/g)].map(([, name]) => name ?? ''),
    ),
  );
  for (const name of found)
    for (const [, imported] of read('assets', name).matchAll(/^import [^;]*from '\.\/([\w-]+\.js)';/gm))
      found.add(imported ?? '');
  return [...found].sort();
}

const figures = new Intl.NumberFormat('en');

/** One budget, one test, with the figure in its name. */
function budget(what: string, size: number, most: number): void {
  it(`${what}: ${figures.format(size)} of ${figures.format(most)} bytes`, () => {
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(most);
  });
}

describe('compressed', () => {
  const untouched = loadedByPage();
  budget('script that runs where nobody touches the widget', sum(untouched.map(served)), 2_000);
  const ofCart = scripts.filter((name) => /cart/.test(name));
  const others = scripts.filter((name) => !ofCart.includes(name));
  budget('all script of the panel and the product', sum(others.map(served)), 10_000);
  // Issue 8 wants 10,000 of everything: decision 0038 has what is between and how it is reached.
  budget('all script, with the cart', sum(scripts.map(served)), 12_500);
  budget('all styles', sum(styles.map(served)), 6_000);
});

describe('as it is', () => {
  for (const name of [...scripts, ...styles]) budget(name, bytes('assets', name), 10_000);
  // Shopify refuses 500 kB and documents 100.
  const liquid = ['blocks', 'snippets'].flatMap((folder) =>
    names(folder, '.liquid').map((name) => bytes(folder, name)),
  );
  budget('all Liquid', sum(liquid), 100_000);
  const locales = names('locales', '.json');
  for (const name of locales) budget(name, bytes('locales', name), 15_000);
  it(`${locales.length} of 100 locale files, ${names('blocks', '.liquid').length} of 30 blocks`, () => {
    expect(locales.length).toBeLessThanOrEqual(100);
    expect(names('blocks', '.liquid').length).toBeLessThanOrEqual(30);
  });
});
