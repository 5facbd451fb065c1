import { z } from 'zod';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const FIRST_MILLISECOND = Date.parse('0001-01-01T00:00:00Z');
const LAST_MILLISECOND = Date.parse('9999-12-31T23:59:59.999Z');
const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
export const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

function offsetMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** `nanoseconds` since 1970, because X-Shopify-Triggered-At carries them and the order of two versions may hang on them. */
type Instant = { nanoseconds: bigint; canonical: string };

function parsed(text: string): Instant | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '0', decimals = '', zone = 'Z'] = match;
  const midnight = new Date(0);
  // setUTCFullYear, since Date.UTC takes the years 0 to 99 for 1900 to 1999.
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (midnight.getUTCMonth() !== Number(month) - 1 || midnight.getUTCDate() !== Number(day)) return null;
  const minutes = Number(hour) * 60 + Number(minute) - offsetMinutes(zone);
  const milliseconds = midnight.getTime() + (minutes * 60 + Number(second)) * 1000;
  // What the offset moves out of the years 1 to 9999 has no such text in UTC, and year 0 is none to PostgreSQL.
  if (milliseconds < FIRST_MILLISECOND || milliseconds > LAST_MILLISECOND) return null;
  const nanoseconds = BigInt(milliseconds) * NANOSECONDS_PER_MILLISECOND + BigInt(decimals.padEnd(9, '0'));
  const part = decimals.replace(/0+$/, '');
  const whole = new Date(milliseconds).toISOString().slice(0, 19);
  return { nanoseconds, canonical: `${whole}${part === '' ? '' : `.${part}`}Z` };
}

/**
 * Those that were read last: a payload has one text several times, and its header's is asked for three times; a batch asks for its versions' moments
 * and its own at every order, and for an order's at every rule.
 */
const read = new Map<string, Instant>();
const READ_MAX = 2_000;

function instantOf(text: string): Instant | null {
  const before = read.get(text);
  if (before !== undefined) return before;
  const instant = parsed(text);
  if (instant === null) return null;
  if (read.size >= READ_MAX) read.clear();
  read.set(text, instant);
  return instant;
}

/** An ISO 8601 date-time with an offset as nanoseconds since 1970, or null when the text is none. */
export const epochNanoseconds = (text: string): bigint | null => instantOf(text)?.nanoseconds ?? null;

function known(text: string): Instant {
  const instant = instantOf(text);
  if (instant === null) throw new RangeError(`not an instant: ${text.slice(0, 60)}`);
  return instant;
}

/** The order in time of two instants, whatever their offsets; null is before everything. Throws a RangeError for a text that is no instant. */
export function compareInstants(a: string | null, b: string | null): -1 | 0 | 1 {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const difference = known(a).nanoseconds - known(b).nanoseconds;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The same instant in UTC, one text for each instant: no decimals where they are zero, else without trailing zeros. null for a text that is no instant. */
export const instantIn = (text: string): string | null => instantOf(text)?.canonical ?? null;

/** The same of a text that is one. Throws a RangeError. */
export const canonicalInstant = (instant: string): string => known(instant).canonical;

/** The instant that many days of 24 hours later, in UTC. Throws a RangeError. */
export function addDays(instant: string, days: number): string {
  const milliseconds = Number(known(instant).nanoseconds / NANOSECONDS_PER_MILLISECOND);
  return new Date(milliseconds + days * DAY_IN_MILLISECONDS).toISOString();
}

export const InstantSchema = z
  .string()
  .max(40)
  .refine((text) => instantOf(text) !== null, 'is not an ISO 8601 date and time with an offset')
  .meta({ format: 'date-time' });

/** The latest of them, as it was given; null where there is none. Throws a RangeError for a text that is no instant. */
export function latestInstant(instants: readonly (string | null)[]): string | null {
  return instants.reduce<string | null>(
    (latest, one) => (compareInstants(latest, one) < 0 ? one : latest),
    null,
  );
}
