import { themeCheckRun } from '@shopify/theme-check-node';
import { expect, it } from 'vitest';

it('the theme is one that Shopify’s own checker has nothing against', async () => {
  const path = new URL('../theme', import.meta.url).pathname;
  const { offenses } = await themeCheckRun(path, 'theme-check:recommended', () => undefined);
  expect(
    offenses.map(({ check, uri, message }) => `${check} ${uri.split('/theme/')[1]}: ${message}`),
  ).toEqual([]);
}, 30_000);
