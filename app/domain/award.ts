/** What an action rewards, and what one award is worth (points.md section 7). Pure. */
import type { Action, ActionKind } from './action.ts';
import { fraction, mul, one, round, type Fraction } from './fraction.ts';
import { actionFact, givingOf, rewardInPlace, type Giving } from './grant.ts';
import { canonicalInstant } from './instant.ts';
import { startOfDate } from './local-time.ts';
import { decimal } from './money.ts';
import type { Program } from './program.ts';
import { levelNow } from './tier-levels.ts';
import type { Level } from './tiers.ts';

/** What is rewarded. Years are those of the shop's calendar on the day itself. */
export type Fact =
  | { kind: 'signUp' }
  | { kind: 'birthday' | 'anniversary'; year: number }
  | { kind: 'custom'; actionId: string; key: string };

/** One text per fact of a member: whatever the action is called by then, a fact is rewarded once. */
export function factKey(fact: Fact): string {
  if (fact.kind === 'signUp') return 'signUp';
  // No id of an action holds a slash, so no other pair makes the same text.
  if (fact.kind === 'custom') return `custom:${fact.actionId}/${fact.key}`;
  return `${fact.kind}:${String(fact.year).padStart(4, '0')}`;
}

/**
 * All that is kept of when a fact took place: the moment that counts for the action's limit. A birthday's is the beginning of its year in the shop's
 * calendar, so that the day, which is deleted with the person, cannot be read from an award or its entry.
 */
export function keptMoment(fact: Fact, at: string, zone: string): string {
  if (fact.kind !== 'birthday') return at;
  return canonicalInstant(startOfDate(`${String(fact.year).padStart(4, '0')}-01-01`, zone));
}

/** What nobody reports: the worker rewards it by itself. */
export type OccasionFact = Exclude<Fact, { kind: 'custom' }>;

/** The fact of a key. Throws a RangeError for what is the key of none that the worker rewards. */
export function occasionOf(key: string): OccasionFact {
  const [kind, year = ''] = key.split(':');
  if (kind === 'signUp') return { kind };
  if (kind !== 'birthday' && kind !== 'anniversary') throw new RangeError(`no occasion: ${key.slice(0, 60)}`);
  return { kind, year: Number(year) };
}

/** Why a fact gives nothing. */
export type ActionRefusal =
  | { reason: ActionRefusalReason }
  /** `changeableFrom`: a date of the shop's calendar. */
  | { reason: 'birthday_locked'; changeableFrom: string };
export type ActionRefusalReason =
  | 'unknown_action'
  | 'inactive_action'
  | 'limit_reached'
  /** What the action gives is not active, or this shop can carry it to nobody. */
  | 'inactive_reward'
  | 'unsupported_reward'
  | 'not_a_member'
  | 'in_future'
  | 'idempotency_conflict';

/** The action of a programme that rewards the fact: the active one of its kind, or the one that a custom fact names. */
export function actionFor(program: Program, fact: Fact): Action | null {
  const fits = (action: Action) =>
    action.kind === fact.kind && (fact.kind === 'custom' ? action.id === fact.actionId : action.active);
  return program.actions.find(fits) ?? null;
}

/** Whether some of the versions has ever rewarded such facts. */
export function rewardsKind(versions: readonly { program: Program }[], kind: ActionKind): boolean {
  return versions.some(({ program }) => program.actions.some((one) => one.kind === kind && one.active));
}

export type Worth = {
  points: bigint;
  /** null: its multiplier does not count. */ level: Level | null;
  multiplier: Fraction;
};

/**
 * What an action that gives a reward (as it was at the fact's moment) gives for it by `program`, the version in force now; null where that is paused, or is gone
 * and nothing has taken its place.
 */
export function actionGiving(program: Program, { id, name, rewardId }: Action, fact: Fact): Giving | null {
  const origin = { kind: 'action' as const, action: { id, name } };
  const today = actionFor(program, fact);
  const given = rewardInPlace(program, rewardId, today?.active ? today.rewardId : null);
  return givingOf(program, given, { fact: actionFact(factKey(fact)), origin });
}

export type PointsAction = Action & { points: number };
export const givesPoints = (action: Action): action is PointsAction => action.points !== null;

/** What one award of points comes to. `heldLevel`: the id of the level held at its moment, null where none is kept. */
export function worthOfAction(program: Program, action: PointsAction, heldLevel: string | null): Worth {
  const level = action.tierMultiplier ? levelNow(program.tiers, heldLevel) : null;
  const multiplier = level ? decimal(level.multiplier) : one;
  const points = round(mul(fraction(BigInt(action.points)), multiplier), program.earning.rounding);
  return { points, level, multiplier };
}
