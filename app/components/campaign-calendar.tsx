/** A month of campaigns: a table of days with a bar for each, and on a phone a list. Days are the shop's. */
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { ChevronLeftIcon, ChevronRightIcon } from '@shopify/polaris-icons';
import { Fragment, type CSSProperties } from 'react';
import {
  calendarMonth,
  campaignsInMonth,
  campaignStatus,
  monthAfter,
  monthOf,
  type CalendarBar,
  type CalendarWeek,
} from '../domain/campaign-calendar.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { LocalDate } from '../domain/local-time.ts';
import type { Program } from '../domain/program.ts';
import { firstDayOfWeek } from '../locales/week.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { campaignDates } from './campaign-words.ts';
import { useShop } from './shop-context.tsx';

type Props = {
  program: Program;
  now: string;
  /** The shop's. */
  today: LocalDate;
  /** Which month is shown: 2026-12. */
  month: string;
  onMonth: (month: string) => void;
};

export function CampaignCalendar({ program, now, today, month, onMonth }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const { timeZone: zone } = useShop();
  const weeks = calendarMonth(program.campaigns, month, { zone, firstDay: firstDayOfWeek(locale) });
  const title = monthTitle(month, locale);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd" id="calendar-month">
            {title}
          </Text>
          <div className="calendar__turn">
            <ButtonGroup>
              <Button
                icon={ChevronLeftIcon}
                accessibilityLabel={text('campaigns.calendar.before', {
                  month: monthTitle(monthAfter(month, -1), locale),
                })}
                onClick={() => onMonth(monthAfter(month, -1))}
              />
              <Button disabled={monthOf(today) === month} onClick={() => onMonth(monthOf(today))}>
                {text('campaigns.calendar.today')}
              </Button>
              <Button
                icon={ChevronRightIcon}
                accessibilityLabel={text('campaigns.calendar.after', {
                  month: monthTitle(monthAfter(month, 1), locale),
                })}
                onClick={() => onMonth(monthAfter(month, 1))}
              />
            </ButtonGroup>
          </div>
        </InlineStack>
        <table className="calendar" aria-labelledby="calendar-month">
          <WeekDays days={weeks[0]?.days ?? []} locale={locale} />
          <tbody>
            {weeks.map((week) => (
              <Week key={week.days[0]} {...{ week, month, today, now }} />
            ))}
          </tbody>
        </table>
        <MonthList campaigns={campaignsInMonth(program.campaigns, month, zone)} now={now} title={title} />
      </BlockStack>
    </Card>
  );
}

const CALENDAR = { calendar: 'gregory', timeZone: 'UTC' } as const;
const monthTitle = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { ...CALENDAR, month: 'long', year: 'numeric' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

function WeekDays({ days, locale }: { days: readonly LocalDate[]; locale: string }) {
  const [short, long] = (['short', 'long'] as const).map(
    (weekday) => new Intl.DateTimeFormat(locale, { ...CALENDAR, weekday }),
  );
  return (
    <thead>
      <tr>
        {days.map((day) => (
          <th key={day} scope="col">
            <span aria-hidden>{short?.format(new Date(`${day}T00:00:00Z`))}</span>
            <span className="visually-hidden">{long?.format(new Date(`${day}T00:00:00Z`))}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

type WeekProps = { week: CalendarWeek; month: string; today: LocalDate; now: string };

function Week({ week: { days, lanes }, month, today, now }: WeekProps) {
  const locale = useLocale();
  const number = new Intl.DateTimeFormat(locale, { ...CALENDAR, day: 'numeric' });
  const full = new Intl.DateTimeFormat(locale, { ...CALENDAR, day: 'numeric', month: 'long' });
  return (
    <tr style={{ '--lanes': lanes.length } as CSSProperties}>
      {days.map((date, day) => {
        const at = new Date(`${date}T00:00:00Z`);
        return (
          <td
            key={date}
            className={monthOf(date) === month ? undefined : 'calendar__other'}
            aria-current={date === today ? 'date' : undefined}
          >
            <time dateTime={date} className="calendar__day">
              <span aria-hidden>{number.format(at)}</span>
              <span className="visually-hidden">{full.format(at)}</span>
            </time>
            {lanes.map((lane, index) => {
              const bar = lane.find(({ from, to }) => from <= day && day <= to);
              return bar ? (
                <Bar key={bar.campaign.id} {...{ bar, day, now }} lane={index} />
              ) : (
                <Fragment key={index} />
              );
            })}
          </td>
        );
      })}
    </tr>
  );
}

/** Drawn over all of its days from the first cell; in the others it is said. */
function Bar({ bar, lane, day, now }: { bar: CalendarBar; lane: number; day: number; now: string }) {
  const text = useAdminText();
  const locale = useLocale();
  const { campaign, from, to, begins, ends } = bar;
  const name = localizedText(campaign.name, locale);
  const status = campaignStatus(campaign, now);
  const said = text('campaigns.calendar.bar', { name, status: text(`campaigns.status.${status}`) });
  if (day !== from) return <span className="visually-hidden">{said}</span>;
  const classes = ['calendar__bar', `calendar__bar--${status}`];
  if (begins) classes.push('calendar__bar--begins');
  if (ends) classes.push('calendar__bar--ends');
  return (
    <span
      className={classes.join(' ')}
      style={{ '--lane': lane, '--days': to - from + 1 } as CSSProperties}
      data-bar={campaign.id}
    >
      <Link url={`/app/program/campaigns/${campaign.id}`} removeUnderline accessibilityLabel={said}>
        <bdi>{name}</bdi>
      </Link>
    </span>
  );
}

type ListProps = { campaigns: readonly Campaign[]; now: string; title: string };

/** The same for narrow screens, where a day has no room for a name. */
function MonthList({ campaigns, now, title }: ListProps) {
  const text = useAdminText();
  const locale = useLocale();
  const { timeZone } = useShop();
  return (
    <div className="calendar-list">
      {campaigns.length === 0 ? (
        <Text as="p" tone="subdued">
          {text('campaigns.calendar.none')}
        </Text>
      ) : (
        <ul aria-label={title}>
          {campaigns.map((campaign) => {
            const status = campaignStatus(campaign, now);
            return (
              <li key={campaign.id} className={`calendar-list__item calendar__bar--${status}`}>
                <Link url={`/app/program/campaigns/${campaign.id}`} removeUnderline>
                  <bdi>{localizedText(campaign.name, locale)}</bdi>
                </Link>
                <Text as="p" tone="subdued">
                  {text(`campaigns.status.${status}`)} ·{' '}
                  <bdi>{campaignDates(campaign, { locale, text, timeZone })}</bdi>
                </Text>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
