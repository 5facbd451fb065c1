import { basicValue, customerGetsRules, readCustomerGets } from '../customer-gets-input.ts';
import type { CustomerGets } from '../customer-gets-input.ts';
import { discountRules, newDiscount, readDiscountInput } from '../discount-input.ts';
import type { DiscountInput } from '../discount-input.ts';
import type { RootField } from '../graphql-types.ts';
import { minimumRules, readMinimum } from '../minimum-input.ts';
import type { MinimumInput } from '../minimum-input.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import { brokenRules, discountUserErrors, objectIn } from '../user-error.ts';
import type { RefusalRule } from '../user-error.ts';

type Wanted = DiscountInput & CustomerGets & MinimumInput;

const rules: readonly RefusalRule<Wanted>[] = [
  ...discountRules('basicCodeDiscount'),
  ...customerGetsRules,
  ...minimumRules('basicCodeDiscount'),
];

/**
 * A code for a fixed amount in the shop's currency or a percentage, on everything, some products or some collections. Nothing but the code
 * itself makes the call idempotent: a second one is TAKEN.
 */
export const discountCodeBasicCreate: RootField = (args, context) => {
  const given = objectIn(args, 'basicCodeDiscount');
  const wanted: Wanted = {
    ...readDiscountInput(given, context, { typeName: 'DiscountCodeBasicInput' }),
    ...readCustomerGets(objectIn(given, 'customerGets'), context),
    ...readMinimum(objectIn(given, 'minimumRequirement')),
  };
  const userErrors = discountUserErrors(brokenRules(rules, wanted));
  const { startsAt } = wanted;
  const value = basicValue(wanted);
  if (userErrors.length > 0 || startsAt === null || value === null)
    return { codeDiscountNode: null, userErrors };
  const { tables, act } = context.core;
  const discount = act(() => {
    const made = newDiscount({ ...wanted, startsAt }, value, wanted, tables.newId);
    tables.put('discount', made.id, made);
    return made;
  });
  return { codeDiscountNode: discountNodeObject(discount), userErrors: [] };
};
