// Random members of a shop in a zone with odd clocks, and a worker that runs whenever it does: after every run each birthday and anniversary whose
// date has begun was rewarded once, and no other.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { handleActionDays } from '../../app/jobs/action-days-handler.ts';
import { tellBirthday } from '../../app/services/tell-birthday.ts';
import { instantOf, wallAt } from '../naive/local-time.ts';
import { ClockedShop } from '../support/clocked-shop.ts';
import { LONG, seed, TIME_LIMIT } from '../support/property.ts';

const RUNS = LONG ? 500 : 20;
const MINUTE = 60_000;
const DAY = 86_400_000;
// Offsets of half and quarter hours, clocks that change by half an hour, skip midnight or show it twice.
const ZONES = [
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Chatham',
  'Africa/Cairo',
  'America/Havana',
  'Europe/Berlin',
];
const actions = ['birthday', 'anniversary'].map((kind) => ({
  id: kind,
  kind,
  name: { en: kind },
  points: 10,
}));

type MonthDay = { month: number; day: number };
const monthDay = fc.oneof(
  fc.constantFrom({ month: 2, day: 29 }, { month: 2, day: 28 }, { month: 12, day: 31 }, { month: 1, day: 1 }),
  // Those on which clocks of these zones change.
  fc.constantFrom({ month: 4, day: 24 }, { month: 3, day: 29 }, { month: 4, day: 5 }, { month: 3, day: 8 }),
  fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) }),
);
const member = fc.record({
  birthday: monthDay,
  /** Before the programme, in minutes. */
  enrolledBefore: fc.integer({ min: 0, max: 4 * 366 * 24 * 60 }),
  /** At which run they tell it, before it. */
  tellsAt: fc.nat({ max: 5 }),
});
/** To the next run, in minutes: as scheduled, or after downtime. */
const pause = fc.oneof(
  fc.constantFrom(15, 30, 60, 24 * 60),
  fc.integer({ min: 1, max: 40 * 24 * 60 }),
  fc.integer({ min: 1, max: 400 * 24 * 60 }),
);

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
const midnight = (year: number, { month, day }: MonthDay) => Date.UTC(year, month - 1, day);
const isLeap = (year: number) => new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;

/** The wall's midnights on which a day of the year is celebrated. */
function celebrations(one: MonthDay, from: number, to: number): number[] {
  const years = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return years.map((year) =>
    one.month === 2 && one.day === 29 && !isLeap(year)
      ? midnight(year, { month: 2, day: 28 })
      : midnight(year, one),
  );
}

test(
  'however often and whenever the job runs, each occasion is rewarded once, on its date or after it',
  async () => {
    const rewarded = { birthdays: 0, anniversaries: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ZONES),
        fc.array(member, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(pause, fc.boolean()), { minLength: 2, maxLength: 6 }),
        async (zone, members, runs) => {
          const shop = await ClockedShop.start(zone);
          const dateOf = (at: number) => Math.floor(wallAt(at, zone) / DAY) * DAY;
          const started = Date.parse(shop.now);
          await shop.publish({ ...startingProgram, actions });
          const told = new Map<number, number>();
          for (const [index, { enrolledBefore }] of members.entries())
            await shop.enrol(String(index + 1), iso(started - enrolledBefore * MINUTE));
          let now = started;
          for (const [run, [minutes, twice]] of runs.entries()) {
            now += minutes * MINUTE;
            shop.now = iso(now);
            for (const [index, { birthday, tellsAt }] of members.entries()) {
              if (tellsAt !== run) continue;
              const request = { customerId: String(index + 1), birthday };
              expect(await tellBirthday(shop.deps, shop.id, request)).toMatchObject({ ok: true });
              told.set(index, now);
            }
            await Promise.all((twice ? [1, 2] : [1]).map(() => handleActionDays(shop.deps)));
            // One of two that pass each other may leave its last date to the next.
            if (twice) await handleActionDays(shop.deps);
            for (const [index, { birthday, enrolledBefore }] of members.entries()) {
              const enrolled = started - enrolledBefore * MINUTE;
              const [first, last] = [enrolled, now].map((at) =>
                new Date(wallAt(at, zone)).getUTCFullYear(),
              ) as [number, number];
              const begun = (date: number) => date >= dateOf(started) && instantOf(date, zone) <= now;
              const since = told.get(index);
              const birthdays = celebrations(birthday, first, last).filter(
                (date) => since !== undefined && date >= dateOf(since) && begun(date),
              );
              const day = new Date(dateOf(enrolled));
              const enrolment = { month: day.getUTCMonth() + 1, day: day.getUTCDate() };
              const anniversaries = celebrations(enrolment, first + 1, last).filter(begun);
              const facts = (kind: string, dates: number[]) =>
                dates.map((date) => `${kind}:${new Date(date).getUTCFullYear()}`);
              const expected = [...facts('anniversary', anniversaries), ...facts('birthday', birthdays)];
              const given = (await shop.awards(String(index + 1))).map((one) => one.split(' ')[1]);
              expect(given.sort()).toEqual(expected.sort());
              rewarded.birthdays += birthdays.length;
              rewarded.anniversaries += anniversaries.length;
            }
          }
          await shop.stop();
        },
      ),
      { seed, numRuns: RUNS },
    );
    console.log(`occasions compared: ${JSON.stringify(rewarded)}`);
    expect(rewarded.birthdays + rewarded.anniversaries).toBeGreaterThan(0);
  },
  TIME_LIMIT,
);
