import { describe, expect, it } from 'vitest';
import { colourMeaning } from './colour-meaning.ts';
import { lookForm, lookSection } from './look-form.ts';
import { parseProgram } from './parse-program.ts';
import { startingProgram } from './starting-program.ts';

const market = (handle: string, country: string, currency: string, locale: string) => ({
  ...{ handle, countries: [country], currency, locale },
});
const parsed = parseProgram({
  ...startingProgram,
  markets: [market('jp', 'JP', 'JPY', 'ja'), market('de.at', 'AT', 'EUR', 'de')],
  looks: {
    jp: {
      accent: '#1f5c56',
      text: '#111111',
      background: '#ffffff',
      radius: 12,
      launcher: { side: 'start', icon: 'gift' },
    },
    gone: { accent: '#aabbcc' },
  },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
const { program } = parsed;
const typed = (jp: object) => ({
  looks: { ...lookForm(program).looks, jp: { ...lookForm(program).looks['jp'], ...jp } },
});

describe('the form of looks', () => {
  it('is there and back the same, with what it does not show', () => {
    const read = lookSection.read(lookForm(program), program);
    expect(read).toMatchObject({ ok: true });
    expect(read.ok && parseProgram(read.document)).toEqual({ ok: true, program });
  });

  it.each([
    [{ accent: 'FF0000' }, { accent: '#ff0000' }],
    [
      { accent: '', radius: '' },
      { accent: null, radius: null },
    ],
    [{ side: '', icon: 'crown' }, { launcher: { side: null, icon: 'crown' } }],
  ])('%j is %j', (change, look) => {
    const read = lookSection.read(typed(change), program);
    const again = read.ok ? parseProgram(read.document) : null;
    expect(again?.ok && again.program.looks['jp']).toMatchObject(look);
  });

  it.each([
    [{ accent: 'teal' }, 'looks.jp.accent'],
    [{ radius: '25' }, 'looks.jp.radius'],
    [{ radius: 'round' }, 'looks.jp.radius'],
    [{ text: '' }, 'looks.jp.text'],
    [{ side: 'middle' }, 'looks.jp.side'],
  ])('%j is a fault at %s', (change, field) => {
    const read = lookSection.read(typed(change), program);
    expect(read.ok ? [] : Object.keys(read.faults)).toEqual([field]);
  });
});

describe('what a colour is taken for', () => {
  it.each([
    ['#ffffff', ['JP'], 'mourning'],
    ['#ffffff', ['DE'], null],
    ['#c8102e', ['CN'], 'luck'],
    ['#c8102e', ['ZA'], 'mourning'],
    ['#007a3d', ['KW', 'SA'], 'faith'],
    ['#1f5c56', ['KW'], null],
    ['#ffcc00', ['EG'], 'mourning'],
    ['#6a0dad', ['TH'], 'mourning'],
    ['#20232a', ['CN', 'KW', 'TH'], null],
  ])('%s in %j: %s', (colour, countries, meaning) => {
    expect(colourMeaning(colour, countries)).toBe(meaning);
  });
});
