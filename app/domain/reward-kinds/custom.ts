import { z } from 'zod';
import { rewardParts } from '../reward-parts.ts';
import { notIssued, rewardKind } from './kind.ts';

/** Anything that the merchant fulfils by hand. */
export const custom = rewardKind({
  schema: z.strictObject({ ...rewardParts, kind: z.literal('custom') }),
  ...notIssued,
});
