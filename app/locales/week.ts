import type { WeekDay } from '../domain/campaign-calendar.ts';

type WeekInfo = { firstDay: WeekDay };
/** In ECMAScript 2026, and in the engines of years before under both names; TypeScript knows neither yet. */
type LocaleWithWeek = Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };

/** The day that weeks begin with where the language is at home: Sunday for en and ja, Saturday for ar, Monday for de. Monday where nobody knows. */
export function firstDayOfWeek(locale: string): WeekDay {
  const known: LocaleWithWeek = new Intl.Locale(locale);
  return known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1;
}
