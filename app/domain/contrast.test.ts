import { expect, test } from 'vitest';
import { contrast, contrastText, textOn } from './contrast.ts';

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
