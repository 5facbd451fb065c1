import { z } from 'zod';
import { CurrencySchema, PresentmentCurrencySchema } from '../domain/currency.ts';
import { canonicalInstant, epochNanoseconds } from '../domain/instant.ts';
import { DecimalSchema, isDecimal, NonNegativeDecimalSchema } from '../domain/money.ts';
import { pathText } from '../domain/parse-program.ts';
import { isStorableText } from '../domain/text.ts';

const NOT_AN_ID = "is not one of Shopify's numeric ids";

/** JSON.parse gives ids as numbers, which are exact up to 2^53 - 1; as text they may have 18, which PostgreSQL's bigint holds. */
export const IdSchema = z
  .union([z.number(), z.string()], NOT_AN_ID)
  .refine(
    (id) => (typeof id === 'number' ? Number.isSafeInteger(id) && id > 0 : /^[1-9]\d{0,17}$/.test(id)),
    NOT_AN_ID,
  )
  .transform(String);

const storable = z.string().refine(isStorableText, 'holds a NUL or a lone surrogate');
export const textUpTo = (length: number) => storable.max(length, `is longer than ${length} characters`);

/** An instant of a payload, with its shop's offset, as the one text in UTC. */
export const InstantSchema = z
  .string()
  .max(40)
  .refine((text) => epochNanoseconds(text) !== null, 'is not an ISO 8601 date and time with an offset')
  // Days are added to it, and the database must hold what comes out.
  .refine((text) => !/^(?:0|1[0-8]|[3-9])/.test(text), 'is out of range')
  .transform(canonicalInstant);

/** A field that Shopify leaves out, or sends as null, where there is nothing to tell. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? null);

export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

export const QuantitySchema = z.int().min(0).max(1_000_000_000);
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

// So many digits that no order has more, and so few that sums of them still are decimals of ours.
const inRange = (amount: string): boolean => /^-?\d{1,15}(?:\.\d{1,10})?$/.test(amount);
export const AmountTextSchema = DecimalSchema.refine(
  (text) => !isDecimal(text) || inRange(text),
  'is out of range',
);
const UnsignedAmountTextSchema = NonNegativeDecimalSchema.refine(
  (text) => !isDecimal(text) || inRange(text),
  'is out of range',
);

const moneySet = (decimal: typeof DecimalSchema) => {
  return z.object({
    shop_money: z.object({ amount: decimal, currency_code: CurrencySchema }),
    presentment_money: z.object({ amount: decimal, currency_code: PresentmentCurrencySchema }),
  });
};
const SetSchema = optional(moneySet(UnsignedAmountTextSchema));
const SignedSetSchema = optional(moneySet(AmountTextSchema));

/** `price` and its twin `price_set` and the like, unsigned and signed. */
export const unsigned = { plain: optional(UnsignedAmountTextSchema), set: SetSchema };
export const signed = { plain: optional(AmountTextSchema), set: SignedSetSchema };
export type MoneySet = z.output<typeof SignedSetSchema>;

/** The first fault of a payload as `line_items[0].price: is not a decimal number`: what the operator is shown for a refused delivery. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${pathText(issue.path) || 'payload'}: ${issue.message}` : 'payload: is faulty';
}

/** What a payload cannot be taken for, and where: thrown inside a parser, and caught at its door. */
export class PayloadFault extends Error {
  constructor(path: readonly PropertyKey[], reason: string) {
    super(`${pathText(path)}: ${reason}`);
    this.name = 'PayloadFault';
  }
}

/** A key that no honest payload has anywhere, and that plain assignment would turn into a prototype. */
function holdsPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsPrototypeKey);
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(holdsPrototypeKey);
}

export type Parsed<Value> = { ok: true; value: Value } | { ok: false; reason: string };

/** Checks a payload by its schema and reads it; every fault, of the shape or one that `read` throws as a PayloadFault, is a reason. */
export function parsePayload<Schema extends z.ZodType, Value>(
  schema: Schema,
  payload: unknown,
  read: (payload: z.output<Schema>) => Value,
): Parsed<Value> {
  if (holdsPrototypeKey(payload)) return { ok: false, reason: 'payload: has a key "__proto__"' };
  const parsed = schema.safeParse(payload);
  if (!parsed.success) return { ok: false, reason: reasonOf(parsed.error) };
  try {
    return { ok: true, value: read(parsed.data) };
  } catch (error) {
    if (error instanceof PayloadFault) return { ok: false, reason: error.message };
    throw error;
  }
}
