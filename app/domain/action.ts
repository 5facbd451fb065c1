/** Other ways to earn (points.md section 7): what the programme says of an action. */
import { z } from 'zod';
import { IdSchema, NameSchema, partOf, PointsSchema, rule } from './program-parts.ts';
import { LimitSchema } from './reward-parts.ts';

export const ACTION_KINDS = ['signUp', 'birthday', 'anniversary', 'custom'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

const givesOneThing = rule<unknown>((action) => {
  if (typeof action !== 'object' || action === null) return [];
  const has = (key: string) => (partOf(action, key) ?? null) !== null;
  if (has('points') && has('rewardId'))
    return [{ path: ['rewardId'], message: 'is beside points: an action gives points or a reward' }];
  if (!has('points') && !has('rewardId'))
    return [{ path: ['points'], message: 'is missing, and so is rewardId: an action gives one of them' }];
  return has('rewardId') && partOf(action, 'tierMultiplier') === true
    ? [{ path: ['tierMultiplier'], message: 'multiplies points, and this action gives a reward' }]
    : [];
});

export const ActionSchema = z
  .strictObject({
    id: IdSchema,
    kind: z.enum(ACTION_KINDS),
    name: NameSchema,
    /** null: it gives a reward. */
    points: PointsSchema.nullish().transform((points) => points ?? null),
    /** A reward of the programme, also one that nobody buys; null: it gives points. */
    rewardId: IdSchema.nullish().transform((id) => id ?? null),
    /** Of one member, in the shop's time zone; null: as often as there is a fact to reward. */
    limit: LimitSchema.nullish().transform((limit) => limit ?? null),
    /** Whether the member's level multiplies the points. */
    tierMultiplier: z.boolean().default(false),
    active: z.boolean().default(true),
  })
  .check(givesOneThing);
export type Action = z.output<typeof ActionSchema>;

/** A rule over a programme: the rewards that actions give are among its own. */
export const actionRewardsExist = rule<unknown>((program) => {
  const [actions, rewards] = [partOf(program, 'actions'), partOf(program, 'rewards')];
  if (!Array.isArray(actions)) return [];
  const ids = new Set(Array.isArray(rewards) ? rewards.map((one: unknown) => partOf(one, 'id')) : []);
  return actions.flatMap((action: unknown, index) => {
    const id = partOf(action, 'rewardId');
    if (typeof id !== 'string' || ids.has(id)) return [];
    return [{ path: ['actions', index, 'rewardId'], message: `is no reward of the programme: "${id}"` }];
  });
});

/** A rule: one sign-up, birthday or anniversary is rewarded by one action, so at most one of each is active. */
export const oneActiveOfAKind = rule<unknown>((actions) => {
  if (!Array.isArray(actions)) return [];
  const seen = new Map<unknown, number>();
  return actions.flatMap((action: unknown, index) => {
    const kind = partOf(action, 'kind');
    if (kind === 'custom' || partOf(action, 'active') === false) return [];
    const other = seen.get(kind);
    seen.set(kind, other ?? index);
    const message = `is that of actions[${other}], which is active too`;
    return other === undefined ? [] : [{ path: [index, 'kind'], message }];
  });
});
