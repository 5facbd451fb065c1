import { isStorableText } from './text.ts';

function quoted(value: string): string {
  if (!isStorableText(value)) throw new TypeError('canonical JSON of a text with a NUL or a lone surrogate');
  return JSON.stringify(value);
}

/**
 * The one text of a JSON value: keys sorted by UTF-16 code units, no whitespace. It is what gets hashed.
 * Throws a TypeError for what has no exact, storable form: floats, unsafe integers, undefined, bigint, dates, NUL, lone surrogates.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`canonical JSON of the number ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      throw new TypeError('canonical JSON of an object that is no plain one');
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${quoted(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new TypeError(`canonical JSON of a value of type ${typeof value}`);
}
