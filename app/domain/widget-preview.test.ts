import { expect, test } from 'vitest';
import { oneOfAudience } from './widget-preview.ts';

test.each([
  [null, null, {}],
  [['kw', 'jp'], null, { market: 'kw' }],
  [null, ['gold'], { shopper: 'gold' }],
  [['kw'], ['gold', 'silver'], { market: 'kw', shopper: 'gold' }],
])('a preview for markets %j and levels %j begins with one of them', (markets, tiers, begins) => {
  expect(oneOfAudience({ markets, tiers })).toEqual(begins);
});
