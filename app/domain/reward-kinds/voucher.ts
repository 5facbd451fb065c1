import { z } from 'zod';
import { rewardParts } from '../reward-parts.ts';
import { notIssued, rewardKind } from './kind.ts';

/** A code from a pool that the merchant uploads. */
export const voucher = rewardKind({
  schema: z.strictObject({ ...rewardParts, kind: z.literal('voucher') }),
  ...notIssued,
});
