import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from './json-text.ts';
import { LARGEST_DOCUMENT, readProgramText, textOfFile } from './program-text.ts';
import { startingProgram } from './starting-program.ts';

const document = JSON.stringify(startingProgram, null, 2);
const lineOf = (part: string) => document.slice(0, document.indexOf(part)).split('\n').length;

describe('a text that is read', () => {
  test('a programme as it is written out is that programme', () => {
    expect(readProgramText(document)).toEqual({ ok: true, program: startingProgram });
  });

  test('every fault is told, with its line and column, in the order of the text', () => {
    const faulty = document
      .replace('"rounding": "down"', '"rounding": "sideways"')
      .replace('"awardOn"', '"awardedOn"')
      .replace('"handle": "us"', '"handle": "jp"');
    const read = readProgramText(faulty);
    expect(read).toMatchObject({ ok: false, reason: 'invalid' });
    const faults = 'faults' in read ? read.faults : [];
    expect(faults.map(({ path, place }) => [path, place.line])).toEqual([
      // What is missing stands where it would be.
      ['earning.awardOn', lineOf('"earning"')],
      ['earning.rounding', lineOf('"rounding"')],
      ['earning.awardedOn', lineOf('"awardOn"')],
      ['markets[2].handle', lineOf('"handle": "jp"')],
    ]);
    expect(faults[1]?.place.column).toBe(5);
  });

  test('a name that is there twice is a fault: one of the two would be lost', () => {
    const twice = document.replace('"rounding": "down"', '"rounding": "up",\n    "rounding": "down"');
    expect(readProgramText(twice)).toMatchObject({
      reason: 'invalid',
      faults: [{ path: 'earning.rounding', place: { line: lineOf('"rounding"') + 1 } }],
    });
  });

  test.each<[string, string, object]>([
    [
      'a comma too many',
      '{\n  "a": 1,\n}',
      { place: { line: 3, column: 1 }, fault: { kind: 'unexpected', found: '}' } },
    ],
    [
      'a word',
      '{"a": nope}',
      { place: { line: 1, column: 7 }, fault: { kind: 'unexpected', found: 'nope' } },
    ],
    ['an end too early', '{"a": [1', { place: { line: 1, column: 9 }, fault: { kind: 'ended' } }],
    ['a text without an end', '{"a": "b', { place: { line: 1, column: 9 }, fault: { kind: 'ended' } }],
    [
      'a text over two lines',
      '{"a": "b\nc"}',
      { place: { line: 1, column: 9 }, fault: { kind: 'unexpected', found: '\\n' } },
    ],
    ['a page of the web', '<!doctype html>', { fault: { kind: 'unexpected', found: '<' } }],
    ['two documents', '{}\r\n{}', { place: { line: 2, column: 1 } }],
    ['a number like none', '[01]', { fault: { kind: 'unexpected' } }],
    ['a nest without end', '['.repeat(500_000), { fault: { kind: 'tooDeep' } }],
  ])('%s', (_name, text, told) => {
    expect(readProgramText(text)).toMatchObject({ ok: false, reason: 'notJson', ...told });
  });

  test.each(['x', '\\n', 'x\\n', '\\u00e9'])('a long text of %j without its end is told at once', (part) => {
    const long = part.repeat(100_000);
    expect(readProgramText(`{"name": "${long}`)).toMatchObject({
      reason: 'notJson',
      fault: { kind: 'ended' },
    });
    expect(readProgramText(`{"name": "${long}\n"}`)).toMatchObject({
      reason: 'notJson',
      fault: { kind: 'unexpected', found: '\\n' },
      place: { line: 1, column: 11 + long.length },
    });
  });

  test('a long name is told before anything is kept by it', () => {
    const name = 'x'.repeat(20_000);
    expect(readProgramText(`{"${name}":[${'0,'.repeat(20_000)}0]}`)).toMatchObject({
      reason: 'notJson',
      fault: { kind: 'longName' },
      place: { line: 1, column: 2 },
    });
  });

  test('of more faults than anybody reads the first are told, and how many there are', () => {
    const twice = `{${Array<string>(100_000).fill('"a":1').join(',')}}`;
    const read = readProgramText(twice);
    const faults = 'faults' in read ? read.faults : [];
    expect(faults).toHaveLength(200);
    expect(read).toMatchObject({ reason: 'invalid', total: expect.any(Number) as number });
    expect('total' in read && read.total).toBeGreaterThan(99_999);
  });

  test('more parts than any programme has are refused before each of them is judged', () => {
    const campaigns = Array<string>(300_000).fill('{}').join(',');
    expect(readProgramText(`{"campaigns":[${campaigns}]}`)).toMatchObject({
      faults: [{ path: '', reason: 'has more than 20000 parts' }],
      total: 1,
    });
  });

  test('what is no text of ours', () => {
    expect(readProgramText(' \n')).toEqual({ ok: false, reason: 'empty' });
    expect(readProgramText(`"${'x'.repeat(LARGEST_DOCUMENT)}"`)).toEqual({ ok: false, reason: 'tooLarge' });
    expect(readProgramText('null')).toMatchObject({ reason: 'invalid' });
  });
});

test('it reads what JSON.parse reads, and nothing else', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const mutated = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', '0', '\n', '\\', 'e', ' ', '\u0001'),
      fc.nat(2),
    )
    .map(([text, at, put, gone]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + gone);
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), mutated), (text) => {
      expect(readJson(text).ok).toBe(isJson(text));
    }),
  );
});

test.each<[string, Uint8Array, object]>([
  ['UTF-8', new TextEncoder().encode('{"é": 1}'), { ok: true, text: '{"é": 1}' }],
  ['UTF-8 with a mark', new TextEncoder().encode('\ufeff{}'), { ok: true, text: '{}' }],
  ['nothing', new Uint8Array(), { ok: false, reason: 'empty' }],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), { ok: false, reason: 'utf16' }],
  ['UTF-16 without a mark', new Uint8Array([0, 0x7b, 0, 0x7d]), { ok: false, reason: 'utf16' }],
  ['Latin-1', new Uint8Array([0x22, 0xe9, 0x22]), { ok: false, reason: 'notUtf8' }],
  ['too large', new Uint8Array(LARGEST_DOCUMENT + 1).fill(0x20), { ok: false, reason: 'tooLarge' }],
])('a file: %s', (_name, bytes, read) => {
  expect(textOfFile(bytes)).toEqual(read);
});
