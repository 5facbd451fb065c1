/** A way to earn besides orders, as the studio's form has it. */
import type { Action, ActionKind } from './action.ts';
import { type ByKey, filled, languageField, ON, textOf, whole } from './form-text.ts';
import { judgedSection, type ProgramSection } from './program-section.ts';
import type { Program } from './program.ts';
import { withItem } from './list-change.ts';

/** A type, not an interface, so that it is a record to the form's library. Without `times` and `per` where the kind is rewarded once anyway. */
export type ActionForm = {
  active: string;
  name: ByKey;
  gives: string;
  points: string;
  tierMultiplier: string;
  /** The id of the reward. */
  reward: string;
  times?: string;
  per?: string;
};

/** What `gives` says. */
export const GIFTS = ['points', 'reward'] as const;

/** Whether its limit is asked for: a member joins once. */
export const hasLimit = (kind: ActionKind): boolean => kind !== 'signUp';

export function actionForm(action: Action): ActionForm {
  const { kind, name, points, rewardId, limit, tierMultiplier, active } = action;
  return {
    active: active ? ON : '',
    name,
    gives: rewardId === null ? 'points' : 'reward',
    points: points === null ? '' : String(points),
    tierMultiplier: tierMultiplier ? ON : '',
    reward: rewardId ?? '',
    ...(hasLimit(kind) && { times: limit ? String(limit.times) : '', per: limit?.per ?? 'ever' }),
  };
}

/** Whether another one of the kind is rewarding it: then this one has to be off. */
export const isTaken = ({ actions }: Pick<Program, 'actions'>, { id, kind }: Pick<Action, 'id' | 'kind'>) =>
  kind !== 'custom' && actions.some((one) => one.id !== id && one.kind === kind && one.active);

/** What a new one of the kind begins with. */
export function actionTemplate(
  kind: ActionKind,
  of: { id: string; program: Program; name: Action['name'] },
): Action {
  const { id, program, name } = of;
  return {
    ...{ id, kind, name, points: 50, rewardId: null, limit: null, tierMultiplier: false },
    active: !isTaken(program, { id, kind }),
  };
}

const givesReward = (sent: unknown): boolean => textOf(sent, 'gives') === 'reward';

function document(sent: unknown, before: Action, { actions, ...program }: Program): unknown {
  const times = whole(sent, 'times');
  const limit = times === undefined ? null : { times, per: textOf(sent, 'per') };
  const action = {
    ...before,
    active: textOf(sent, 'active') === ON,
    name: Object.fromEntries(filled(sent, 'name')),
    points: givesReward(sent) ? null : (whole(sent, 'points') ?? null),
    rewardId: givesReward(sent) ? textOf(sent, 'reward') || null : null,
    tierMultiplier: !givesReward(sent) && textOf(sent, 'tierMultiplier') === ON,
    limit: hasLimit(before.kind) ? limit : before.limit,
  };
  return { ...program, actions: withItem<{ id: string }>(actions, action) };
}

/** The section of one action: the one that is there, or a new one behind the others. `before`: as it is, or its template. */
export function actionSection(before: Action): ProgramSection {
  const own = ({ actions }: Program) => actions.find(({ id }) => id === before.id);
  return {
    part: own,
    read: (sent, program) => {
      const { actions } = program;
      const place = own(program) ? actions.findIndex(({ id }) => id === before.id) : actions.length;
      const isOn = textOf(sent, 'active') === ON;
      return judgedSection(
        document(sent, own(program) ?? before, program),
        (path) => fieldOf(path, place, sent),
        isOn && isTaken(program, before) ? { active: [{ code: 'kindTaken' }] } : {},
      );
    },
  };
}

/** The name of the field that a fault at `path` of the document is about. That a kind is taken is told at the switch. */
function fieldOf([list, index, part, key]: string[], place: number, sent: unknown): string | null {
  if (list !== 'actions' || index !== String(place) || part === undefined || part === 'kind') return null;
  if (part === 'limit') return key === 'per' ? 'per' : 'times';
  if (part === 'name') return languageField('name', key, sent);
  // That nothing is given is told of the points.
  return part === 'rewardId' || (part === 'points' && givesReward(sent)) ? 'reward' : part;
}
