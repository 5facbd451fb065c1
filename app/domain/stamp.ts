import { canonicalInstant, epochNanoseconds } from './instant.ts';

/** An instant in UTC with nine decimals: texts of one width, so that they sort as the instants do, here and in an index of PostgreSQL. */
export type Stamp = string;

/** After every stamp: what holds for ever. */
export const FOR_EVER: Stamp = '~';

const PER_SECOND = 1_000_000_000n;

/** Throws a RangeError for a text that is no instant. */
export function stampOf(instant: string): Stamp {
  const canonical = canonicalInstant(instant);
  return `${canonical.slice(0, 19)}.${canonical.slice(20, -1).padEnd(9, '0')}Z`;
}

/** Of nanoseconds since 1970, within the years 1 to 9999. */
export function stampOfNanoseconds(nanoseconds: bigint): Stamp {
  const decimals = ((nanoseconds % PER_SECOND) + PER_SECOND) % PER_SECOND;
  const seconds = new Date(Number((nanoseconds - decimals) / PER_SECOND) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${decimals.toString().padStart(9, '0')}Z`;
}

/** Nanoseconds since 1970. Throws a RangeError for what is none, FOR_EVER too. */
export function nanosecondsOf(stamp: Stamp): bigint {
  const nanoseconds = epochNanoseconds(stamp);
  if (nanoseconds === null) throw new RangeError(`not an instant: ${stamp.slice(0, 60)}`);
  return nanoseconds;
}
