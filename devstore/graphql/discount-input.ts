import { GraphQLError } from 'graphql';
import { discountCodes } from '../data/catalogue.ts';
import type { AppDiscount, DiscountRules, DiscountValue } from '../state/app-data-types.ts';
import { findAppDiscount } from '../state/discounts.ts';
import { requireGid } from './connection.ts';
import type { Arguments, GraphqlContext } from './graphql-types.ts';
import { isGiven, listIn, objectIn, refuseUnimitated, textIn } from './user-error.ts';
import type { RefusalRule } from './user-error.ts';

/** What every discount's input has, read as far as it can be; what is missing or malformed is null. */
export type DiscountInput = {
  title: string;
  /** Null: an automatic discount. */
  code: string | null;
  isTaken: boolean;
  startsAt: number | null;
  endsAt: number | null;
  usageLimit: number | null;
  oncePerCustomer: boolean;
  contexts: string[];
  customerIds: number[] | null;
  unknownCustomers: boolean;
  combinesWith: DiscountRules['combinesWith'];
  tags: string[];
};

/** What the platform refuses of any discount's input. Codes are the platform's; which of two it tells where an input breaks both is not known. */
export function discountRules(input: string): RefusalRule<DiscountInput>[] {
  const field = (...path: string[]) => [input, ...path];
  return [
    {
      field: field('title'),
      code: 'BLANK',
      message: "Title can't be blank",
      refuses: ({ title }) => title.trim() === '',
    },
    {
      field: field('title'),
      code: 'TOO_LONG',
      message: 'Title is too long (maximum is 255 characters)',
      refuses: ({ title }) => title.length > 255,
    },
    ...codeRules(field('code')),
    {
      field: field('startsAt'),
      code: 'BLANK',
      message: "Starts at can't be blank",
      refuses: ({ startsAt }) => startsAt === null,
    },
    {
      field: field('endsAt'),
      code: 'END_DATE_BEFORE_START_DATE',
      message: 'Ends at needs to be after starts_at',
      refuses: ({ startsAt, endsAt }) => startsAt !== null && endsAt !== null && endsAt <= startsAt,
    },
    ...contextRules(field('context')),
    {
      field: field('usageLimit'),
      code: 'GREATER_THAN',
      message: 'Usage limit must be greater than 0',
      refuses: ({ usageLimit }) => usageLimit !== null && usageLimit <= 0,
    },
    {
      field: field('tags'),
      code: 'TOO_MANY_TAGS',
      message: 'The number of tags exceeds the maximum of 5',
      refuses: ({ tags }) => tags.length > 5,
    },
    {
      field: field('tags'),
      code: 'INVALID_TAG_LENGTH',
      message: 'The tag title exceeds the maximum length of 255 characters',
      refuses: ({ tags }) => tags.some((tag) => tag.length > 255),
    },
  ];
}

function codeRules(field: string[]): RefusalRule<DiscountInput>[] {
  return [
    {
      field,
      code: 'BLANK',
      message: "Code can't be blank",
      refuses: ({ code }) => code !== null && code.trim() === '',
    },
    {
      field,
      code: 'TOO_LONG',
      message: 'Code is too long (maximum is 255 characters)',
      refuses: ({ code }) => code !== null && code.length > 255,
    },
    {
      field,
      code: 'INVALID',
      message: 'Code is invalid',
      refuses: ({ code }) => code !== null && /[\r\n]/.test(code),
    },
    {
      field,
      code: 'TAKEN',
      message: 'Code must be unique. Please try a different code.',
      refuses: ({ isTaken }) => isTaken,
    },
  ];
}

function contextRules(field: string[]): RefusalRule<DiscountInput>[] {
  return [
    {
      field,
      code: 'BLANK',
      message: "Context can't be blank",
      // An automatic discount that names nobody is for everybody.
      refuses: ({ contexts, code }) => code !== null && contexts.length === 0,
    },
    {
      field,
      code: 'TOO_MANY_ARGUMENTS',
      message: 'Only one context can be given',
      refuses: ({ contexts }) => contexts.length > 1,
    },
    {
      field: [...field, 'customers', 'add'],
      code: 'BLANK',
      message: 'At least one customer is needed',
      refuses: ({ contexts, customerIds }) => contexts[0] === 'customers' && customerIds?.length === 0,
    },
    {
      field: [...field, 'customers', 'add'],
      code: 'INVALID',
      message: 'Customers are invalid',
      refuses: ({ unknownCustomers }) => unknownCustomers,
    },
  ];
}

