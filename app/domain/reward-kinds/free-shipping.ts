import { z } from 'zod';
import { CountrySchema, listOf, OptionalAmountsSchema } from '../program-parts.ts';
import { rewardParts } from '../reward-parts.ts';
import { areNative, ceilingIn, codeCarriage, namesGoods, rewardKind } from './kind.ts';

/**
 * Shipping paid, up to a ceiling. What Shopify's own code calls a maximum price is another thing: a dearer rate is then not paid at all, so a
 * ceiling takes the Function.
 */
export const freeShipping = rewardKind({
  schema: z.strictObject({
    ...rewardParts,
    kind: z.literal('freeShipping'),
    ceiling: OptionalAmountsSchema,
    countries: listOf(CountrySchema),
  }),
  carriage: ({ ceiling, conditions }, shop) =>
    namesGoods(conditions)
      ? { impossible: 'conditions' }
      : codeCarriage(ceiling.length === 0 && areNative(conditions, shop), shop),
  benefit({ ceiling, countries }, currency) {
    const upTo = ceilingIn(ceiling, currency);
    return upTo && { kind: 'shipping', countries, ...upTo };
  },
  amounts: ({ ceiling }) => ceiling,
});
