import { z } from 'zod';
import { rewardParts, ValuesSchema } from '../reward-parts.ts';
import { amountIn, areNative, codeCarriage, rewardKind } from './kind.ts';

/** An amount, exactly as set for the currency of the cart. */
export const amountOff = rewardKind({
  schema: z.strictObject({ ...rewardParts, kind: z.literal('amountOff'), values: ValuesSchema }),
  carriage: ({ values, conditions }, shop) =>
    codeCarriage(
      values.every(({ currency }) => currency === shop.currency) && areNative(conditions, shop),
      shop,
    ),
  benefit({ values }, currency) {
    const amount = amountIn(values, currency);
    return amount === null ? null : { kind: 'amount', amount };
  },
  amounts: ({ values }) => values,
});
