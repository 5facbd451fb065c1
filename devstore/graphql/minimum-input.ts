import { parseDecimal } from '../money.ts';
import type { Arguments } from './graphql-types.ts';
import { objectIn, textIn } from './user-error.ts';
import type { RefusalRule } from './user-error.ts';

/** A DiscountMinimumRequirementInput; amounts are of the shop's currency. */
export type MinimumInput = {
  hasBothMinimums: boolean;
  hasMinimumSubtotal: boolean;
  minimumSubtotal: bigint | null;
  minimumQuantity: number | null;
};

export function readMinimum(minimum: Arguments): MinimumInput {
  const subtotal = textIn(objectIn(minimum, 'subtotal'), 'greaterThanOrEqualToSubtotal');
  const quantity = textIn(objectIn(minimum, 'quantity'), 'greaterThanOrEqualToQuantity');
  return {
    hasBothMinimums: subtotal !== null && quantity !== null,
    hasMinimumSubtotal: subtotal !== null,
    minimumSubtotal: subtotal === null ? null : parseDecimal(subtotal, 'USD'),
    minimumQuantity: quantity === null ? null : Number(quantity),
  };
}

/** What the platform refuses of a minimum. */
export function minimumRules(input: string): RefusalRule<MinimumInput>[] {
  const subtotal = [input, 'minimumRequirement', 'subtotal', 'greaterThanOrEqualToSubtotal'];
  return [
    {
      field: [input, 'minimumRequirement'],
      code: 'MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT',
      message: 'Specify a minimum subtotal or a quantity, but not both',
      refuses: ({ hasBothMinimums }) => hasBothMinimums,
    },
    {
      field: subtotal,
      code: 'INVALID',
      message: 'Minimum subtotal is invalid',
      refuses: ({ hasMinimumSubtotal, minimumSubtotal }) => hasMinimumSubtotal && minimumSubtotal === null,
    },
    {
      field: subtotal,
      code: 'GREATER_THAN',
      message: 'Minimum subtotal must be greater than 0',
      refuses: ({ minimumSubtotal }) => minimumSubtotal !== null && minimumSubtotal <= 0n,
    },
  ];
}
