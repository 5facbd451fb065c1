import { parseDecimal } from '../../money.ts';
import type { DiscountValue } from '../../state/app-data-types.ts';
import { combinationRule, discountRules, newDiscount, readDiscountInput } from '../discount-input.ts';
import type { DiscountInput } from '../discount-input.ts';
import type { Arguments, RootField } from '../graphql-types.ts';
import { minimumRules, readMinimum } from '../minimum-input.ts';
import type { MinimumInput } from '../minimum-input.ts';
import { discountNodeObject } from '../objects/discount-object.ts';
import {
  brokenRules,
  discountUserErrors,
  listIn,
  objectIn,
  refuseUnimitated,
  textIn,
} from '../user-error.ts';
import type { RefusalRule } from '../user-error.ts';

const input = 'freeShippingCodeDiscount';

type Wanted = DiscountInput &
  MinimumInput & {
    /** Null: neither all countries nor any were named. */
    countries: string[] | 'all' | null;
    hasDearest: boolean;
    dearest: bigint | null;
  };

const rules: readonly RefusalRule<Wanted>[] = [
  ...discountRules(input),
  combinationRule(input, () => true),
  ...minimumRules(input),
  {
    field: [input, 'destination'],
    code: 'BLANK',
    message: "Destination can't be blank",
    refuses: ({ countries }) => countries === null || countries.length === 0,
  },
  {
    field: [input, 'maximumShippingPrice'],
    code: 'GREATER_THAN_OR_EQUAL_TO',
    message: 'Maximum shipping price must be greater than or equal to 0',
    refuses: ({ hasDearest, dearest }) => hasDearest && (dearest === null || dearest < 0n),
  },
];

/** A code for shipping at no cost, to some countries or all, where it does not cost more than an amount of the shop's currency. */
export const discountCodeFreeShippingCreate: RootField = (args, context) => {
  const given = objectIn(args, input);
  refuseUnimitated(given, ['appliesOnSubscription'], 'DiscountCodeFreeShippingInput');
  const dearest = textIn(given, 'maximumShippingPrice');
  const wanted: Wanted = {
    ...readDiscountInput(given, context, { typeName: 'DiscountCodeFreeShippingInput' }),
    ...readMinimum(objectIn(given, 'minimumRequirement')),
    countries: readDestination(objectIn(given, 'destination')),
    hasDearest: dearest !== null,
    dearest: dearest === null ? null : parseDecimal(dearest, 'USD'),
  };
  const userErrors = discountUserErrors(brokenRules(rules, wanted));
  const { startsAt, countries } = wanted;
  if (userErrors.length > 0 || startsAt === null) return { codeDiscountNode: null, userErrors };
  const value: DiscountValue = {
    kind: 'freeShipping',
    countries: countries === 'all' ? null : countries,
    dearest: wanted.dearest,
  };
  const { tables, act } = context.core;
  const discount = act(() => {
    const made = newDiscount({ ...wanted, startsAt }, value, wanted, tables.newId);
    tables.put('discount', made.id, made);
    return made;
  });
  return { codeDiscountNode: discountNodeObject(discount), userErrors: [] };
};

function readDestination(given: Arguments): string[] | 'all' | null {
  if (given.all === true) return 'all';
  const countries = objectIn(given, 'countries');
  if (countries.includeRestOfWorld === true)
    refuseUnimitated(countries, ['includeRestOfWorld'], 'DiscountCountriesInput');
  return 'countries' in given ? listIn(countries, 'add').map(String) : null;
}
