import type { AppDiscount } from '../../state/app-data-types.ts';
import { discountRules, readDiscountInput } from '../discount-input.ts';
import type { DiscountInput } from '../discount-input.ts';
import type { RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import { brokenRules, objectIn } from '../user-error.ts';

/** A code for a fixed amount in the shop's currency. Nothing but the code itself makes the call idempotent: a second one is TAKEN. */
export const discountCodeBasicCreate: RootField = (args, context) => {
  const wanted = readDiscountInput(objectIn(args, 'basicCodeDiscount'), context);
  const userErrors = brokenRules(discountRules, wanted).map((error) => ({ ...error, extraInfo: null }));
  const { startsAt, amount } = wanted;
  if (userErrors.length > 0 || startsAt === null || amount === null)
    return { codeDiscountNode: null, userErrors };
  const { tables, act } = context.core;
  const discount = act(() => {
    const made = newDiscount({ ...wanted, startsAt, amount }, tables.newId);
    tables.put('discount', made.id, made);
    return made;
  });
  return { codeDiscountNode: discountNodeObject(discount), userErrors: [] };
};

function newDiscount(
  wanted: DiscountInput & { startsAt: number; amount: bigint },
  newId: (kind: string) => number,
): AppDiscount {
  const { title, code, amount, tags, minimumSubtotal, minimumQuantity, combinesWith } = wanted;
  const { usageLimit, oncePerCustomer, customerIds, startsAt, endsAt } = wanted;
  const now = Date.now();
  return {
    id: newId('DiscountCodeNode'),
    redeemCodeId: newId('DiscountRedeemCode'),
    code: code.trim(),
    title,
    amount,
    rules: {
      usageLimit,
      oncePerCustomer,
      customerIds,
      startsAt,
      endsAt,
      minimumSubtotal,
      minimumQuantity,
      combinesWith,
    },
    tags,
    createdAt: now,
    updatedAt: now,
  };
}
