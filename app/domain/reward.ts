import { z } from 'zod';
import { REWARD_KINDS } from './reward-kinds/registry.ts';

const [first, ...others] = Object.values(REWARD_KINDS).map(({ schema }) => schema);
if (!first) throw new Error('there is no kind of reward');

/** A reward of any kind that the registry has. */
export const RewardSchema = z.discriminatedUnion('kind', [first, ...others]);

export type Reward = z.output<typeof RewardSchema>;
