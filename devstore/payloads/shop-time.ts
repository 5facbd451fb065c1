import { shop } from '../data/catalogue.ts';

const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: shop.timeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'longOffset',
});

/** A moment as REST payloads print it: whole seconds in the shop's time zone, such as `2026-11-21T15:34:30-05:00`. */
export function shopTime(millis: number): string {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of parts.formatToParts(millis)) part[type] = value;
  const offset = part.timeZoneName === 'GMT' ? '+00:00' : part.timeZoneName?.replace('GMT', '');
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}${offset}`;
}

export function shopTimeOrNull(millis: number | null): string | null {
  return millis === null ? null : shopTime(millis);
}
