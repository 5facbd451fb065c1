import { discountCodes } from '../data/catalogue.ts';
import { parseDecimal } from '../money.ts';
import type { AppDiscount } from '../state/app-data-types.ts';
import { findAppDiscount } from '../state/discounts.ts';
import { requireGid } from './connection.ts';
import type { Arguments, GraphqlContext } from './graphql-types.ts';
import { isGiven, listIn, objectIn, refuseUnimitated, textIn } from './user-error.ts';
import type { RefusalRule } from './user-error.ts';

/** A DiscountCodeBasicInput, read as far as it can be; what is missing or malformed is null. */
export type DiscountInput = {
  title: string;
  code: string;
  isTaken: boolean;
  startsAt: number | null;
  endsAt: number | null;
  usageLimit: number | null;
  oncePerCustomer: boolean;
  contexts: string[];
  customerIds: number[] | null;
  unknownCustomers: boolean;
  hasValue: boolean;
  amount: bigint | null;
  allItems: boolean;
  hasBothMinimums: boolean;
  hasMinimumSubtotal: boolean;
  minimumSubtotal: bigint | null;
  minimumQuantity: number | null;
  combinesWith: AppDiscount['rules']['combinesWith'];
  tags: string[];
};

const input = (...path: string[]) => ['basicCodeDiscount', ...path];
const amountPath = input('customerGets', 'value', 'discountAmount', 'amount');
const subtotalPath = input('minimumRequirement', 'subtotal', 'greaterThanOrEqualToSubtotal');

/** What the platform refuses of a new code. Codes are the platform's; which of two it tells where an input breaks both is not known. */
export const discountRules: readonly RefusalRule<DiscountInput>[] = [
  {
    field: input('title'),
    code: 'BLANK',
    message: "Title can't be blank",
    refuses: ({ title }) => title.trim() === '',
  },
  {
    field: input('title'),
    code: 'TOO_LONG',
    message: 'Title is too long (maximum is 255 characters)',
    refuses: ({ title }) => title.length > 255,
  },
  {
    field: input('code'),
    code: 'BLANK',
    message: "Code can't be blank",
    refuses: ({ code }) => code.trim() === '',
  },
  {
    field: input('code'),
    code: 'TOO_LONG',
    message: 'Code is too long (maximum is 255 characters)',
    refuses: ({ code }) => code.length > 255,
  },
  {
    field: input('code'),
    code: 'INVALID',
    message: 'Code is invalid',
    refuses: ({ code }) => /[\r\n]/.test(code),
  },
  {
    field: input('code'),
    code: 'TAKEN',
    message: 'Code must be unique. Please try a different code.',
    refuses: ({ isTaken }) => isTaken,
  },
  {
    field: input('startsAt'),
    code: 'BLANK',
    message: "Starts at can't be blank",
    refuses: ({ startsAt }) => startsAt === null,
  },
  {
    field: input('endsAt'),
    code: 'END_DATE_BEFORE_START_DATE',
    message: 'Ends at needs to be after starts_at',
    refuses: ({ startsAt, endsAt }) => startsAt !== null && endsAt !== null && endsAt <= startsAt,
  },
  {
    field: input('context'),
    code: 'BLANK',
    message: "Context can't be blank",
    refuses: ({ contexts }) => contexts.length === 0,
  },
  {
    field: input('context'),
    code: 'TOO_MANY_ARGUMENTS',
    message: 'Only one context can be given',
    refuses: ({ contexts }) => contexts.length > 1,
  },
  {
    field: input('context', 'customers', 'add'),
    code: 'BLANK',
    message: 'At least one customer is needed',
    refuses: ({ contexts, customerIds }) => contexts[0] === 'customers' && customerIds?.length === 0,
  },
  {
    field: input('context', 'customers', 'add'),
    code: 'INVALID',
    message: 'Customers are invalid',
    refuses: ({ unknownCustomers }) => unknownCustomers,
  },
  {
    field: input('customerGets', 'value'),
    code: 'BLANK',
    message: "Value can't be blank",
    refuses: ({ hasValue }) => !hasValue,
  },
  {
    field: amountPath,
    code: 'INVALID',
    message: 'Amount is invalid',
    refuses: ({ hasValue, amount }) => hasValue && amount === null,
  },
  {
    field: amountPath,
    code: 'GREATER_THAN',
    message: 'Amount must be greater than 0',
    refuses: ({ amount }) => amount !== null && amount <= 0n,
  },
  {
    field: input('customerGets', 'items'),
    code: 'BLANK',
    message: "Items can't be blank",
    refuses: ({ allItems }) => !allItems,
  },
  {
    field: input('usageLimit'),
    code: 'GREATER_THAN',
    message: 'Usage limit must be greater than 0',
    refuses: ({ usageLimit }) => usageLimit !== null && usageLimit <= 0,
  },
  {
    field: input('minimumRequirement'),
    code: 'MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT',
    message: 'Specify a minimum subtotal or a quantity, but not both',
    refuses: ({ hasBothMinimums }) => hasBothMinimums,
  },
  {
    field: subtotalPath,
    code: 'INVALID',
    message: 'Minimum subtotal is invalid',
    refuses: ({ hasMinimumSubtotal, minimumSubtotal }) => hasMinimumSubtotal && minimumSubtotal === null,
  },
  {
    field: subtotalPath,
    code: 'GREATER_THAN',
    message: 'Minimum subtotal must be greater than 0',
    refuses: ({ minimumSubtotal }) => minimumSubtotal !== null && minimumSubtotal <= 0n,
  },
  {
    field: input('tags'),
    code: 'TOO_MANY_TAGS',
    message: 'The number of tags exceeds the maximum of 5',
    refuses: ({ tags }) => tags.length > 5,
  },
  {
    field: input('tags'),
    code: 'INVALID_TAG_LENGTH',
    message: 'The tag title exceeds the maximum length of 255 characters',
    refuses: ({ tags }) => tags.some((tag) => tag.length > 255),
  },
];