/** Shipping discounts never combine with each other. */
export function combinationRule<Wanted extends DiscountInput>(
  input: string,
  isOnlyShipping: (wanted: Wanted) => boolean,
): RefusalRule<Wanted> {
  return {
    field: [input, 'combinesWith'],
    code: 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS',
    message: 'The combinesWith settings are invalid for the discount class',
    refuses: (wanted) => wanted.combinesWith.shippingDiscounts && isOnlyShipping(wanted),
  };
}

/** Reads what all inputs have; throws where it asks for what is not imitated. */
export function readDiscountInput(
  given: Arguments,
  { core, store }: GraphqlContext,
  { typeName, isAutomatic = false }: { typeName: string; isAutomatic?: boolean },
): DiscountInput {
  refuseUnimitated(given, ['customerSelection'], typeName);
  if (isGiven(given.recurringCycleLimit) && given.recurringCycleLimit !== 1)
    throw new GraphQLError(`The dev store knows no subscriptions: ${typeName}.recurringCycleLimit is 1.`);
  const code = isAutomatic ? null : (textIn(given, 'code') ?? '');
  const context = objectIn(given, 'context');
  refuseUnimitated(context, ['customerSegments', 'markets'], 'DiscountContextInput');
  const customerIds = isGiven(context.customers)
    ? listIn(objectIn(context, 'customers'), 'add').map((gid) => idIn(gid, 'Customer'))
    : null;
  return {
    title: textIn(given, 'title') ?? '',
    code,
    isTaken: code !== null && isTaken(code, core.tables),
    startsAt: momentIn(given, 'startsAt'),
    endsAt: momentIn(given, 'endsAt'),
    usageLimit: typeof given.usageLimit === 'number' ? given.usageLimit : null,
    oncePerCustomer: given.appliesOncePerCustomer === true,
    contexts: Object.keys(context).filter((name) => isGiven(context[name])),
    customerIds,
    unknownCustomers: customerIds?.some((id) => store.customer(id) === null) ?? false,
    combinesWith: readCombinations(objectIn(given, 'combinesWith')),
    tags: listIn(given, 'tags').map(String),
  };
}

/** The discount that an input without faults asks for. */
export function newDiscount(
  wanted: DiscountInput & { startsAt: number },
  value: DiscountValue,
  least: Pick<DiscountRules, 'minimumSubtotal' | 'minimumQuantity'>,
  newId: (kind: string) => number,
): AppDiscount {
  const { title, code, tags, combinesWith } = wanted;
  const { usageLimit, oncePerCustomer, customerIds, startsAt, endsAt } = wanted;
  const now = Date.now();
  return {
    id: newId(code === null ? 'DiscountAutomaticNode' : 'DiscountCodeNode'),
    redeemCodeId: code === null ? null : newId('DiscountRedeemCode'),
    code: code?.trim() ?? null,
    title,
    value,
    rules: { usageLimit, oncePerCustomer, customerIds, startsAt, endsAt, combinesWith, ...least },
    tags,
    createdAt: now,
    updatedAt: now,
  };
}

function isTaken(code: string, tables: GraphqlContext['core']['tables']): boolean {
  const wanted = code.trim().toUpperCase();
  return discountCodes.some((each) => each.code === wanted) || findAppDiscount(tables, wanted) !== null;
}

function readCombinations(given: Arguments): DiscountInput['combinesWith'] {
  refuseUnimitated(given, ['productDiscountsWithTagsOnSameCartLine'], 'DiscountCombinesWithInput');
  return {
    orderDiscounts: given.orderDiscounts === true,
    productDiscounts: given.productDiscounts === true,
    shippingDiscounts: given.shippingDiscounts === true,
  };
}

/** The number of a global id of that kind; 0, which is nobody's, for another kind. */
export function idIn(gid: unknown, wanted: string): number {
  const { kind, id } = requireGid(gid);
  return kind === wanted ? id : 0;
}

function momentIn(given: Arguments, name: string): number | null {
  const text = textIn(given, name);
  return text === null ? null : Date.parse(text);
}
