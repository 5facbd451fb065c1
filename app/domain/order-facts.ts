import { z } from 'zod';
import { CurrencySchema, PresentmentCurrencySchema } from './currency.ts';
import { ShopifyIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { DecimalSchema, NonNegativeDecimalSchema } from './money.ts';
import { text } from './text.ts';

const CountSchema = z.int().min(0).max(1_000_000_000);

/** One amount in both monies; `presentment` is null where a payload tells it in shop money alone. */
const amountOf = (decimal: z.ZodType<string, string>) =>
  z.strictObject({ shop: decimal, presentment: decimal.nullable() });
export const AmountSchema = amountOf(NonNegativeDecimalSchema);
/** Adjustments are signed: what was given back by hand is negative. */
export const SignedAmountSchema = amountOf(DecimalSchema);

const TakenByCodeSchema = z.strictObject({ code: text(255), amount: AmountSchema });

export const LineFactsSchema = z.strictObject({
  id: ShopifyIdSchema,
  productId: ShopifyIdSchema.nullable(),
  variantId: ShopifyIdSchema.nullable(),
  vendor: text(255).nullable(),
  quantity: CountSchema,
  currentQuantity: CountSchema.nullable(),
  giftCard: z.boolean(),
  tip: z.boolean(),
  unitPrice: AmountSchema,
  discounts: AmountSchema,
  taxes: AmountSchema,
});

export const ShippingLineFactsSchema = z.strictObject({
  removed: z.boolean(),
  price: AmountSchema,
  discounts: AmountSchema,
  taxes: AmountSchema,
});

/** One version of an order, with all that decides over its points and nothing about the person. Instants are in UTC. */
export const OrderFactsSchema = z.strictObject({
  orderId: ShopifyIdSchema,
  name: text(255),
  customerId: ShopifyIdSchema.nullable(),
  processedAt: InstantSchema,
  updatedAt: InstantSchema.nullable(),
  cancelledAt: InstantSchema.nullable(),
  financialStatus: text(40).nullable(),
  fulfilled: z.boolean(),
  test: z.boolean(),
  company: z.boolean(),
  channel: text(255).nullable(),
  tags: z.array(text(255)),
  shippingCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  billingCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  shopCurrency: CurrencySchema,
  presentmentCurrency: PresentmentCurrencySchema,
  taxesIncluded: z.boolean(),
  /** In shop money, as Shopify tells it; below 0 where too much was paid. */
  totalOutstanding: DecimalSchema.nullable(),
  currentTotalPrice: DecimalSchema.nullable(),
  discountCodes: z.array(text(255)),
  /** What a code took off the lines and the shipping, of those of which the payload tells it; absent in what an older release stored. */
  takenByCodes: z.array(TakenByCodeSchema).optional(),
  lines: z.array(LineFactsSchema),
  shippingLines: z.array(ShippingLineFactsSchema),
});

export const AdjustmentFactsSchema = z.strictObject({
  id: ShopifyIdSchema,
  kind: text(60),
  amount: SignedAmountSchema,
  tax: SignedAmountSchema,
});

export const RefundFactsSchema = z.strictObject({
  id: ShopifyIdSchema,
  createdAt: InstantSchema,
  processedAt: InstantSchema.nullable(),
  lines: z.array(z.strictObject({ lineItemId: ShopifyIdSchema, quantity: CountSchema })),
  adjustments: z.array(AdjustmentFactsSchema),
  /** null where the payload has no `refund_shipping_lines`: then the adjustments of kind `shipping_refund` count. */
  shipping: z.array(z.strictObject({ amount: AmountSchema, tax: AmountSchema })).nullable(),
});

const HashSchema = z.string().regex(/^[0-9a-f]{64}$/);

const told = <Facts extends z.ZodType>(facts: Facts) =>
  z.strictObject({
    facts,
    /** When Shopify triggered the delivery that told these facts (an API read: when it was read). */
    triggeredAt: InstantSchema.nullable(),
    /** Only in what a release kept that hashed before it acknowledged. */
    hash: HashSchema.optional(),
  });

/** What one delivery tells of an order; the inbox keeps it and the worker reads it back. */
export const ToldOrderSchema = z.strictObject({
  orderId: ShopifyIdSchema,
  order: told(OrderFactsSchema).nullable(),
  refunds: z.array(told(RefundFactsSchema)),
  fulfilledAt: InstantSchema.nullable(),
  deleted: z.boolean(),
});

/** `hash`: hex SHA-256 of canonicalJson(facts): it decides between versions that tell the same time. */
const versioned = <Facts extends z.ZodType>(facts: Facts) =>
  z.strictObject({ ...told(facts).shape, hash: HashSchema });

/** What was looked up in the Admin API once, before the order was first settled, and is never read again. Who or what is gone there has empty lists. */
export const OrderLookupsSchema = z.strictObject({
  /** By customer: an order may change its. */
  customerTags: z.record(ShopifyIdSchema, z.array(text(255))),
  /** By product. */
  lines: z.record(
    ShopifyIdSchema,
    z.strictObject({ tags: z.array(text(255)), collectionIds: z.array(ShopifyIdSchema) }),
  ),
});

/** What one version of the order told that a code took, and which version that was. */
const TakenEarlierSchema = z.strictObject({
  ...TakenByCodeSchema.shape,
  updatedAt: InstantSchema.nullable(),
  triggeredAt: InstantSchema.nullable(),
  hash: HashSchema,
});

/** All that is known of one order. `refunds` are sorted by id, `fulfilledAt` is the earliest known and never unset. */
export const OrderStateSchema = z.strictObject({
  order: versioned(OrderFactsSchema).nullable(),
  /** What codes took that the newest version does not tell of, by the newest that does; sorted by code. Absent: none. */
  takenEarlier: z.array(TakenEarlierSchema).optional(),
  refunds: z.array(versioned(RefundFactsSchema)),
  fulfilledAt: InstantSchema.nullable(),
  deleted: z.boolean(),
  lookups: OrderLookupsSchema.nullable(),
});

export type Amount = z.output<typeof SignedAmountSchema>;
export type LineFacts = z.output<typeof LineFactsSchema>;
export type ShippingLineFacts = z.output<typeof ShippingLineFactsSchema>;
export type OrderFacts = z.output<typeof OrderFactsSchema>;
export type RefundFacts = z.output<typeof RefundFactsSchema>;
export type TakenEarlier = z.output<typeof TakenEarlierSchema>;
export type OrderLookups = z.output<typeof OrderLookupsSchema>;
export type Told<Facts> = { facts: Facts; triggeredAt: string | null; hash?: string | undefined };
export type Versioned<Facts> = Told<Facts> & { hash: string };
export type ToldOrder = z.output<typeof ToldOrderSchema>;
/** What was told, with the hashes by which it is merged. */
export type OrderNews = Omit<ToldOrder, 'order' | 'refunds'> & {
  order: Versioned<OrderFacts> | null;
  refunds: Versioned<RefundFacts>[];
};
export type OrderState = z.output<typeof OrderStateSchema>;
