import { z } from 'zod';
import { rewardParts, ValuesSchema } from '../reward-parts.ts';
import { accountCarriage, amountIn, rewardKind } from './kind.ts';

/** Store credit in the member's currency: the member's money from then on. */
export const storeCredit = rewardKind({
  schema: z.strictObject({ ...rewardParts, kind: z.literal('storeCredit'), values: ValuesSchema }),
  form: { fields: ['values'], conditions: [], returns: false },
  carriage: ({ conditions }, { capabilities }) =>
    accountCarriage('storeCredit', capabilities.storeCredit, conditions),
  benefit({ values }, currency) {
    const amount = amountIn(values, currency);
    return amount === null ? null : { kind: 'amount', amount };
  },
  amounts: ({ values }) => values,
  configuration: () => null,
});
