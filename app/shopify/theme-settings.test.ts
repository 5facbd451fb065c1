import { expect, test } from 'vitest';
import { embedStatus } from './theme-settings.ts';

const block = (disabled?: boolean) =>
  JSON.stringify({
    current: {
      colors: '#fff',
      blocks: {
        1: { type: 'shopify://apps/meridian/blocks/loyalty-panel/01929f5e', disabled, settings: {} },
      },
    },
  });

test.each([
  ['switched on', block(false), 'on'],
  ['on, and said nothing of', block(), 'on'],
  ['switched off', block(true), 'off'],
  ['behind the comment that Shopify writes', `/*\n * IMPORTANT {}\n */\n${block(false)}`, 'on'],
  ['another block alone', block(false).replace('loyalty-panel', 'loyalty-product'), 'off'],
  ['no blocks', '{"current":{}}', 'off'],
  ['a preset by its name', '{"current":"Default"}', 'off'],
  ['no JSON', '<html>', 'unknown'],
  ['another shape', '{"current":[]}', 'unknown'],
] as const)('the embed: %s', (_, settings, status) => {
  expect(embedStatus(settings)).toBe(status);
});