/** Reads the input; throws where it asks for what is not imitated. */
export function readDiscountInput(given: Arguments, { core, store }: GraphqlContext): DiscountInput {
  refuseUnimitated(given, ['customerSelection', 'recurringCycleLimit'], 'DiscountCodeBasicInput');
  const code = textIn(given, 'code') ?? '';
  const context = objectIn(given, 'context');
  refuseUnimitated(context, ['customerSegments', 'markets'], 'DiscountContextInput');
  const customerIds = isGiven(context.customers)
    ? listIn(objectIn(context, 'customers'), 'add').map((gid) => customerIdOf(gid))
    : null;
  return {
    title: textIn(given, 'title') ?? '',
    code,
    isTaken: isTaken(code, core.tables),
    startsAt: momentIn(given, 'startsAt'),
    endsAt: momentIn(given, 'endsAt'),
    usageLimit: typeof given.usageLimit === 'number' ? given.usageLimit : null,
    oncePerCustomer: given.appliesOncePerCustomer === true,
    contexts: Object.keys(context).filter((name) => isGiven(context[name])),
    customerIds,
    unknownCustomers: customerIds?.some((id) => store.customer(id) === null) ?? false,
    ...readGain(objectIn(given, 'customerGets')),
    ...readMinimum(objectIn(given, 'minimumRequirement')),
    combinesWith: readCombinations(objectIn(given, 'combinesWith')),
    tags: listIn(given, 'tags').map(String),
  };
}

function isTaken(code: string, tables: GraphqlContext['core']['tables']): boolean {
  const wanted = code.trim().toUpperCase();
  return discountCodes.some((each) => each.code === wanted) || findAppDiscount(tables, wanted) !== null;
}

function readGain(gets: Arguments): Pick<DiscountInput, 'hasValue' | 'amount' | 'allItems'> {
  refuseUnimitated(gets, ['appliesOnSubscription'], 'DiscountCustomerGetsInput');
  const value = objectIn(gets, 'value');
  refuseUnimitated(value, ['percentage', 'discountOnQuantity'], 'DiscountCustomerGetsValueInput');
  const items = objectIn(gets, 'items');
  refuseUnimitated(items, ['collections', 'products'], 'DiscountItemsInput');
  const discountAmount = objectIn(value, 'discountAmount');
  if (discountAmount.appliesOnEachItem === true)
    refuseUnimitated(discountAmount, ['appliesOnEachItem'], 'DiscountAmountInput');
  const amount = textIn(discountAmount, 'amount');
  return {
    hasValue: amount !== null,
    amount: amount === null ? null : parseDecimal(amount, 'USD'),
    allItems: items.all === true,
  };
}

function readMinimum(
  minimum: Arguments,
): Pick<DiscountInput, 'hasBothMinimums' | 'hasMinimumSubtotal' | 'minimumSubtotal' | 'minimumQuantity'> {
  const subtotal = textIn(objectIn(minimum, 'subtotal'), 'greaterThanOrEqualToSubtotal');
  const quantity = textIn(objectIn(minimum, 'quantity'), 'greaterThanOrEqualToQuantity');
  return {
    hasBothMinimums: subtotal !== null && quantity !== null,
    hasMinimumSubtotal: subtotal !== null,
    minimumSubtotal: subtotal === null ? null : parseDecimal(subtotal, 'USD'),
    minimumQuantity: quantity === null ? null : Number(quantity),
  };
}

function readCombinations(given: Arguments): DiscountInput['combinesWith'] {
  refuseUnimitated(given, ['productDiscountsWithTagsOnSameCartLine'], 'DiscountCombinesWithInput');
  return {
    orderDiscounts: given.orderDiscounts === true,
    productDiscounts: given.productDiscounts === true,
    shippingDiscounts: given.shippingDiscounts === true,
  };
}

function customerIdOf(gid: unknown): number {
  const { kind, id } = requireGid(gid);
  return kind === 'Customer' ? id : 0;
}

function momentIn(given: Arguments, name: string): number | null {
  const text = textIn(given, name);
  return text === null ? null : Date.parse(text);
}
