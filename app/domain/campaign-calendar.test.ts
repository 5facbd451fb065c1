import { describe, expect, it, test } from 'vitest';
import { calendarMonth, campaignsInMonth, campaignStatus, monthAfter, weeksOf } from './campaign-calendar.ts';
import { CampaignSchema, type Campaign } from './campaign.ts';

const ZONE = 'Europe/Berlin';
const campaign = (id: string, startsAt: string | null, endsAt: string | null, rest: object = {}): Campaign =>
  CampaignSchema.parse({
    id,
    name: { en: id },
    startsAt,
    endsAt,
    effect: { kind: 'bonus', points: 1 },
    ...rest,
  });

test.each([
  [null, null, {}, 'running'],
  ['2026-12-01T00:00:00Z', null, {}, 'running'],
  ['2026-12-01T00:00:00.001Z', null, {}, 'planned'],
  [null, '2026-12-01T00:00:00Z', {}, 'over'],
  [null, '2026-12-01T01:00:01+01:00', {}, 'running'],
  ['2026-12-02T00:00:00Z', null, { active: false }, 'off'],
] as const)('from %s until %s %j is %s', (startsAt, endsAt, rest, status) =>
  expect(campaignStatus(campaign('a', startsAt, endsAt, rest), '2026-12-01T00:00:00Z')).toBe(status),
);

test.each([
  ['2026-12', 1, '2026-11-30', 5],
  ['2026-12', 7, '2026-11-29', 5],
  ['2026-12', 6, '2026-11-28', 5],
  ['2027-02', 1, '2027-02-01', 4],
  ['2026-08', 1, '2026-07-27', 6],
] as const)('%s from week day %i on begins with %s and has %i weeks', (month, firstDay, first, count) => {
  const weeks = weeksOf(month, firstDay);
  expect([weeks[0]?.[0], weeks.length]).toEqual([first, count]);
  expect(weeks.flat().filter((day) => day.startsWith(month))).toHaveLength(
    new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate(),
  );
});

test('months go over the turn of the year', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-05', -17)]).toEqual([
    ...['2027-01', '2025-12', '2024-12'],
  ]);
});

describe('a month of campaigns', () => {
  // Saturday the 12th to the end of Sunday the 13th, by the clocks of Berlin.
  const weekend = campaign('weekend', '2026-12-11T23:00:00Z', '2026-12-13T23:00:00Z');
  const advent = campaign('advent', '2026-11-30T23:00:00Z', '2026-12-24T12:00:00Z');
  const always = campaign('always', null, null);
  const later = campaign('later', '2027-01-10T00:00:00Z', null);
  const shown = (firstDay: 1 | 7) =>
    calendarMonth([weekend, later, advent, always], '2026-12', { zone: ZONE, firstDay }).map(({ lanes }) =>
      lanes.map((lane) =>
        lane.map(
          ({ campaign: { id }, from, to, begins, ends }) =>
            `${begins ? '[' : '('}${id} ${from}-${to}${ends ? ']' : ')'}`,
        ),
      ),
    );

  it('has a bar for each week, in lanes where they overlap', () => {
    expect(shown(1)).toEqual([
      [['(always 0-6)'], ['[advent 1-6)']],
      [['(always 0-6)'], ['(advent 0-6)'], ['[weekend 5-6]']],
      [['(always 0-6)'], ['(advent 0-6)']],
      [['(always 0-6)'], ['(advent 0-3]']],
      [['(always 0-6)']],
    ]);
  });

  it('cuts a weekend in two where the week begins on Sunday', () => {
    expect(shown(7).map((lanes) => lanes[2])).toEqual([
      undefined,
      ['[weekend 6-6)'],
      ['(weekend 0-0]'],
      undefined,
      undefined,
    ]);
  });

  it('lists those that hold in it', () => {
    const ids = (month: string) =>
      campaignsInMonth([weekend, later, advent, always], month, ZONE).map(({ id }) => id);
    expect(ids('2026-12')).toEqual(['weekend', 'advent', 'always']);
    expect(ids('2026-11')).toEqual(['always']);
    expect(ids('2027-01')).toEqual(['later', 'always']);
  });

  it('gives a lane of a week to another where the first is over', () => {
    const days = (id: string, from: string, until: string) =>
      campaign(id, `2026-12-${from}T12:00:00Z`, `2026-12-${until}T12:00:00Z`);
    const [, week] = calendarMonth(
      [days('a', '07', '08'), days('b', '10', '11'), days('c', '08', '10')],
      '2026-12',
      { zone: ZONE, firstDay: 1 },
    );
    expect(week?.lanes.map((lane) => lane.map((bar) => bar.campaign.id))).toEqual([['a', 'b'], ['c']]);
  });
});
