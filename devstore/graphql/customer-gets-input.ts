import { parseRate } from '../checkout/reductions.ts';
import type { Rate } from '../checkout/reductions.ts';
import { collections } from '../data/collections.ts';
import { parseDecimal } from '../money.ts';
import type { DiscountItems, DiscountValue } from '../state/app-data-types.ts';
import { idIn } from './discount-input.ts';
import type { Arguments, GraphqlContext } from './graphql-types.ts';
import { isGiven, listIn, objectIn, refuseUnimitated, textIn } from './user-error.ts';
import type { RefusalRule } from './user-error.ts';

/** A DiscountCustomerGetsInput: what a native code gives, and on what. */
export type CustomerGets = {
  /** How many of amount and percentage were given. */
  values: number;
  hasAmount: boolean;
  amount: bigint | null;
  hasPercentage: boolean;
  rate: Rate | null;
  allItems: boolean;
  items: DiscountItems;
  unknownItems: boolean;
};

const gets = (...path: string[]) => ['basicCodeDiscount', 'customerGets', ...path];

/** What the platform refuses of it. */
export const customerGetsRules: readonly RefusalRule<CustomerGets>[] = [
  {
    field: gets('value'),
    code: 'BLANK',
    message: "Value can't be blank",
    refuses: ({ values }) => values === 0,
  },
  {
    field: gets('value'),
    code: 'TOO_MANY_ARGUMENTS',
    message: 'Only one value can be given',
    refuses: ({ values }) => values > 1,
  },
  {
    field: gets('value', 'discountAmount', 'amount'),
    code: 'INVALID',
    message: 'Amount is invalid',
    refuses: ({ hasAmount, amount }) => hasAmount && amount === null,
  },
  {
    field: gets('value', 'discountAmount', 'amount'),
    code: 'GREATER_THAN',
    message: 'Amount must be greater than 0',
    refuses: ({ amount }) => amount !== null && amount <= 0n,
  },
  {
    field: gets('value', 'percentage'),
    code: 'VALUE_OUTSIDE_RANGE',
    message: 'Value must be between 0.0 and 1.0',
    refuses: ({ hasPercentage, rate }) =>
      hasPercentage && (rate === null || rate.numerator === 0n || rate.numerator > rate.denominator),
  },
  {
    field: gets('items'),
    code: 'BLANK',
    message: "Items can't be blank",
    refuses: ({ allItems, items }) => !allItems && (items === null || isEmpty(items)),
  },
  {
    field: gets('items'),
    code: 'CONFLICT',
    message: 'Products and collections cannot both be named',
    refuses: ({ items }) =>
      items !== null &&
      items.collectionIds.length > 0 &&
      items.productIds.length + items.variantIds.length > 0,
  },
  {
    field: gets('items'),
    code: 'INVALID',
    message: 'Products or collections are invalid',
    refuses: ({ unknownItems }) => unknownItems,
  },
];

/** Reads it; throws where it asks for what is not imitated. */
export function readCustomerGets(given: Arguments, { store }: GraphqlContext): CustomerGets {
  refuseUnimitated(given, ['appliesOnSubscription'], 'DiscountCustomerGetsInput');
  const value = objectIn(given, 'value');
  refuseUnimitated(value, ['discountOnQuantity'], 'DiscountCustomerGetsValueInput');
  const discountAmount = objectIn(value, 'discountAmount');
  if (discountAmount.appliesOnEachItem === true)
    refuseUnimitated(discountAmount, ['appliesOnEachItem'], 'DiscountAmountInput');
  const amount = textIn(discountAmount, 'amount');
  const hasPercentage = isGiven(value.percentage);
  const items = readItems(objectIn(given, 'items'));
  return {
    values: (amount === null ? 0 : 1) + (hasPercentage ? 1 : 0),
    hasAmount: amount !== null,
    amount: amount === null ? null : parseDecimal(amount, 'USD'),
    hasPercentage,
    // The shortest text of the float is the decimal that the caller wrote.
    rate: hasPercentage ? parseRate(String(value.percentage)) : null,
    allItems: objectIn(given, 'items').all === true,
    items,
    unknownItems:
      items !== null &&
      (items.productIds.some((id) => store.product(id) === null) ||
        items.variantIds.some((id) => store.variant(id) === null) ||
        items.collectionIds.some((id) => !collections.some((each) => each.id === id))),
  };
}

/** What a code without faults gives; null where there is one. */
export function basicValue({ amount, rate, items }: CustomerGets): DiscountValue | null {
  if (amount !== null) return { kind: 'fixedAmount', amount, items };
  return rate && { kind: 'percentage', rate, items };
}

function readItems(given: Arguments): DiscountItems {
  if (given.all === true) return null;
  const products = objectIn(given, 'products');
  const chosen = objectIn(given, 'collections');
  const ids = (from: Arguments, name: string, kind: string) =>
    listIn(from, name).map((gid) => idIn(gid, kind));
  return {
    productIds: ids(products, 'productsToAdd', 'Product'),
    variantIds: ids(products, 'productVariantsToAdd', 'ProductVariant'),
    collectionIds: ids(chosen, 'add', 'Collection'),
  };
}

function isEmpty({ productIds, variantIds, collectionIds }: NonNullable<DiscountItems>): boolean {
  return productIds.length + variantIds.length + collectionIds.length === 0;
}
