import { z } from 'zod';
import { rewardParts } from '../reward-parts.ts';
import { notIssued, rewardKind } from './kind.ts';

/** A gift to a cause, which the merchant pays out. */
export const donation = rewardKind({
  schema: z.strictObject({ ...rewardParts, kind: z.literal('donation') }),
  ...notIssued,
});
