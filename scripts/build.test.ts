import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { products } from './build.ts';
import { widgetScripts } from './widget-scripts.ts';

const root = resolve(import.meta.dirname, '..');
const productOf = (label: string) => products.find((product) => product.label === label);

it('builds the app anew when a file changes that it takes from beside app/', () => {
  const inputs = productOf('App')?.inputs ?? [];
  const sources = globSync('{app,liquid}/**/*.{ts,tsx}', { cwd: root, exclude: ['**/*.test.*'] });
  const taken = sources.flatMap((source) =>
    [...readFileSync(join(root, source), 'utf8').matchAll(/'(\.\.?\/[^'\n]+)'/g)].map(([, path = '']) =>
      relative(root, resolve(root, dirname(source), path)),
    ),
  );
  const beside = [...new Set(taken)].filter((path) => !path.startsWith('app/'));
  const files = globSync(beside, { cwd: root });
  expect(files).toEqual(
    expect.arrayContaining([
      'extensions/loyalty-widget/blocks/loyalty-panel.liquid',
      'extensions/loyalty-widget/assets/loyalty.css',
      'liquid/engine.ts',
    ]),
  );
  expect(files.filter((file) => !inputs.some((input) => matchesGlob(file, input)))).toEqual([]);
});

it("builds the widget's scripts anew when any of them is missing", async () => {
  const names = [...(await widgetScripts()).keys()];
  expect(productOf("The widget's scripts")?.outputs.toSorted()).toEqual(
    names.map((name) => `extensions/loyalty-widget/assets/${name}`).sort(),
  );
});
