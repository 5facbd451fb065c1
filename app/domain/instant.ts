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

/**
 * An ISO 8601 date-time with an offset as nanoseconds since 1970, or null when the text is none.
 * Nanoseconds, because X-Shopify-Triggered-At carries them and the order of two versions may hang on them.
 */
export function epochNanoseconds(text: string): bigint | null {
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
  return BigInt(milliseconds) * NANOSECONDS_PER_MILLISECOND + BigInt(decimals.padEnd(9, '0'));
}

/** Those that were read last: a batch asks for its versions' moments and its own at every order, and for an order's at every rule. */
const read = new Map<string, bigint>();
const READ_MAX = 2_000;

function nanosecondsOf(instant: string): bigint {
  const known = read.get(instant);
  if (known !== undefined) return known;
  const nanoseconds = epochNanoseconds(instant);
  if (nanoseconds === null) throw new RangeError(`not an instant: ${instant.slice(0, 60)}`);
  if (read.size >= READ_MAX) read.clear();
  read.set(instant, nanoseconds);
  return nanoseconds;
}

/** The order in time of two instants, whatever their offsets; null is before everything. Throws a RangeError for a text that is no instant. */
export function compareInstants(a: string | null, b: string | null): -1 | 0 | 1 {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const difference = nanosecondsOf(a) - nanosecondsOf(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The same instant in UTC, one text for each instant: no decimals where they are zero, else without trailing zeros. Throws a RangeError. */
export const canonicalInstant = (instant: string): string => instantText(nanosecondsOf(instant));

/** The canonical text of an instant of the years 1 to 9999, given in nanoseconds since 1970. */
export function instantText(nanoseconds: bigint): string {
  const perSecond = 1000n * NANOSECONDS_PER_MILLISECOND;
  const decimals = ((nanoseconds % perSecond) + perSecond) % perSecond;
  const seconds = (nanoseconds - decimals) / perSecond;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const shown = decimals === 0n ? '' : `.${decimals.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return `${text}${shown}Z`;
}

/** The instant that many days of 24 hours later, in UTC. Throws a RangeError. */
export function addDays(instant: string, days: number): string {
  const milliseconds = Number(nanosecondsOf(instant) / NANOSECONDS_PER_MILLISECOND);
  return new Date(milliseconds + days * DAY_IN_MILLISECONDS).toISOString();
}

export const InstantSchema = z
  .string()
  .max(40)
  .refine((text) => epochNanoseconds(text) !== null, 'is not an ISO 8601 date and time with an offset')
  .meta({ format: 'date-time' });

/** The latest of them, as it was given; null where there is none. Throws a RangeError for a text that is no instant. */
export function latestInstant(instants: readonly (string | null)[]): string | null {
  return instants.reduce<string | null>(
    (latest, one) => (compareInstants(latest, one) < 0 ? one : latest),
    null,
  );
}
