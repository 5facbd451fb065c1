import { z } from 'zod';
import { rewardParts, ValuesSchema } from '../reward-parts.ts';
import { accountCarriage, amountIn, rewardKind } from './kind.ts';

export const giftCard = rewardKind({
  schema: z.strictObject({ ...rewardParts, kind: z.literal('giftCard'), values: ValuesSchema }),
  form: { fields: ['values'], conditions: [], returns: true },
  carriage: ({ conditions }, { capabilities }) =>
    accountCarriage('giftCard', capabilities.giftCards, conditions),
  benefit({ values }, currency) {
    const amount = amountIn(values, currency);
    return amount === null ? null : { kind: 'amount', amount };
  },
  amounts: ({ values }) => values,
  configuration: () => null,
});
