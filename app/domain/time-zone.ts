const TIME_ZONE_UNKNOWN = 'UTC';

/** Names that Intl took before: asking it costs 40 µs, and every read of a shop asks. */
const known = new Set<string>();

/**
 * `name` where it is a zone of the IANA database that Intl knows, else null: formatting a date in another one throws. An offset
 * ("+05:30") is none, although Intl takes it: PostgreSQL reads its sign the other way round.
 */
export function knownTimeZone(name: string | null): string | null {
  if (name === null || !/^[A-Za-z]/.test(name)) return null;
  if (known.has(name)) return name;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    known.add(name);
    return name;
  } catch {
    return null;
  }
}

/** By which a shop's days are reckoned: the zone that is stored of it, or as long as none is known that Intl knows, UTC. */
export const shopTimeZone = (stored: string | null): string => knownTimeZone(stored) ?? TIME_ZONE_UNKNOWN;
