import { codeKind, createAppDiscount } from '../app-discount-input.ts';
import type { RootField } from '../graphql-types.ts';
import { discountObject } from '../objects/discount-object.ts';
import { objectIn } from '../user-error.ts';

/** A code whose discount a Function of the app reckons. A second call with the code is TAKEN. */
export const discountCodeAppCreate: RootField = (args, context) => {
  const { discount, userErrors } = createAppDiscount(objectIn(args, codeKind.input), codeKind, context);
  return { codeAppDiscount: discount && discountObject(discount), userErrors };
};
