import { z } from 'zod';
import { byCurrency, configuredConditions, type DiscountConfiguration } from '../discount-configuration.ts';
import { CountrySchema, listOf, OptionalAmountsSchema } from '../program-parts.ts';
import { rewardParts } from '../reward-parts.ts';
import { areNative, ceilingIn, codeCarriage, namesGoods, rewardKind } from './kind.ts';

const schema = z.strictObject({
  ...rewardParts,
  kind: z.literal('freeShipping'),
  ceiling: OptionalAmountsSchema,
  countries: listOf(CountrySchema),
});

const configuration = ({
  ceiling,
  countries,
  conditions,
}: z.output<typeof schema>): DiscountConfiguration => ({
  ...configuredConditions(conditions),
  kind: 'shipping',
  percent: '100',
  ...(ceiling.length > 0 && { ceilings: byCurrency(ceiling) }),
  ...(countries.length > 0 && { countries }),
});

/**
 * Shipping paid, up to a ceiling. What Shopify's own code calls a maximum price is another thing: a dearer rate is then not paid at all, so a
 * ceiling takes the Function.
 */
export const freeShipping = rewardKind({
  schema,
  form: { fields: ['ceiling', 'countries'], conditions: ['minSpend', 'combinesWith'], returns: true },
  carriage(reward, shop) {
    if (namesGoods(reward.conditions)) return { impossible: 'conditions' };
    const isNative = reward.ceiling.length === 0 && areNative(reward.conditions, shop);
    return codeCarriage(isNative, configuration(reward), shop);
  },
  benefit({ ceiling, countries }, currency) {
    const upTo = ceilingIn(ceiling, currency);
    return upTo && { kind: 'shipping', countries, ...upTo };
  },
  amounts: ({ ceiling }) => ceiling,
  configuration,
});
