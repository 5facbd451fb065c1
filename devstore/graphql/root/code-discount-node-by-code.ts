import { findAppDiscount } from '../../state/discounts.ts';
import type { RootField } from '../graphql-types.ts';
import { discountNodeObject } from '../objects/discount-object.ts';

/** A code in any case; the merchant's own codes, which no app made, are not to be found here. */
export const codeDiscountNodeByCode: RootField = ({ code }, { core }) => {
  const found = findAppDiscount(core.tables, String(code));
  return found && discountNodeObject(found);
};
