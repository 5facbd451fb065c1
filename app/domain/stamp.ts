import { canonicalInstant } from './instant.ts';

/** An instant in UTC with nine decimals: texts of one width, so that they sort as the instants do, here and in an index of PostgreSQL. */
export type Stamp = string;

/** After every stamp: what holds for ever. */
export const FOR_EVER: Stamp = '~';

/** Throws a RangeError for a text that is no instant. */
export function stampOf(instant: string): Stamp {
  const canonical = canonicalInstant(instant);
  return `${canonical.slice(0, 19)}.${canonical.slice(20, -1).padEnd(9, '0')}Z`;
}
