// Random versions and activity: a lot's date beside a plain walk through everything that happened, one moment after the other.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dateLot, endOfPeriod, type ExpiryRules, lotExpiry, NO_PAST, type RuleChange } from './expiry.ts';

const ZONE = 'America/New_York';
const seed = Math.trunc(Number(process.env['SEED'] ?? Date.now() % 2 ** 31));

const instant = fc
  .integer({ min: 0, max: 1_000 })
  .map((day) => new Date(Date.UTC(2026, 0, 1) + day * 86_400_000).toISOString());
const rule = fc.oneof(
  fc.constant({ kind: 'never' as const }),
  fc.record({
    kind: fc.constantFrom('afterEarning' as const, 'afterInactivity' as const),
    months: fc.integer({ min: 1, max: 8 }),
  }),
);
const sorted = (instants: string[]) => [...instants].sort();
const changes = fc
  .uniqueArray(fc.record({ from: instant, rule }), { maxLength: 5, selector: ({ from }) => from })
  .map((all): RuleChange[] => [...all].sort((a, b) => (a.from < b.from ? -1 : 1)));
const activities = fc.uniqueArray(instant, { maxLength: 12 }).map(sorted);

/** What holds of the lot after each thing that happened: the rule, and its date. */
function walked(availableAt: string, { changes: all, timeZone }: ExpiryRules, activity: readonly string[]) {
  const end = (at: string, current: RuleChange['rule']) =>
    current.kind === 'never' ? null : endOfPeriod(at, current.months, timeZone);
  let current: RuleChange['rule'] = { kind: 'never' };
  let last: string | null = null;
  for (const change of all) if (change.from <= availableAt) current = change.rule;
  for (const at of activity) if (at <= availableAt) last = at;
  let date = end(availableAt, current);
  if (current.kind === 'afterInactivity' && last !== null) {
    const ofBalance = end(last, current);
    if (ofBalance !== null && ofBalance > availableAt) date = ofBalance;
  }
  const events = [
    ...all.map((change) => ({ at: change.from, change })),
    ...activity.map((at) => ({ at, change: null })),
  ].filter(({ at }) => at > availableAt);
  // At one moment the new version comes first.
  events.sort((a, b) => (a.at === b.at ? (a.change ? -1 : 1) : a.at < b.at ? -1 : 1));
  for (const { at, change } of events) {
    if (date !== null && date <= at) return date;
    if (change) {
      current = change.rule;
      const full = end(at, current);
      date = full === null ? null : date !== null && date < full ? date : full;
    } else if (current.kind === 'afterInactivity') {
      const next = end(at, current);
      if (date !== null && next !== null && next > date) date = next;
    }
  }
  return date;
}

it(`is what a walk through everything gives, and more activity never shortens it, SEED=${seed}`, () => {
  fc.assert(
    fc.property(instant, changes, activities, instant, (availableAt, all, activity, another) => {
      const rules = { changes: all, timeZone: ZONE };
      const date = lotExpiry(availableAt, rules, activity);
      expect(date).toBe(walked(availableAt, rules, activity));
      if (date === null) return;
      expect(date > availableAt).toBe(true);
      // Whenever the activity was: a lot that has had a period of its own keeps it.
      const { ownSince } = dateLot(availableAt, rules, activity, NO_PAST);
      const past = { earnedAt: null, hadOwn: ownSince !== null };
      const later = dateLot(availableAt, rules, sorted([...activity, another]), past).expiresAt;
      expect(later === null || later >= date).toBe(true);
    }),
    { seed, numRuns: 3_000 },
  );
});
