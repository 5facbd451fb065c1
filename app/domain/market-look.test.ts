import { expect, test } from 'vitest';
import { contrast, contrastText, MarketLooksSchema, textOn } from './market-look.ts';

// The greys are those that tell 3, 4.5 and 7 to one from a little less.
test.each([
  ['#000000', '#ffffff', '21.00', '#ffffff'],
  ['#ffffff', '#ffffff', '1.00', '#000000'],
  ['#777777', '#ffffff', '4.47', '#000000'],
  ['#767676', '#ffffff', '4.54', '#000000'],
  ['#ff0000', '#ffffff', '3.99', '#000000'],
  ['#0000ff', '#ffffff', '8.59', '#ffffff'],
  ['#959595', '#ffffff', '2.99', '#000000'],
  ['#949494', '#ffffff', '3.03', '#000000'],
  ['#5a5a5a', '#ffffff', '6.89', '#ffffff'],
  ['#595959', '#ffffff', '7.00', '#ffffff'],
  ['#595959', '#FFFFFF', '7.00', '#ffffff'],
])('%s and %s have a contrast of %s', (one, other, ratio, on) => {
  expect(contrastText(contrast(one, other))).toBe(ratio);
  expect(contrast(other, one)).toBe(contrast(one, other));
  expect(textOn(one)).toBe(on);
});

test('on any accent black or white can be read', () => {
  const channels = Array.from({ length: 18 }, (_, index) => (index * 15).toString(16).padStart(2, '0'));
  const worst = channels.flatMap((red) =>
    channels.flatMap((green) =>
      channels.map((blue) => {
        const accent = `#${red}${green}${blue}`;
        return contrast(accent, textOn(accent));
      }),
    ),
  );
  expect(Math.min(...worst)).toBeGreaterThanOrEqual(4.5);
});

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
