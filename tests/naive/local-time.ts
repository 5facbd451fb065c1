// Local times of the naive model: Intl tells the local time of an instant, and the other way round is found by trying.

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** A local date and time written as the milliseconds that the same date and time would have in UTC. */
export type Wall = number;

const known = new Map<string, Wall>();

export function wallAt(instant: number, zone: string): Wall {
  const key = `${zone} ${instant}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  if (known.size > 200_000) known.clear();
  known.set(key, wall);
  return wall;
}

/**
 * The instant at which clocks in the zone show that local time.
 * "a local time that a clock change skips moves forward by the gap, one that occurs twice is the first"
 */
export function instantOf(wall: Wall, zone: string): number {
  // The clock's distance from UTC well before and well after: at most one change lies between.
  const before = wallAt(wall - 26 * HOUR, zone) - (wall - 26 * HOUR);
  const after = wallAt(wall + 26 * HOUR, zone) - (wall + 26 * HOUR);
  const tried = [wall - before, wall - after].sort((a, b) => a - b);
  const shown = tried.find((instant) => wallAt(instant, zone) === wall);
  // Skipped: the clock as it went before the change, so that the time moves on by what was skipped.
  return shown ?? wall - before;
}

/** The same local time so many calendar months later (or earlier), "clipped to the month's last day". */
export function monthsLater(instant: number, months: number, zone: string): number {
  const wall = new Date(wallAt(instant, zone));
  const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(wall.getUTCDate(), lastDay);
  const timeOfDay = wall.getTime() - Date.UTC(year, wall.getUTCMonth(), wall.getUTCDate());
  return instantOf(Date.UTC(year, month, day) + timeOfDay, zone);
}

/** The start of 1 January of the local year of the instant, so many years later. */
export function newYear(instant: number, yearsLater: number, zone: string): number {
  return instantOf(Date.UTC(new Date(wallAt(instant, zone)).getUTCFullYear() + yearsLater, 0, 1), zone);
}
