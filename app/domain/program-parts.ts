import { z } from 'zod';
import { isCountry } from './countries.ts';
import { CurrencySchema } from './currency.ts';
import { compare, fraction } from './fraction.ts';
import {
  decimal,
  DecimalSchema,
  isDecimal,
  NonNegativeDecimalSchema,
  PositiveDecimalSchema,
} from './money.ts';
import { text } from './text.ts';

/** Ids of campaigns, levels and rewards, and market handles: a letter or digit first, so that no id can be `__proto__`. */
export const IdSchema = z
  .string()
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]*$/u, 'is not an id (letters, digits, "-", "_", "." and ":")');

export const CountrySchema = z
  .string()
  .refine(isCountry, 'is not an ISO 3166 country code')
  .meta({ pattern: '^[A-Z]{2}$' });

// Well-formed BCP 47 (RFC 5646) without grandfathered tags: language, script, region, variants, extensions, private use.
const LANGUAGE_TAG =
  /^[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[A-WY-Za-wy-z0-9](?:-[A-Za-z0-9]{2,8})+)*(?:-x(?:-[A-Za-z0-9]{1,8})+)?$/;
export const LanguageTagSchema = z.string().max(100).regex(LANGUAGE_TAG, 'is not a BCP 47 language tag');

const shownText = text(5000).refine((value) => value.trim() !== '', 'is empty');

/** A text per language. */
export const LocalizedTextSchema = z.record(LanguageTagSchema, shownText);
export const NameSchema = LocalizedTextSchema.refine(
  (texts) => Object.keys(texts).length > 0,
  'has no language',
);

/** The name of the points per language, in the plural categories of CLDR; every language has `other`. */
export const PointsLabelSchema = z
  .record(
    LanguageTagSchema,
    z.strictObject({
      zero: shownText.optional(),
      one: shownText.optional(),
      two: shownText.optional(),
      few: shownText.optional(),
      many: shownText.optional(),
      other: shownText,
    }),
  )
  .refine((labels) => Object.keys(labels).length > 0, 'has no language');

export const PointsSchema = z.int().min(1, 'is below 1').max(1_000_000_000, 'is above 1,000,000,000');
export const DaysSchema = z.int().min(0, 'is below 0').max(3650, 'is above 3650');
export const MonthsSchema = z.int().min(1, 'is below 1').max(1200, 'is above 1200');

/** Between 1 and 100. */
export const MultiplierSchema = DecimalSchema.refine(
  (value) =>
    !isDecimal(value) ||
    (compare(decimal(value), fraction(1n)) >= 0 && compare(decimal(value), fraction(100n)) <= 0),
  'is not between 1 and 100',
);

/** Where a list of conditions is missing, null or empty there is no condition: null. */
export const conditionList = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => (items && items.length > 0 ? items : null));

/** A list that may be left out or null, with the rules that hold over it. */
export const listOf = <Item extends z.ZodType>(item: Item, ...rules: z.core.$ZodCheck<unknown>[]) =>
  z
    .array(item)
    .check(...rules)
    .nullish()
    .transform((items) => items ?? []);

type Issue = { path: (string | number)[]; message: string };

/**
 * A rule over a whole list or object that is checked even where a part of it is faulty already, since every fault is to be told in one answer.
 * So the rule must cope with parts of any shape.
 */
export const rule = <T>(faults: (value: T) => Issue[]) =>
  z.core._check<T>(
    (payload) => {
      for (const { path, message } of faults(payload.value))
        payload.issues.push({ code: 'custom', input: payload.value, path, message });
    },
    // Zod skips checks once a part is of the wrong type; `when` overrides that.
    { when: () => true },
  );

/** A part of a faulty value, or undefined: rules run on values of any shape. */
export function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

/** A rule: `key` is different in every item. */
export const unique = (key: string) =>
  rule<unknown>((items) => {
    if (!Array.isArray(items)) return [];
    const seen = new Set<unknown>();
    return items.flatMap((item: unknown, index) => {
      const value = partOf(item, key);
      if (typeof value !== 'string') return [];
      const repeated = seen.has(value);
      seen.add(value);
      return repeated ? [{ path: [index, key], message: `repeats "${value}"` }] : [];
    });
  });

const perCurrency = (amount: z.ZodType<string, string>) =>
  z.array(z.strictObject({ currency: CurrencySchema, amount })).check(unique('currency'));

/** Amounts that the merchant sets per currency, never converted. */
export const AmountsSchema = perCurrency(PositiveDecimalSchema);
export const OptionalAmountsSchema = AmountsSchema.nullish().transform((amounts) => amounts ?? []);
/** Thresholds of spending, in the earning currency: null for none. */
export const MinSpendSchema = perCurrency(NonNegativeDecimalSchema)
  .nullish()
  .transform((amounts) => (amounts && amounts.length > 0 ? amounts : null));
