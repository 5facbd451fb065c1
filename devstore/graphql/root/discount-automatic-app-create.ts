import { automaticKind, createAppDiscount } from '../app-discount-input.ts';
import type { RootField } from '../graphql-types.ts';
import { discountObject } from '../objects/discount-object.ts';
import { objectIn } from '../user-error.ts';

/** A discount without a code, which a Function of the app reckons at every cart. Its title is its own among the active ones. */
export const discountAutomaticAppCreate: RootField = (args, context) => {
  const given = objectIn(args, automaticKind.input);
  const { discount, userErrors } = createAppDiscount(given, automaticKind, context);
  return { automaticAppDiscount: discount && discountObject(discount), userErrors };
};
