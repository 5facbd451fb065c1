import { expect, test } from 'vitest';
import type { RedemptionFault } from '../domain/redemption.ts';
import { adminMessages } from '../locales/admin-messages.server.ts';
import { ADMIN_LANGUAGES, adminText } from '../locales/admin.ts';
import { reviewProblem } from './review-words.ts';

const unavailable = (code: string): RedemptionFault => ({ reason: 'unavailable', codes: [code] });
const faults: [RedemptionFault | null, RegExp][] = [
  [unavailable('HTTP 503'), /did not answer.*HTTP 503.*Try again, or give the points back/],
  [unavailable('NO_SESSION'), /no access.*Open Meridian from Shopify/],
  [unavailable('ACCESS_DENIED'), /does not let Meridian.*accept the permissions/],
  [unavailable('THROTTLED'), /too busy/],
  [unavailable('BROKEN'), /Meridian itself/],
  [{ reason: 'foreign_code', codes: ['TAKEN'] }, /Delete that discount/],
  [{ reason: 'unknown_outcome', codes: [] }, /Look at the customer’s store credit/],
  [{ reason: 'unreadable_reward', codes: [] }, /Update the app/],
];

test.each(faults)('%j says what to do', (fault, expected) => {
  const text = adminText('en', adminMessages('en'));
  expect(text(reviewProblem(fault), { codes: fault?.codes.join() ?? '' })).toMatch(expected);
});

test('a fault that was not written down is told as no answer', () =>
  expect(reviewProblem(null)).toBe('review.unavailable'));

test.each(ADMIN_LANGUAGES)('each is another sentence in %s', (language) => {
  const text = adminText(language, adminMessages(language));
  const said = faults.map(([fault]) => text(reviewProblem(fault), { codes: 'CODE' }));
  expect(new Set(said).size).toBe(faults.length);
});
