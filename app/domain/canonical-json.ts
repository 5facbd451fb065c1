import { isStorableText } from './text.ts';

/** Most of our texts: nothing that JSON escapes, nothing that is not storable. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
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
  if (typeof value === 'object') return objectText(value);
  throw new TypeError(`canonical JSON of a value of type ${typeof value}`);
}

function objectText(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError('canonical JSON of an object that is no plain one');
  const fields = value as Record<string, unknown>;
  let text = '';
  // Without a comparator, sort() goes by UTF-16 code units.
  for (const key of Object.keys(fields).sort())
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(fields[key])}`;
  return `{${text}}`;
}
