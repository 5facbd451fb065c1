import { z } from 'zod';
import { byCurrency, configuredConditions, type DiscountConfiguration } from '../discount-configuration.ts';
import { rewardParts, ValuesSchema } from '../reward-parts.ts';
import { amountIn, areNative, codeCarriage, rewardKind } from './kind.ts';

const schema = z.strictObject({ ...rewardParts, kind: z.literal('amountOff'), values: ValuesSchema });

const configuration = ({ values, conditions }: z.output<typeof schema>): DiscountConfiguration => ({
  ...configuredConditions(conditions),
  kind: 'amountOff',
  amounts: byCurrency(values),
});

/** An amount, exactly as set for the currency of the cart. */
export const amountOff = rewardKind({
  schema,
  form: { fields: ['values'], conditions: ['minSpend', 'goods', 'combinesWith'], returns: true },
  carriage(reward, shop) {
    const isNative = reward.values.every(({ currency }) => currency === shop.currency);
    return codeCarriage(isNative && areNative(reward.conditions, shop), configuration(reward), shop);
  },
  benefit({ values }, currency) {
    const amount = amountIn(values, currency);
    return amount === null ? null : { kind: 'amount', amount };
  },
  amounts: ({ values }) => values,
  configuration,
});
