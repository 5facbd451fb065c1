/** Other ways to earn (points.md section 7): what the programme says of an action. */
import { z } from 'zod';
import { IdSchema, NameSchema, partOf, PointsSchema, rule } from './program-parts.ts';
import { LimitSchema } from './reward-parts.ts';

export const ACTION_KINDS = ['signUp', 'birthday', 'anniversary', 'custom'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export const ActionSchema = z.strictObject({
  id: IdSchema,
  kind: z.enum(ACTION_KINDS),
  name: NameSchema,
  points: PointsSchema,
  /** Of one member, in the shop's time zone; null: as often as there is a fact to reward. */
  limit: LimitSchema.nullish().transform((limit) => limit ?? null),
  /** Whether the member's level multiplies the points. */
  tierMultiplier: z.boolean().default(false),
  active: z.boolean().default(true),
});
export type Action = z.output<typeof ActionSchema>;

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
