import { expect, test } from 'vitest';
import { parseProgram } from './parse-program.ts';
import type { PublishedProgram } from './program.ts';
import { signUpMoment } from './sign-up.ts';
import { startingProgram } from './starting-program.ts';

const on = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00Z`;

/** Versions by day and mode: "5 automatic, 10 optIn". */
function versions(text: string): PublishedProgram[] {
  return text.split(', ').map((one, index) => {
    const [day, mode] = one.split(' ');
    const enrolment = { ...startingProgram.enrolment, mode };
    const parsed = parseProgram({ ...startingProgram, enrolment });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return { number: index + 1, publishedAt: on(Number(day)), program: parsed.program };
  });
}

test.each<[string, string, number, number | null, number | null]>([
  ['enrolled by an automatic version', '5 automatic', 6, null, 6],
  ['enrolled before the first version', '5 automatic', 4, null, null],
  ['enrolled before, joined under an automatic one: a member already', '5 automatic', 4, 6, null],
  ['enrolled and joined at once', '5 automatic', 6, 6, 6],
  ['enrolled, then joined', '5 automatic', 6, 8, 6],
  ['joined under an opt-in version', '5 optIn', 7, 7, 7],
  ['known before an opt-in version, then joined', '5 optIn', 4, 7, 7],
  ['known under an opt-in version, never joined', '5 optIn', 7, null, null],
  ['known, then joined later', '5 optIn', 6, 9, 9],
  ['known under opt-in, made a member by a later version', '5 optIn, 10 automatic', 6, null, null],
  ['known under opt-in, joined after a later version made them one', '5 optIn, 10 automatic', 6, 12, null],
  ['a member of the automatic version, joined under the opt-in one', '5 automatic, 10 optIn', 6, 12, 6],
  ['known before all, a member by the first, joined under the second', '5 automatic, 10 optIn', 4, 12, null],
])('%s', (_name, published, enrolled, joined, moment) => {
  const membership = { enrolledAt: on(enrolled), joinedAt: joined === null ? null : on(joined) };
  expect(signUpMoment(versions(published), membership)).toBe(moment === null ? null : on(moment));
});
