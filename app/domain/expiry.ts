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

/** Some version asks when members were last active. */
export const asksActivity = ({ changes }: ExpiryRules): boolean =>
  changes.some(({ rule }) => rule.kind === 'afterInactivity');

/** The end of the day, in the shop's time zone, so many months after `at`. */
export function endOfPeriod(at: string, months: number, timeZone: string): string {
  return new Date(endOfDayMonthsLater(stampOf(at), months, timeZone)).toISOString();
}

/**
 * When a lot expires, or did; null: never, as things stand, or it is not known yet when it becomes available. A change of the rule counts from its
 * publishing: a lot that is available by then keeps its old date, or gets one full new period where that ends before it. `activity` sorted.
 */
export function lotExpiry(
  availableAt: string | null,
  rules: ExpiryRules,
  activity: readonly string[],
): string | null {
  if (availableAt === null) return null;
  const { changes, timeZone } = rules;
  const later = changes.filter(({ from }) => from > availableAt);
  let rule = changes.findLast(({ from }) => from <= availableAt)?.rule ?? NEVER;
  let since = availableAt;
  let at = firstDate(rule, availableAt, activity, timeZone);
  for (const change of later) {
    at = keptAlive(rule, at, activity, { since, until: change.from }, timeZone);
    if (at !== null && at <= change.from) return at;
    ({ rule, from: since } = change);
    if (rule.kind === 'never') at = null;
    else at = earlier(at, endOfPeriod(since, rule.months, timeZone));
  }
  return keptAlive(rule, at, activity, { since, until: null }, timeZone);
}

const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);

/** By the rule that was in force when the lot became available. */
function firstDate(
  rule: Rule,
  availableAt: string,
  activity: readonly string[],
  timeZone: string,
): string | null {
  if (rule.kind === 'never') return null;
  const own = endOfPeriod(availableAt, rule.months, timeZone);
  const last = activity.findLast((one) => one <= availableAt);
  if (rule.kind === 'afterEarning' || last === undefined) return own;
  const ofBalance = endOfPeriod(last, rule.months, timeZone);
  // Points that were pending when the balance expired did not expire with it: they have a period of their own.
  return ofBalance > availableAt ? ofBalance : own;
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
