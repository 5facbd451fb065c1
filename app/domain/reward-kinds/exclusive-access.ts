import { z } from 'zod';
import { rewardParts } from '../reward-parts.ts';
import { text } from '../text.ts';
import { notIssued, rewardKind } from './kind.ts';

/** The right to buy limited products, by a tag that the theme and segments read. */
export const exclusiveAccess = rewardKind({
  schema: z.strictObject({
    ...rewardParts,
    kind: z.literal('exclusiveAccess'),
    customerTag: text(255).min(1, 'is empty'),
  }),
  ...notIssued,
});
