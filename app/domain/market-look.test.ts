import { expect, test } from 'vitest';
import { MarketLooksSchema, typedColour } from './market-look.ts';

const nothing = {
  ...{ accent: null, text: null, background: null, radius: null },
  launcher: { side: null, icon: null },
};

test.each([
  ['no looks', undefined, {}],
  ['null', null, {}],
  ['no look of a market', { jp: null }, {}],
  ['a look of nothing', { jp: { accent: null, launcher: {} } }, {}],
  ['an accent', { jp: { accent: '#1F5C56' } }, { jp: { ...nothing, accent: '#1f5c56' } }],
  ['square corners', { jp: { radius: 0 } }, { jp: { ...nothing, radius: 0 } }],
  [
    'a gift',
    { jp: { launcher: { icon: 'gift' } } },
    { jp: { ...nothing, launcher: { side: null, icon: 'gift' } } },
  ],
])('%s is kept as what it says', (_, looks, kept) => {
  expect(MarketLooksSchema.parse(looks)).toEqual(kept);
});

test.each([
  ['a name', { accent: 'red' }, 'accent'],
  ['three digits', { accent: '#fff' }, 'accent'],
  ['more than a colour', { accent: '#ffffff;position:fixed' }, 'accent'],
  ['a line after it', { accent: '#ffffff\n' }, 'accent'],
  ['digits of full width', { accent: '#１２３４５６' }, 'accent'],
  ['text without its background', { text: '#000000' }, 'background'],
  ['a background without its text', { background: '#000000', text: null }, 'text'],
  ['a part of a pixel', { radius: 1.5 }, 'radius'],
  ['too round', { radius: 25 }, 'radius'],
  ['another side', { launcher: { side: 'left' } }, 'launcher.side'],
  ['an icon of their own', { launcher: { icon: 'https://example.com/a.svg' } }, 'launcher.icon'],
])('%s is refused at its field', (_, look, path) => {
  const read = MarketLooksSchema.safeParse({ jp: look });
  expect(read.error?.issues.map((issue) => issue.path.join('.'))).toEqual([`jp.${path}`]);
});

test.each([
  ['1F5C56', '#1f5c56'],
  [' #1F5C56 ', '#1f5c56'],
  ['green', 'green'],
  ['', ''],
])('keeps a colour typed as %j as %j', (typed, kept) => {
  expect(typedColour(typed)).toBe(kept);
});
