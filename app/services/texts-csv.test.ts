// Texts as a CSV file: what is exported comes back as it was, whatever is in it, and what cannot be read is told with its line and column.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { programTexts, withTexts } from '../domain/program-texts.ts';
import { ProgramSchema, type Program } from '../domain/program.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { seed } from '../../tests/support/property.ts';
import { CSV_LENGTH_MAX, readTextsCsv, textsCsv } from './texts-csv.ts';

const program = ProgramSchema.parse({
  ...startingProgram,
  actions: [{ id: 'welcome', kind: 'signUp', name: { en: 'Welcome' }, points: 10 }],
});
const where = () => 'Somewhere';
const applied = (csv: string, to: Program = program) => {
  const read = readTextsCsv(csv, to);
  return read.ok ? ProgramSchema.parse(read.document) : read.faults;
};
const csv = (...lines: string[]) => lines.join('\r\n');

it('is exported with a byte order mark, a row for each text and a column for each language', () => {
  const exported = textsCsv(program, where);
  expect(exported.startsWith('\uFEFFkey,where,en,de,ja,ar,')).toBe(true);
  expect(exported.split('\r\n')).toHaveLength(programTexts(program).length + 2);
  expect(exported).toContain('\r\nactions/welcome/name,Somewhere,Welcome,,,');
  expect(readTextsCsv(exported, program)).toMatchObject({ ok: true, changes: [] });
});

it('brings back every text as it was, formulas, quotes, line breaks and all', () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.stringMatching(/^'{0,3}[=+\-@＝][\w"',;\n ]{0,10}$/),
      fc.constantFrom('=HYPERLINK("http://x")', '"', 'a\nb', "'", "'=1", '\tx', 'key,where', '\uFEFFx'),
    )
    .filter((one) => one.trim() !== '' && !one.includes('\0') && !one.includes('\r'));
  fc.assert(
    fc.property(text, text, (en, ja) => {
      const own = ProgramSchema.parse(withTexts(program, new Map([['actions/welcome/name', { en, ja }]])));
      const exported = textsCsv(own, where);
      // No spreadsheet takes a cell for a formula.
      expect(exported).not.toMatch(/(?:^|,)"?[=+@＝]/m);
      const blank = ProgramSchema.parse(
        withTexts(own, new Map([['actions/welcome/name', { en: 'x', ja: '' }]])),
      );
      expect(applied(exported, blank)).toEqual(own);
    }),
    { seed, numRuns: 300 },
  );
});

it('tells what changes: typed, changed and taken away, and leaves what the file does not name', () => {
  const file = csv('key,where,ja,nl', 'name,x,,Beloningen', 'actions/welcome/name,x,ようこそ,');
  const read = readTextsCsv(file, program);
  expect(read.ok && read.changes).toEqual([
    { key: 'name', language: 'ja', before: program.name['ja'], after: null },
    { key: 'name', language: 'nl', before: null, after: 'Beloningen' },
    { key: 'actions/welcome/name', language: 'ja', before: null, after: 'ようこそ' },
  ]);
  const after = applied(file) as Program;
  expect(after.actions[0]?.name).toEqual({ en: 'Welcome', ja: 'ようこそ' });
  expect(after.pointsLabel).toEqual(program.pointsLabel);
});

it.each([';', '\t'])('reads what a spreadsheet separates by %j', (sign) => {
  const file =
    ['key', 'where', 'ja'].join(sign) + '\n' + ['actions/welcome/name', 'x', 'いらっしゃい, 様'].join(sign);
  expect((applied(file) as Program).actions[0]?.name['ja']).toBe('いらっしゃい, 様');
});

it.each([
  ['\n', '\r\n'],
  ['\r\n', '\n'],
  ['\n', '\n'],
  ['\r', '\r'],
])('reads lines that end by %j, then by %j', (first, then) => {
  const lines = ['key,en,ja', 'name,"A, b",C', `actions/welcome/name,x,"y\r\nz"`, ''];
  const file = `${lines[0]}${first}${lines.slice(1).join(then)}`;
  const after = applied(file) as Program;
  expect(after.name).toMatchObject({ en: 'A, b', ja: 'C' });
  expect(after.actions[0]?.name).toEqual({ en: 'x', ja: 'y\nz' });
});

it('takes a language whose letters are written large or small for the one that is there', () => {
  const after = applied(csv('key,EN,Ja', 'name,A,B')) as Program;
  expect(after.name).toEqual({ ...program.name, en: 'A', ja: 'B' });
});

it.each<[string, string, object[]]>([
  ['another file', 'id,name\r\n1,x', [{ line: 1, column: null, fault: { code: 'noKeys' } }]],
  ['an empty file', '', [{ line: 1, column: null, fault: { code: 'noKeys' } }]],
  [
    'a quotation that does not end',
    'key,en\r\nname,"x',
    [{ line: 2, column: null, fault: { code: 'quotes' } }],
  ],
  ['a stray quotation mark', 'key,en\r\nname,"a"b', [{ line: 2, column: null, fault: { code: 'quotes' } }]],
  [
    'a language that is none',
    'key,English text\r\nname,x',
    [{ line: 1, column: 'English text', fault: { code: 'unknownLanguage', name: 'English text' } }],
  ],
  ['a language twice', 'key,en,EN\r\nname,x,y', [{ line: 1, column: 'EN', fault: { code: 'repeated' } }]],
  [
    'a text that is not there, on its line after one of two lines',
    'key,en\r\nname,"a\r\nb"\r\nnobody/x,y',
    [{ line: 4, column: 'key', fault: { code: 'unknownText', name: 'nobody/x' } }],
  ],
  ['a text twice', 'key,en\r\nname,a\r\nname,b', [{ line: 3, column: 'key', fault: { code: 'twice' } }]],
  [
    'cells without a column',
    'key,en\r\nname,a,b',
    [{ line: 2, column: null, fault: { code: 'tooManyCells' } }],
  ],
  [
    'every fault at once',
    `key,en,fr\r\nname,,${'x'.repeat(5001)}\r\npoints/other,,y\r\nx,,`,
    [
      { line: 2, column: 'fr', fault: { code: 'tooLong', most: 5000 } },
      { line: 3, column: 'en', fault: { code: 'required' } },
      { line: 4, column: 'key', fault: { code: 'unknownText', name: 'x' } },
    ],
  ],
])('%s: told with its place, and nothing is applied', (_, file, faults) => {
  expect(readTextsCsv(file, program)).toEqual({ ok: false, faults, total: faults.length });
});

it('is bounded', () => {
  expect(applied('x'.repeat(CSV_LENGTH_MAX + 1))).toEqual([
    expect.objectContaining({ fault: { code: 'tooLargeFile' } }),
  ]);
  const rows = Array.from({ length: 10_001 }, () => 'name,x');
  expect(applied(csv('key,en', ...rows))).toEqual([
    expect.objectContaining({ fault: { code: 'tooManyRows' } }),
  ]);
  const many = readTextsCsv(
    csv('key,en', ...Array.from({ length: 900 }, (_, index) => `x${index},y`)),
    program,
  );
  expect(many).toMatchObject({ ok: false, total: 900 });
  expect(many.ok || many.faults.length).toBe(200);
});
