import { GraphQLError } from 'graphql';
import type { DiscountClass } from '../checkout/reductions.ts';
import { appFunctions } from '../functions/app-functions.ts';
import type { AppFunction } from '../functions/app-functions.ts';
import type { AppDiscount } from '../state/app-data-types.ts';
import { capabilities } from '../state/capabilities.ts';
import { isActive } from '../state/discounts.ts';
import { putMetafield } from '../state/metafields.ts';
import { combinationRule, discountRules, newDiscount, readDiscountInput } from './discount-input.ts';
import type { DiscountInput } from './discount-input.ts';
import type { Arguments, GraphqlContext } from './graphql-types.ts';
import { metafieldRules, readMetafield } from './metafield-input.ts';
import { brokenRules, discountUserErrors, listIn, textIn } from './user-error.ts';
import type { RefusalRule, UserError } from './user-error.ts';

type Kind = { input: 'codeAppDiscount' | 'automaticAppDiscount'; typeName: string; isAutomatic: boolean };
type Wanted = DiscountInput & {
  identifiers: string[];
  found: AppFunction | null;
  classes: DiscountClass[];
  titleTaken: boolean;
  activeAutomatic: number;
};

const activeAutomaticMax = 25;
const noMinimum = { minimumSubtotal: null, minimumQuantity: null };

export const codeKind: Kind = {
  input: 'codeAppDiscount',
  typeName: 'DiscountCodeAppInput',
  isAutomatic: false,
};
export const automaticKind: Kind = {
  input: 'automaticAppDiscount',
  typeName: 'DiscountAutomaticAppInput',
  isAutomatic: true,
};

/** Makes a discount that a Function of the app reckons, with its metafields, or answers what the platform refuses of it. */
export function createAppDiscount(
  given: Arguments,
  kind: Kind,
  context: GraphqlContext,
): { discount: AppDiscount | null; userErrors: UserError[] } {
  const wanted = readWanted(given, kind, context);
  const metafields = (listIn(given, 'metafields') as Arguments[]).map((each) =>
    readMetafield(each, null, context),
  );
  const userErrors = discountUserErrors([
    ...brokenRules(rulesOf(kind), wanted),
    ...metafields.flatMap((each, index) =>
      brokenRules(metafieldRules, each).map(({ field, message }) => ({
        field: [kind.input, 'metafields', String(index), ...(field ?? [])],
        code: 'INVALID',
        message,
      })),
    ),
  ]);
  const { startsAt, found, classes } = wanted;
  if (userErrors.length > 0 || startsAt === null || found === null) return { discount: null, userErrors };
  const { tables, act } = context.core;
  const discount = act(() => {
    const value = { kind: 'function' as const, handle: found.handle, classes };
    const made = newDiscount({ ...wanted, startsAt }, value, noMinimum, tables.newId);
    tables.put('discount', made.id, made);
    const type = kind.isAutomatic ? ('DiscountAutomaticNode' as const) : ('DiscountCodeNode' as const);
    for (const { namespace, key, type: valueType, value: text } of metafields)
      putMetafield(
        tables,
        { owner: { type, id: made.id }, namespace, key, type: valueType, value: text },
        made.createdAt,
      );
    return made;
  });
  return { discount, userErrors: [] };
}

function readWanted(given: Arguments, { typeName, isAutomatic }: Kind, context: GraphqlContext): Wanted {
  const { core } = context;
  const common = readDiscountInput(given, context, { typeName, isAutomatic });
  const wantedHandle = textIn(given, 'functionHandle');
  const wantedId = textIn(given, 'functionId');
  const functions = capabilities(core.tables).functions ? appFunctions(core.env.extensionsFolder) : [];
  const automatic = [...core.tables.all('discount')].filter(
    (each) => each.code === null && isActive(each, Date.now()),
  );
  if (!Array.isArray(given.discountClasses))
    throw new GraphQLError(
      `The dev store wants ${typeName}.discountClasses to be named (devstore/graphql).`,
      {
        extensions: { code: 'NOT_IMITATED' },
      },
    );
  return {
    ...common,
    identifiers: [wantedHandle, wantedId].flatMap((each) => each ?? []),
    found: functions.find(({ handle, id }) => handle === wantedHandle || id === wantedId) ?? null,
    classes: given.discountClasses as DiscountClass[],
    titleTaken: automatic.some(({ title }) => title.toLowerCase() === common.title.toLowerCase()),
    activeAutomatic: automatic.length,
  };
}

function rulesOf({ input, isAutomatic }: Kind): RefusalRule<Wanted>[] {
  return [
    ...discountRules(input),
    ...functionRules([input, 'functionHandle']),
    combinationRule<Wanted>(input, ({ classes }) => classes.every((each) => each === 'SHIPPING')),
    {
      field: [input, 'discountClasses'],
      code: 'BLANK',
      message: "Discount classes can't be blank",
      refuses: ({ classes }) => classes.length === 0,
    },
    {
      field: [input, 'title'],
      code: 'TAKEN',
      message: 'Title must be unique for automatic discount',
      refuses: ({ titleTaken }) => isAutomatic && titleTaken,
    },
    {
      field: [input],
      code: 'MAX_APP_DISCOUNTS',
      message: `A shop can have at most ${activeAutomaticMax} active automatic discounts of apps.`,
      refuses: ({ activeAutomatic }) => isAutomatic && activeAutomatic >= activeAutomaticMax,
    },
  ];
}

function functionRules(field: string[]): RefusalRule<Wanted>[] {
  return [
    {
      field,
      code: 'MISSING_FUNCTION_IDENTIFIER',
      message: 'Either function_id or function_handle must be provided.',
      refuses: ({ identifiers }) => identifiers.length === 0,
    },
    {
      field,
      code: 'MULTIPLE_FUNCTION_IDENTIFIERS',
      message: 'Only one of function_id or function_handle can be provided, not both.',
      refuses: ({ identifiers }) => identifiers.length > 1,
    },
    {
      field,
      code: 'INVALID',
      message:
        'Function not found. Ensure that it is released in the current app, and that the app is installed.',
      refuses: ({ found }) => found === null,
    },
  ];
}
