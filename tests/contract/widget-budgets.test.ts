// What the widget may weigh. Scripts are as scripts/widget-scripts.ts builds them; Shopify's CDN minifies styles and compresses both with Brotli
// (shopify.dev, "The Shopify platform"): esbuild and zlib stand for it here. Each budget's figure is in its test's name; 1 KB is 1,000 bytes. Decision 0038.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { widgetScripts } from '../../scripts/widget-scripts.ts';
import { EXTENSION } from '../support/extension-liquid.ts';

const names = (folder: string, ending: string): string[] =>
  readdirSync(join(EXTENSION, folder)).filter((name) => name.endsWith(ending));
const read = (folder: string, name: string): string => readFileSync(join(EXTENSION, folder, name), 'utf8');
const bytes = (folder: string, name: string): number => Buffer.byteLength(read(folder, name));
const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);

const compressed = (text: string): number => brotliCompressSync(text).length;

const scripts = await widgetScripts();
const styles = names('assets', '.css');
const minified = (name: string): string =>
  transformSync(read('assets', name), { loader: 'css', minify: true, target: 'es2022' }).code;

/** Scripts that the blocks put into a page, with what these import at once; what they import on intent is not run. */
function loadedByPage(): string[] {
  const found = new Set(
    names('blocks', '.liquid').flatMap((block) =>
      [...read('blocks', block).matchAll(/'([\w-]+\.js)' \| asset_url/g)].map(([, name]) => name ?? ''),
    ),
  );
  for (const name of found)
    for (const [, imported] of (scripts.get(name) ?? '').matchAll(/(?:^|;)import[^;(]*"\.\/([\w-]+\.js)"/g))
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
  const weight = (name: string): number => compressed(scripts.get(name) ?? '');
  budget('script that runs where nobody touches the widget', sum(untouched.map(weight)), 2_000);
  budget('all script', sum([...scripts.keys()].map(weight)), 10_000);
  budget('all styles', sum(styles.map((name) => compressed(minified(name)))), 6_000);
});

describe('as it is', () => {
  for (const [name, text] of scripts) budget(name, Buffer.byteLength(text), 10_000);
  for (const name of styles) budget(name, bytes('assets', name), 10_000);
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
