// Valid payloads made hostile: values that no honest sender has, parts that are missing, doubled or swapped, and bytes that are no JSON.
import type { Choices } from './choices.ts';

type Part = { holder: Record<string, unknown> | unknown[]; key: string | number };

/** Text that stands in the JSON as it is, without quotes: what JSON.stringify would not write. */
const raw = (text: string): string => `@@RAW ${Buffer.from(text).toString('base64url')}@@`;
const withRaw = (json: string): string =>
  json.replace(/"@@RAW ([\w-]*)@@"/g, (_, text: string) => Buffer.from(text, 'base64url').toString());

const NESTED = 100_000;
const VALUES: readonly [unknown, ...unknown[]] = [
  null,
  undefined,
  '-5.00',
  -5,
  '1e3',
  '1E-400',
  raw('1e400'),
  raw('123456789012345678901234567890'),
  raw('-0'),
  '999999999999999',
  '9999999999999999999999',
  `1.${'9'.repeat(400)}`,
  '0x10',
  ' 5.00',
  '5,00',
  '٣٫٥',
  'NaN',
  '',
  ' ',
  0,
  1.5,
  2 ** 53,
  -(2 ** 31),
  true,
  [],
  {},
  [[]],
  'XXX',
  'usd',
  'BTC',
  'constructor',
  '__proto__',
  raw('{"__proto__":{"points":9}}'),
  raw('{"constructor":{"prototype":{}}}'),
  'a\u0000b',
  '\u0000',
  '\ud800',
  'x\udc00y',
  'ü'.repeat(100_000),
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-02-30T10:00:00Z',
  '1969-07-20T20:17:00+14:00',
  '2026-11-21T10:00:00.123456789-12:00',
  '2999-01-01T00:00:00Z',
  raw('['.repeat(NESTED) + ']'.repeat(NESTED)),
  raw('{"a":'.repeat(NESTED) + '1' + '}'.repeat(NESTED)),
];

function partsOf(value: unknown): Part[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Part['holder'];
  const keys = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
  return keys.flatMap((key) => [{ holder, key }, ...partsOf(Reflect.get(holder, key))]);
}

function put({ holder, key }: Part, value: unknown): void {
  if (value === undefined && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
  else
    Object.defineProperty(holder, key, {
      value: structuredClone(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** One to four parts of the payload replaced, removed, doubled, wrapped or exchanged. */
function warped(from: Choices, payload: object): unknown {
  const copy: unknown = structuredClone(payload);
  const change = () => {
    const parts = partsOf(copy);
    const part = parts[from.upTo(parts.length - 1)];
    if (!part) return;
    const value: unknown = Reflect.get(part.holder, part.key);
    const changes: (() => void)[] = [
      () => put(part, from.of(...VALUES)),
      () => put(part, from.of(...VALUES)),
      () => put(part, [value, value]),
      () => put(part, { value }),
      () => put(part, Array.isArray(value) ? [...(value as unknown[]), ...(value as unknown[])] : value),
      () => put(part, typeof value === 'string' ? Number(value) : String(value)),
      () => put(part, Reflect.get(parts[from.upTo(parts.length - 1)]?.holder ?? {}, part.key)),
    ];
    changes[from.upTo(changes.length - 1)]?.();
  };
  for (let left = from.of(1, 1, 1, 2, 4); left > 0; left -= 1) change();
  return copy;
}

/** The payload as its sender would never write it: as bytes, most of them JSON still. */
export function hostile(from: Choices, payload: object): Buffer {
  const valid = JSON.stringify(payload);
  const text = () => withRaw(JSON.stringify(warped(from, payload)) ?? 'null');
  const cut = from.upTo(valid.length);
  const kinds: (() => Buffer)[] = [
    ...Array.from({ length: 12 }, () => () => Buffer.from(text())),
    // Of two keys the later counts, as JSON.parse has it.
    () => Buffer.from(valid.replace('{', `{"id":"1","line_items":[],"${from.of('__proto__', 'id')}":{},`)),
    () => Buffer.from(`${valid.slice(0, -1)},"refunds":null}`),
    () => Buffer.from(valid.slice(0, cut)),
    () =>
      Buffer.concat([
        Buffer.from(valid.slice(0, cut)),
        Buffer.from([0xff, 0xfe, 0xc3]),
        Buffer.from(valid.slice(cut)),
      ]),
    () => Buffer.from(valid, 'utf16le'),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(valid)]),
    () => Buffer.from(`[${valid}]`),
    () => Buffer.from(JSON.stringify(valid)),
    () => Buffer.from(`${valid}${valid}`),
  ];
  return (kinds[from.upTo(kinds.length - 1)] ?? (() => Buffer.from(valid)))();
}
