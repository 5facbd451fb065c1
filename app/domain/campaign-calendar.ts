/** Campaigns in time: what each is doing now, and a month of them as a calendar shows it. */
import type { Campaign } from './campaign.ts';
import { campaignWindow } from './campaign-form.ts';
import { compareInstants } from './instant.ts';
import type { LocalDate } from './local-time.ts';
import { dateAfter } from './shop-days.ts';

export type CampaignStatus = 'running' | 'planned' | 'over' | 'off';

/** At an instant. One that is switched off is off, whenever it would hold. */
export function campaignStatus(
  { active, startsAt, endsAt }: Pick<Campaign, 'active' | 'startsAt' | 'endsAt'>,
  now: string,
): CampaignStatus {
  if (!active) return 'off';
  if (startsAt !== null && compareInstants(now, startsAt) < 0) return 'planned';
  return endsAt !== null && compareInstants(endsAt, now) <= 0 ? 'over' : 'running';
}

/** A campaign in one week: the days, counted from the week's first, that it holds on. */
export type CalendarBar = { campaign: Campaign; from: number; to: number; begins: boolean; ends: boolean };

export type CalendarWeek = {
  days: LocalDate[];
  /** One above the other: no two bars of a lane share a day. */
  lanes: CalendarBar[][];
};

/** Monday is 1, Sunday 7, as in Intl. */
export type WeekDay = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const monthOf = (date: LocalDate): string => date.slice(0, 7);

/** The month (2026-12) that many months later; below 0: earlier. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The days of the weeks that a month touches, each week from `firstDay` on. */
export function weeksOf(month: string, firstDay: WeekDay): LocalDate[][] {
  const first: LocalDate = `${month}-01`;
  const weekDay = new Date(`${first}T00:00:00Z`).getUTCDay();
  let begin = dateAfter(first, -((weekDay - firstDay + 7) % 7));
  const weeks: LocalDate[][] = [];
  const next: LocalDate = `${monthAfter(month, 1)}-01`;
  for (; begin < next; begin = dateAfter(begin, 7))
    weeks.push(Array.from({ length: 7 }, (_, day) => dateAfter(begin, day)));
  return weeks;
}

/** A month of the shop's calendar: its weeks, and in each the campaigns that hold on one of its days. */
export function calendarMonth(
  campaigns: readonly Campaign[],
  month: string,
  { zone, firstDay }: { zone: string; firstDay: WeekDay },
): CalendarWeek[] {
  const inOrder = campaigns.toSorted((a, b) => compareInstants(a.startsAt, b.startsAt));
  return weeksOf(month, firstDay).map((days) => {
    const lanes: CalendarBar[][] = [];
    for (const campaign of inOrder) {
      const bar = barIn(campaign, days, zone);
      if (!bar) continue;
      const free = lanes.find((lane) => lane.every((one) => one.to < bar.from || bar.to < one.from));
      if (free) free.push(bar);
      else lanes.push([bar]);
    }
    return { days, lanes };
  });
}

/** Dates sort as text. */
function barIn(campaign: Campaign, days: readonly LocalDate[], zone: string): CalendarBar | null {
  const { starts, ends } = campaignWindow(campaign, zone);
  const isOn = (day: LocalDate) =>
    (starts.on === '' || starts.on <= day) && (ends.on === '' || day <= ends.on);
  const from = days.findIndex(isOn);
  if (from < 0) return null;
  const to = days.findLastIndex(isOn);
  return { campaign, from, to, begins: starts.on === days[from], ends: ends.on === days[to] };
}

/** Those that hold on a day of the month. */
export const campaignsInMonth = (campaigns: readonly Campaign[], month: string, zone: string): Campaign[] => {
  const weeks = weeksOf(month, 1);
  const days = weeks.flat().filter((day) => monthOf(day) === month);
  return campaigns.filter((campaign) => barIn(campaign, days, zone) !== null);
};
