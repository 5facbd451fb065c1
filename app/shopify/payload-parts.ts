/**
 * Readers of what Shopify's webhooks carry. By hand and not by zod: a delivery is read before it is acknowledged, and checking a whole order
 * by a schema took a third of that time (decision 0021). A reader throws a PayloadFault that names the place within what it was given;
 * whoever reads a part of something adds where the part is.
 */
import { minorUnitDigits } from '../domain/currency.ts';
import { instantIn } from '../domain/instant.ts';
import { decimal, isDecimal } from '../domain/money.ts';
import { pathText } from '../domain/parse-program.ts';
import { isStorableText } from '../domain/text.ts';

export type Reader<Value> = (value: unknown) => Value;
/** An object of a payload, by key. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a payload cannot be taken for, and where: thrown by readers, and caught by `parsePayload`. */
export class PayloadFault extends Error {
  readonly path: readonly PropertyKey[];

  constructor(path: readonly PropertyKey[], reason: string) {
    super(reason);
    this.name = 'PayloadFault';
    this.path = path;
  }
}

const faultWithin = (key: PropertyKey, error: unknown): unknown =>
  error instanceof PayloadFault ? new PayloadFault([key, ...error.path], error.message) : error;

function unexpected(expected: string, value: unknown): PayloadFault {
  const received = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return new PayloadFault([], `Invalid input: expected ${expected}, received ${received}`);
}

export function readObject(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected('object', value);
  return value as Fields;
}

/** The field of that name. */
export function read<Value>(fields: Fields, key: string, reader: Reader<Value>): Value {
  try {
    return reader(fields[key]);
  } catch (error) {
    throw faultWithin(key, error);
  }
}

export const readItems =
  <Item>(reader: Reader<Item>): Reader<Item[]> =>
  (value) => {
    if (!Array.isArray(value)) throw unexpected('array', value);
    return value.map((item: unknown, index) => {
      try {
        return reader(item);
      } catch (error) {
        throw faultWithin(index, error);
      }
    });
  };

/** A field that Shopify leaves out, or sends as null, where there is nothing to tell. */
export const optional =
  <Value>(reader: Reader<Value>): Reader<Value | null> =>
  (value) =>
    value === undefined || value === null ? null : reader(value);

export const readList = <Item>(reader: Reader<Item>): Reader<Item[]> => {
  const items = readItems(reader);
  return (value) => (value === undefined || value === null ? [] : items(value));
};

export function readFlag(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw unexpected('boolean', value);
  return value;
}

const ID = /^[1-9]\d{0,17}$/;

/** JSON.parse gives ids as numbers, which are exact up to 2^53 - 1; as text they may have 18 digits, which PostgreSQL's bigint holds. */
export function readId(value: unknown): string {
  if (typeof value === 'number' ? Number.isSafeInteger(value) && value > 0 : isIdText(value))
    return String(value);
  throw new PayloadFault([], "is not one of Shopify's numeric ids");
}

const isIdText = (value: unknown): boolean => typeof value === 'string' && ID.test(value);

const QUANTITY_MAX = 1_000_000_000;

export function readQuantity(value: unknown): number {
  if (typeof value !== 'number') throw unexpected('number', value);
  if (!Number.isInteger(value)) throw unexpected('int', value);
  if (value < 0) throw new PayloadFault([], 'Too small: expected number to be >=0');
  if (value > QUANTITY_MAX) throw new PayloadFault([], `Too big: expected number to be <=${QUANTITY_MAX}`);
  return value;
}

function readString(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') throw unexpected('string', value);
  if (value.length > maxLength) throw new PayloadFault([], `is longer than ${maxLength} characters`);
  return value;
}

/** Text of at most so many characters that the database can keep. */
export const readText =
  (maxLength: number): Reader<string> =>
  (value) => {
    const text = readString(value, maxLength);
    if (!isStorableText(text)) throw new PayloadFault([], 'holds a NUL or a lone surrogate');
    return text;
  };

/** Text that is compared and not kept. */
export const readWord =
  (maxLength: number): Reader<string> =>
  (value) =>
    readString(value, maxLength);

/** Days are added to it, and the database must hold what comes out. */
const OUT_OF_RANGE = /^(?:0|1[0-8]|[3-9])/;

/** An instant of a payload, with its shop's offset, as the one text in UTC. */
export function readInstant(value: unknown): string {
  const text = readString(value, 40);
  const instant = instantIn(text);
  if (instant === null) throw new PayloadFault([], 'is not an ISO 8601 date and time with an offset');
  if (OUT_OF_RANGE.test(text)) throw new PayloadFault([], 'is out of range');
  return instant;
}

export function readCurrency(value: unknown): string {
  if (typeof value !== 'string') throw unexpected('string', value);
  if (minorUnitDigits(value) === null) throw new PayloadFault([], 'is not an ISO 4217 currency code');
  return value;
}

/** Decimals with so many digits that no order has more, and so few that sums of them still are decimals of ours. */
const AMOUNT = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/;

/** A decimal, below 0 too. */
export function readSignedAmount(value: unknown): string {
  if (typeof value !== 'string') throw unexpected('string', value);
  if (AMOUNT.test(value)) return value;
  throw new PayloadFault([], isDecimal(value) ? 'is out of range' : 'is not a decimal number');
}

export function readAmount(value: unknown): string {
  if (typeof value === 'string' && value.startsWith('-') && isDecimal(value) && decimal(value).n < 0n)
    throw new PayloadFault([], 'is below 0');
  return readSignedAmount(value);
}

/** A key that no honest payload has anywhere, and that plain assignment would turn into a prototype. */
function holdsPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsPrototypeKey);
  // JSON.parse makes the key the object's own, so that the loop comes by it.
  for (const key in value) if (key === '__proto__' || holdsPrototypeKey((value as Fields)[key])) return true;
  return false;
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: string };

/**
 * Reads a payload; what it cannot be taken for is the reason, as `line_items[0].price: is not a decimal number`: what the operator is shown
 * for a refused delivery.
 */
export function parsePayload<Value>(payload: unknown, reader: (payload: Fields) => Value): Parsed<Value> {
  try {
    if (holdsPrototypeKey(payload)) throw new PayloadFault([], 'has a key "__proto__"');
    return { ok: true, value: reader(readObject(payload)) };
  } catch (error) {
    if (!(error instanceof PayloadFault)) throw error;
    return { ok: false, reason: `${pathText(error.path) || 'payload'}: ${error.message}` };
  }
}
