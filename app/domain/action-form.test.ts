import { describe, expect, it, test } from 'vitest';
import { ACTION_KINDS, ActionSchema, type Action } from './action.ts';
import { actionForm, actionSection, actionTemplate } from './action-form.ts';
import { ON } from './form-text.ts';
import { changedList } from './list-change.ts';
import { parseProgram } from './parse-program.ts';
import { ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

const name = { en: 'Thanks', ja: 'ありがとう' };
const actions: Action[] = [
  { id: 'welcome', kind: 'signUp', name, points: 20, limit: { times: 1, per: 'ever' } },
  { id: 'birthday', kind: 'birthday', name, points: 50, tierMultiplier: true },
  { id: 'years', kind: 'anniversary', name, points: 10, active: false },
  { id: 'gift', kind: 'custom', name, rewardId: 'five' },
  { id: 'review', kind: 'custom', name, points: 5, limit: { times: 2, per: 'month' } },
].map((one) => ActionSchema.parse(one));
const five = { id: 'five', kind: 'amountOff', points: 500, name, values: [{ currency: 'USD', amount: '5' }] };
const program = ProgramSchema.parse({ ...startingProgram, actions, rewards: [five] });
const review = actions.find(({ id }) => id === 'review')!;

describe('a form without a change', () => {
  it.each(actions)('leaves $id as it was', (action) => {
    const answer = actionSection(action).read(actionForm(action), program);
    expect(answer.ok && parseProgram(answer.document)).toEqual({ ok: true, program });
  });
});

test.each<[object, object]>([
  [{ points: '' }, { points: [{ code: 'required' }] }],
  [{ points: '0' }, { points: [{ code: 'tooSmall', least: 1 }] }],
  [{ name: { en: '', ja: ' ' } }, { 'name.en': [{ code: 'required' }] }],
  [{ times: '0' }, { times: [{ code: 'tooSmall', least: 1 }] }],
  [{ times: '1', per: 'x' }, { per: [{ code: 'other', reason: expect.stringMatching(/./) }] }],
  [{ times: '' }, {}],
  [{ gives: 'reward', points: 'x' }, { reward: [{ code: 'required' }] }],
  [{ gives: 'reward', reward: 'gone' }, { reward: [{ code: 'other', reason: expect.stringMatching(/./) }] }],
])('%j', (changes, expected) => {
  const answer = actionSection(review).read({ ...actionForm(review), ...changes }, program);
  expect(answer.ok ? {} : answer.faults).toEqual(expected);
});

it('is off where another one of its kind is on', () => {
  for (const kind of ACTION_KINDS) {
    const added = actionTemplate(kind, { id: 'new', program, name });
    expect(added.active).toBe(kind === 'anniversary' || kind === 'custom');
    const section = actionSection(added);
    expect(section.part(program)).toBeUndefined();
    expect(section.read(actionForm(added), program)).toMatchObject({
      ok: true,
      document: { actions: [...actions, added] },
    });
    const on = section.read({ ...actionForm(added), active: ON }, program);
    expect(on.ok ? {} : on.faults).toEqual(added.active ? {} : { active: [{ code: 'kindTaken' }] });
  }
});

it('brings back one that somebody has deleted meanwhile, as the form has it', () => {
  const without = ProgramSchema.parse({ ...program, actions: actions.filter(({ id }) => id !== 'review') });
  const { id, kind } = review;
  const read = actionSection(actionTemplate(kind, { id, program: without, name: {} })).read(
    actionForm(review),
    without,
  );
  expect(read.ok && parseProgram(read.document)).toEqual({ ok: true, program });
});

it('reads anything that a browser may send', () => {
  for (const sent of [null, undefined, 'x', [], { name: 'x', points: ['1'] }])
    expect(actionSection(review).read(sent, program).ok).toBe(false);
});

describe('the list', () => {
  const ids = (list: readonly unknown[]) => list.map((one) => (one as Action).id).join(' ');
  it.each<[Parameters<typeof changedList>[1], string]>([
    [{ intent: 'move', id: 'review', to: 0 }, 'review welcome birthday years gift'],
    [{ intent: 'copy', id: 'welcome', copyId: 'copy' }, 'welcome copy birthday years gift review'],
    [{ intent: 'copy', id: 'welcome', copyId: 'review' }, 'welcome birthday years gift review'],
    [{ intent: 'delete', id: 'birthday' }, 'welcome years gift review'],
    [{ intent: 'restore', item: { ...review, id: 'old' }, at: 1 }, 'welcome old birthday years gift review'],
    [{ intent: 'restore', item: review, at: 1 }, 'welcome birthday years gift review'],
    [{ intent: 'delete', id: 'gone' }, 'welcome birthday years gift review'],
  ])('%j', (change, expected) => expect(ids(changedList(actions, change))).toBe(expected));

  it('switches off and on', () => {
    const off = changedList(actions, { intent: 'active', id: 'review', on: false });
    expect(off[4]).toEqual({ ...review, active: false });
  });
});
