import { describe, expect, it, test } from 'vitest';
import type { Action } from './action.ts';
import {
  actionFor,
  actionGiving,
  factKey,
  keptMoment,
  occasionOf,
  rewardsKind,
  worthOfAction,
  type Fact,
  type PointsAction,
} from './award.ts';
import { parseProgram } from './parse-program.ts';
import type { Program } from './program.ts';
import { startingProgram } from './starting-program.ts';

const action = (changes: object = {}) => ({
  id: 'cake',
  kind: 'birthday',
  name: { en: 'Birthday' },
  points: 33,
  ...changes,
});
const level = (id: string, threshold: string, multiplier: string) => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});

function program(actions: object[], changes: object = {}): Program {
  const tiers = {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0', '1.1'), level('gold', '100', '1.5')],
  };
  const parsed = parseProgram({ ...startingProgram, tiers, actions, ...changes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.program;
}

const birthday: Fact = { kind: 'birthday', year: 2026 };
const other = { points: null, rewardId: 'other' };
const reward = (text: string) => {
  const [id = '', paused] = text.split(' ');
  const rest = { kind: 'percentOff', percent: '5', points: 1, redeemable: false, name: { en: 'Gift' } };
  return { id, active: paused === undefined, ...rest };
};

const earning = (rounding: string) => ({ earning: { ...startingProgram.earning, rounding } });

describe('worthOfAction', () => {
  const worth = (held: string | null, changes: object, others: object = {}) => {
    const own = program([action(changes)], others);
    return worthOfAction(own, own.actions[0] as PointsAction, held);
  };

  test.each<[string, string | null, object, object, bigint, string | null]>([
    ['no multiplier asked for', 'gold', {}, {}, 33n, null],
    ['rounded down', 'gold', { tierMultiplier: true }, earning('down'), 49n, 'gold'],
    ['rounded up', 'gold', { tierMultiplier: true }, earning('up'), 50n, 'gold'],
    ['rounded half up', 'gold', { tierMultiplier: true }, earning('halfUp'), 50n, 'gold'],
    ['nobody is below the first level', null, { tierMultiplier: true }, earning('halfUp'), 36n, 'bronze'],
    ['a level that is no more', 'silver', { tierMultiplier: true }, earning('down'), 36n, 'bronze'],
    ['no tiers', 'gold', { tierMultiplier: true }, { tiers: null }, 33n, null],
  ])('%s', (_name, held, changes, others, points, counted) => {
    const { points: given, level: own } = worth(held, changes, others);
    expect([given, own?.id ?? null]).toEqual([points, counted]);
  });
});

describe('actionFor', () => {
  const own = program([
    action({ id: 'old', active: false }),
    action({ id: 'new' }),
    action({ id: 'review', kind: 'custom' }),
    action({ id: 'asleep', kind: 'custom', active: false }),
  ]);

  test.each<[Fact, string | null]>([
    [{ kind: 'birthday', year: 2026 }, 'new'],
    [{ kind: 'anniversary', year: 2026 }, null],
    [{ kind: 'signUp' }, null],
    [{ kind: 'custom', actionId: 'review', key: '1' }, 'review'],
    [{ kind: 'custom', actionId: 'asleep', key: '1' }, 'asleep'],
    [{ kind: 'custom', actionId: 'new', key: '1' }, null],
  ])('of %j is %s', (fact, id) => {
    expect(actionFor(own, fact)?.id ?? null).toBe(id);
  });

  it('rewardsKind asks for an active one', () => {
    expect(rewardsKind([{ program: own }], 'birthday')).toBe(true);
    expect(rewardsKind([{ program: program([action({ active: false })]) }], 'birthday')).toBe(false);
    expect(rewardsKind([{ program: own }], 'signUp')).toBe(false);
  });
});

test.each<[Fact, string]>([
  [{ kind: 'signUp' }, 'signUp'],
  [{ kind: 'birthday', year: 2026 }, 'birthday:2026'],
  [{ kind: 'anniversary', year: 2026 }, 'anniversary:2026'],
  [{ kind: 'custom', actionId: 'a:b', key: 'c/d' }, 'custom:a:b/c/d'],
])('the key of %j is %s', (fact, key) => {
  expect(factKey(fact)).toBe(key);
  if (fact.kind !== 'custom') expect(occasionOf(key)).toEqual(fact);
});

test('a key of a custom action is no occasion', () => {
  expect(() => occasionOf('custom:review/1')).toThrow(RangeError);
});

test.each<[Fact, string, string]>([
  [{ kind: 'birthday', year: 2026 }, 'America/New_York', '2026-01-01T05:00:00Z'],
  [{ kind: 'birthday', year: 2026 }, 'Asia/Kathmandu', '2025-12-31T18:15:00Z'],
  [{ kind: 'anniversary', year: 2026 }, 'America/New_York', '2026-06-01T04:00:00Z'],
])('of when %j took place in %s, %s is kept', (fact, zone, kept) => {
  expect(keptMoment(fact, '2026-06-01T04:00:00Z', zone)).toBe(kept);
});

describe('actions of a document', () => {
  const faults = (...actions: object[]) => {
    const parsed = parseProgram({ ...startingProgram, actions });
    return parsed.ok ? [] : parsed.faults.map(({ path, reason }) => `${path}: ${reason}`);
  };

  it('may be left out, and have defaults', () => {
    const parsed = parseProgram(startingProgram);
    expect(parsed.ok && parsed.program.actions).toEqual([]);
    expect(program([action()]).actions).toEqual([
      { ...action(), rewardId: null, limit: null, tierMultiplier: false, active: true },
    ]);
  });

  it('give a reward of the programme instead, also one that nobody buys, and only one that is active', () => {
    const given = (active: boolean) => {
      const own = program([action({ points: null, rewardId: 'gift' })], {
        rewards: [{ ...reward('gift'), active }],
      });
      return actionGiving(own, own.actions[0] as Action, birthday);
    };
    expect(given(true)).toMatchObject({
      reward: { id: 'gift' },
      fact: 'action:birthday:2026',
      origin: { kind: 'action', action: { id: 'cake', name: { en: 'Birthday' } } },
    });
    expect(given(false)).toBeNull();
  });

  test.each<[string, string[], object[], string | null]>([
    ['is there, whatever the action gives by then', ['gift', 'other'], [action(other)], 'gift'],
    ['was replaced', ['other'], [action(other)], 'other'],
    ['was replaced, by an action with another id', ['other'], [action({ ...other, id: 'tart' })], 'other'],
    ['is paused', ['gift paused', 'other'], [action(other)], null],
    ['was replaced by one that is paused', ['other paused'], [action(other)], null],
    ['was replaced in an action that is paused', ['other'], [action({ ...other, active: false })], null],
    ['is gone, for points', ['other'], [action()], null],
    ['is gone, and so is the action', ['other'], [], null],
  ])('of a version of before: its reward %s', (_, rewards, actions, given) => {
    const before = program([action({ points: null, rewardId: 'gift' })], { rewards: [reward('gift')] });
    const now = program(actions, { rewards: rewards.map(reward) });
    const giving = actionGiving(now, before.actions[0] as Action, birthday);
    expect(giving?.reward.id ?? null).toBe(given);
    expect(giving?.origin ?? null).toEqual(
      given && { kind: 'action', action: { id: 'cake', name: { en: 'Birthday' } } },
    );
  });

  test.each<[string, object[], string[]]>([
    ['an id twice', [action(), action({ kind: 'custom' })], ['actions[1].id: repeats "cake"']],
    [
      'two that reward the same',
      [action(), action({ id: 'more' })],
      ['actions[1].kind: is that of actions[0], which is active too'],
    ],
    ['one of them is not active', [action(), action({ id: 'more', active: false })], []],
    ['two custom ones', [action({ kind: 'custom' }), action({ id: 'more', kind: 'custom' })], []],
    [
      'a kind that we do not know',
      [action({ kind: 'visit' })],
      ['actions[0].kind: is not one of "signUp", "birthday", "anniversary", "custom"'],
    ],
    ['no points', [action({ points: 0 })], ['actions[0].points: is below 1']],
    [
      'neither points nor a reward',
      [action({ points: null })],
      ['actions[0].points: is missing, and so is rewardId: an action gives one of them'],
    ],
    [
      'both, of a reward that is not there',
      [action({ rewardId: 'gift' })],
      [
        'actions[0].rewardId: is beside points: an action gives points or a reward',
        'actions[0].rewardId: is no reward of the programme: "gift"',
      ],
    ],
    ['no name', [action({ name: {} })], ['actions[0].name: has no language']],
    [
      'a limit of no times',
      [action({ limit: { times: 0, per: 'day' } })],
      ['actions[0].limit.times: is below 1'],
    ],
    [
      'a limit per something else',
      [action({ limit: { times: 1, per: 'hour' } })],
      ['actions[0].limit.per: is not one of "day", "week", "month", "year", "ever"'],
    ],
    ['an unknown key', [action({ colour: 'red' })], ['actions[0].colour: is not a field of a programme']],
    ['not even a list of actions', [1 as unknown as object], ['actions[0]: is not of type object']],
  ])('%s', (_name, actions, expected) => {
    expect(faults(...actions)).toEqual(expected);
  });
});
