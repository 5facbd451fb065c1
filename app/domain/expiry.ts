/**
 * When points expire (points.md 6), pure: from the versions of the programme and the member's activity. The version in force governs all lots; what
 * had expired before it came stays expired. Instants are ISO 8601 in UTC with milliseconds, so that they compare as text.
 */
import { canonicalJson } from './canonical-json.ts';
import { endOfDayMonthsLater } from './local-time.ts';
import type { Program, PublishedProgram } from './program.ts';
import { stampOf } from './stamp.ts';

type Rule = Program['expiry'];

/** A rule and when it came into force. Versions that keep the rule are no change. */
export type RuleChange = { from: string; rule: Rule };

export type ExpiryRules = { changes: readonly RuleChange[]; timeZone: string };

const NEVER: Rule = { kind: 'never' };

/** Of versions by number. */
export function expiryRules(versions: readonly PublishedProgram[], timeZone: string): ExpiryRules {
  const changes: RuleChange[] = [];
  for (const { publishedAt, program } of versions) {
    const from = new Date(publishedAt).toISOString();
    // Of two versions from the same instant the later one counts.
    if (changes.at(-1)?.from === from) changes.pop();
    const before = changes.at(-1)?.rule ?? NEVER;
    if (canonicalJson(before) !== canonicalJson(program.expiry)) changes.push({ from, rule: program.expiry });
  }
  return { changes, timeZone };
}

/** Points have expired, do or will under some version: without, nothing has a date. */
export const everExpires = ({ changes }: ExpiryRules): boolean => changes.length > 0;

/** Whether activity can move the date of a lot that is available from then on. */
export const hangsOnActivity = (availableAt: string, { changes }: ExpiryRules): boolean =>
  changes.some(({ rule }, index) => {
    const next = changes[index + 1];
    return rule.kind === 'afterInactivity' && (next === undefined || next.from > availableAt);
  });

/** Some version asks when members were last active. */
export const asksActivity = ({ changes }: ExpiryRules): boolean =>
  changes.some(({ rule }) => rule.kind === 'afterInactivity');

/** The end of the day, in the shop's time zone, so many months after `at`. */
export function endOfPeriod(at: string, months: number, timeZone: string): string {
  return new Date(endOfDayMonthsLater(stampOf(at), months, timeZone)).toISOString();
}

/** What a lot's date hangs on besides the rules and activity. */
export type LotPast = {
  /** When its points were earned (its order's `processed_at`); null: when they became available. */
  earnedAt: string | null;
  /** It has had a period of its own, and keeps it: activity that is heard of later puts dates off and never brings one forward. */
  hadOwn: boolean;
};

export const NO_PAST: LotPast = { earnedAt: null, hadOwn: false };

/**
 * `ownSince`: the lot has a period of its own, which counts from when it becomes available, and keeps that from this moment on: the balance expired then
 * while it was pending, or nothing kept a balance alive that it could join. null: it has none, or had it before.
 */
export type LotDating = { expiresAt: string | null; ownSince: string | null };

/**
 * When a lot expires, or did; null: never, as things stand, or it is not known yet when it becomes available. A change of the rule counts from its
 * publishing: a lot that is available by then keeps its old date, or gets one full new period where that ends before it. `activity` sorted.
 */
export function dateLot(
  availableAt: string | null,
  rules: ExpiryRules,
  activity: readonly string[],
  past: LotPast,
): LotDating {
  if (availableAt === null) return { expiresAt: null, ownSince: null };
  const { changes, timeZone } = rules;
  let rule = changes.findLast(({ from }) => from <= availableAt)?.rule ?? NEVER;
  const first = firstDate(rule, availableAt, rules, activity, past);
  const { ownSince } = first;
  let since = availableAt;
  let at = first.expiresAt;
  for (const change of changes.filter(({ from }) => from > availableAt)) {
    at = keptAlive(rule, at, activity, { since, until: change.from }, timeZone);
    if (at !== null && at <= change.from) return { expiresAt: at, ownSince };
    ({ rule, from: since } = change);
    if (rule.kind === 'never') at = null;
    else at = earlier(at, endOfPeriod(since, rule.months, timeZone));
  }
  return { expiresAt: keptAlive(rule, at, activity, { since, until: null }, timeZone), ownSince };
}

/** The date alone, of a lot that nobody has dated before. */
export function lotExpiry(
  availableAt: string | null,
  rules: ExpiryRules,
  activity: readonly string[],
): string | null {
  return dateLot(availableAt, rules, activity, NO_PAST).expiresAt;
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);

/** By the rule that was in force when the lot became available. */
function firstDate(
  rule: Rule,
  availableAt: string,
  rules: ExpiryRules,
  activity: readonly string[],
  { earnedAt, hadOwn }: LotPast,
): LotDating {
  if (rule.kind === 'never') return { expiresAt: null, ownSince: null };
  const own = endOfPeriod(availableAt, rule.months, rules.timeZone);
  if (rule.kind === 'afterEarning' || hadOwn) return { expiresAt: own, ownSince: null };
  if (earnedAt !== null && earnedAt < availableAt) {
    const ofBalance = balanceEnd(earnedAt, availableAt, rules, activity) ?? own;
    // Points that were pending when the balance expired did not expire with it, whatever came after.
    return ofBalance <= availableAt
      ? { expiresAt: own, ownSince: ofBalance }
      : { expiresAt: ofBalance, ownSince: null };
  }
  const last = activity.findLast((one) => one <= availableAt);
  const ofBalance = last === undefined ? null : endOfPeriod(last, rule.months, rules.timeZone);
  return ofBalance === null || ofBalance <= availableAt
    ? { expiresAt: own, ownSince: availableAt }
    : { expiresAt: ofBalance, ownSince: null };
}

/** When the balance that there was at `earnedAt` expires by inactivity, as things stand at `until`. */
function balanceEnd(
  earnedAt: string,
  until: string,
  { changes, timeZone }: ExpiryRules,
  activity: readonly string[],
): string | null {
  const known = changes
    .filter(({ from }) => from <= until)
    .map((one) => (one.rule.kind === 'afterInactivity' ? one : { ...one, rule: NEVER }));
  const soFar = activity.filter((one) => one <= until);
  return dateLot(earnedAt, { changes: known, timeZone }, soFar, NO_PAST).expiresAt;
}

/** Activity while the rule was in force and the points had not expired yet puts the date off. */
function keptAlive(
  rule: Rule,
  first: string | null,
  activity: readonly string[],
  { since, until }: { since: string; until: string | null },
  timeZone: string,
): string | null {
  if (rule.kind !== 'afterInactivity' || first === null) return first;
  for (let at = first; ;) {
    const end = until !== null && until < at ? until : at;
    const last = activity.findLast((one) => one < end);
    if (last === undefined || last < since) return at;
    const next = endOfPeriod(last, rule.months, timeZone);
    if (next <= at) return at;
    at = next;
  }
}

/**
 * What an entry is told when it is made: the date of points that expire so long after they were earned. null where that hangs on activity, which the
 * lot alone follows.
 */
export function toldExpiry(availableAt: string | null, rules: ExpiryRules): string | null {
  if (availableAt === null || !everExpires(rules)) return null;
  const at = new Date(availableAt).toISOString();
  const since = rules.changes.findLastIndex(({ from }) => from <= at);
  const governing = rules.changes.slice(Math.max(since, 0));
  return governing.some(({ rule }) => rule.kind === 'afterInactivity') ? null : lotExpiry(at, rules, []);
}
