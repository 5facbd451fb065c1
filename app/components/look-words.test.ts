import { expect, test } from 'vitest';
import { ProgramSchema } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { adminText } from '../locales/admin.ts';
import { lookSentences } from './look-words.ts';

const whole = {
  ...{ accent: '#1F5C56', text: '#000000', background: '#ffffff', radius: 8 },
  launcher: { side: 'start', icon: 'gift' },
};

function sentences(locale: 'en' | 'ar', looks: object | null): string[] {
  const markets = [{ handle: 'jp', countries: ['JP'], currency: 'JPY', locale: 'ja' }];
  const program = ProgramSchema.parse({ ...startingProgram, markets, looks });
  return lookSentences(program, locale, adminText(locale, adminMessages(locale)));
}

test('what a market does not look as the theme does is said, part by part; a market without a look says nothing', () => {
  expect(sentences('en', null)).toEqual([]);
  expect(sentences('en', { jp: {} })).toEqual([]);
  expect(sentences('en', { jp: whole })).toEqual([
    'Japan: accent colour #1f5c56',
    'Japan: text #000000 on #ffffff',
    'Japan: corners rounded by 8 pixels',
    'Japan: the button stands at the start of the line',
    'Japan: icon on the button: gift',
  ]);
  expect(sentences('en', { jp: { radius: 0 }, gone: { radius: 1 } })).toEqual([
    'Japan: square corners',
    'gone: corners rounded by 1 pixel',
  ]);
  expect(sentences('ar', { jp: { radius: 2 } })).toEqual([
    '\u2068اليابان\u2069: زوايا مستديرة بمقدار بكسلين',
  ]);
});
