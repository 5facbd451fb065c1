import { z } from 'zod';
import { ACTION_KINDS } from './action.ts';
import { CurrencySchema } from './currency.ts';

/** An exact value as `fractionText` writes it: "34.98", "10/3". */
const ExactSchema = z.string().regex(/^-?\d+(?:\.\d+|\/[1-9]\d*)?$/);
const PointsSchema = z.string().regex(/^-?\d+$/);

export const NO_POINTS_REASONS = [
  'waitingForOrder',
  'deleted',
  'cancelled',
  'noCustomer',
  'noProgram',
  'beforeProgram',
  'notMember',
  'testOrder',
  'refunded',
  'voided',
  'unpaid',
  'notFulfilled',
  'excludedOrderTag',
  'excludedChannel',
  'excludedCustomerTag',
  'businessOrder',
  'noRate',
  'outOfRange',
] as const;
/** Why an order carries no points whatever is in it. */
export type NoPointsReason = (typeof NO_POINTS_REASONS)[number];

export const NOT_COUNTED_REASONS = [
  'tip',
  'giftCard',
  'excludedProduct',
  'excludedCollection',
  'excludedProductTag',
  'excludedVendor',
] as const;
/** Why a line of an order that does earn is not counted. */
export type NotCountedReason = (typeof NOT_COUNTED_REASONS)[number];

const MultiplierSchema = z.strictObject({
  source: z.strictObject({ kind: z.enum(['tier', 'campaign']), id: z.string() }),
  by: ExactSchema,
});

const LineExplanationSchema = z.strictObject({
  lineId: z.string(),
  quantity: z.int(),
  /** What is left of the quantity after refunds and edits. */
  remaining: z.int(),
  /** For the whole quantity, after discounts, with or without taxes as the basis says. */
  amount: ExactSchema,
  /** The amount times remaining / quantity, before `factor`. */
  kept: ExactSchema,
  /** null: the line counts. */
  notCounted: z.enum(NOT_COUNTED_REASONS).nullable(),
  multipliers: z.array(MultiplierSchema),
  /** What the multipliers come to together, "1" without any. */
  multiplier: ExactSchema,
});

const ShippingExplanationSchema = z.strictObject({
  amount: ExactSchema,
  refunded: ExactSchema,
  kept: ExactSchema,
  multipliers: z.array(MultiplierSchema),
  multiplier: ExactSchema,
});

/** A level or a campaign with its name per language: an explanation must be readable when the programme has it no more. */
const NamedSchema = z.strictObject({ id: z.string(), name: z.record(z.string(), z.string()) });

/** How the order's points came about, or why it has none. Stored with the entry: no titles, nothing about the person. Amounts are in `currency`. */
export const OrderExplanationSchema = z.strictObject({
  kind: z.literal('order'),
  /** null, as is the name, while the order itself has not arrived. */
  orderId: z.string().nullable(),
  orderName: z.string().nullable(),
  programNumber: z.int().nullable(),
  reason: z.enum(NO_POINTS_REASONS).nullable(),
  market: z.string().nullable(),
  /** Held just before the order; null where the programme has none, or nothing was reckoned. */
  level: NamedSchema.nullable(),
  money: z.enum(['presentment', 'shop']).nullable(),
  currency: CurrencySchema.nullable(),
  rate: z.strictObject({ currency: CurrencySchema, spend: z.string(), points: z.int() }).nullable(),
  taxes: z.enum(['asDisplayed', 'included', 'excluded']).nullable(),
  lines: z.array(LineExplanationSchema),
  /** null: shipping earns nothing under this programme. */
  shipping: ShippingExplanationSchema.nullable(),
  /** How many refunds are known. */
  refunds: z.int(),
  /** D and T of points.md 2, step 5; null where nothing was refunded by hand. */
  discrepancy: z.strictObject({ refunded: ExactSchema, total: ExactSchema }).nullable(),
  /** The share that a partly paid order still owes; null where nothing is scaled by it. */
  unpaidShare: ExactSchema.nullable(),
  /** What every kept amount is multiplied with, from both of the above. */
  factor: ExactSchema.nullable(),
  /** E: the scaled sum of the counted lines. */
  eligible: ExactSchema,
  /** E and the scaled shipping: what the rate is applied to before multipliers. */
  counted: ExactSchema,
  /** How several multipliers of one line come together. */
  stacking: z.enum(['add', 'multiply', 'highest']).nullable(),
  /** `counted` with every multiplier: what the rate is applied to. */
  multiplied: ExactSchema,
  granularity: z.enum(['proportional', 'wholeSteps']).nullable(),
  rounding: z.enum(['down', 'halfUp', 'up']).nullable(),
  /** Those that multiplied something or gave a bonus. */
  campaigns: z.array(NamedSchema),
  bonuses: z.array(z.strictObject({ campaign: z.string(), points: PointsSchema })),
  basePoints: PointsSchema,
  points: PointsSchema,
});
export type OrderExplanation = z.output<typeof OrderExplanationSchema>;

/** What an entry of the ledger keeps: the explanation, and the order's points before it and after it. */
const OrderEntryExplanationSchema = OrderExplanationSchema.extend({
  before: PointsSchema,
  after: PointsSchema,
});
export type OrderEntryExplanation = z.output<typeof OrderEntryExplanationSchema>;

const orderOfEntry = { orderId: z.string(), orderName: z.string().nullable() };

/** Of the entry that takes an order's points back where it belonged before its customer changed. */
export const OrderMovedExplanationSchema = z.strictObject({
  kind: z.literal('orderMoved'),
  ...orderOfEntry,
  before: PointsSchema,
  after: PointsSchema,
});

/** Of the entry with which the shop carries what an order's reversal could not take, or (points below 0) is given that back. */
export const WriteOffExplanationSchema = z.strictObject({
  kind: z.literal('writeOff'),
  ...orderOfEntry,
  points: PointsSchema,
});

/** Of the entry with which points expire: points below 0. */
export const ExpiryExplanationSchema = z.strictObject({ kind: z.literal('expiry'), points: PointsSchema });

/** Of the entry that keeps an order's reversal from charging expired points a second time, or (points below 0) lets them expire again. */
export const ExpiryReversalExplanationSchema = z.strictObject({
  kind: z.literal('expiryReversal'),
  ...orderOfEntry,
  points: PointsSchema,
});

/** Of the entry that gives expired points back: activity that we heard of late had kept them. */
export const ExpiryUndoneExplanationSchema = z.strictObject({
  kind: z.literal('expiryUndone'),
  points: PointsSchema,
});

/** Of the entry that keeps the undoing of an adjustment from charging expired points a second time. */
export const AdjustmentExpiredExplanationSchema = z.strictObject({
  kind: z.literal('adjustmentExpired'),
  points: PointsSchema,
  /** The number of the adjustment that is undone. */
  undoes: z.int(),
});

const redemptionOfEntry = {
  redemptionId: z.string(),
  rewardId: z.string(),
  /** The reward's name per language, as the programme had it; `{amount}`, `{percent}` and `{ceiling}` in it stand for these. */
  name: z.record(z.string(), z.string()),
  /** null: it was no amount. */
  amount: ExactSchema.nullable(),
  percent: ExactSchema.optional(),
  ceiling: ExactSchema.optional(),
  currency: CurrencySchema,
  points: PointsSchema,
};

/** Of the entry that takes a reward's points. `late`: an order came with a code whose points had been given back. */
export const RedemptionExplanationSchema = z.strictObject({
  kind: z.literal('redemption'),
  ...redemptionOfEntry,
  late: z.boolean(),
});

/** Of the entry that gives a reward's points back. */
export const RedemptionReturnExplanationSchema = z.strictObject({
  kind: z.literal('redemptionReturn'),
  ...redemptionOfEntry,
  why: z.enum(['failed', 'cancelled', 'expired']),
});

/**
 * Of the entry that gives a reward's points back because the order that used it was refunded or cancelled, or (points below 0) takes them
 * again because its lines are there again. `points` are the entry's.
 */
export const RedemptionRefundExplanationSchema = z.strictObject({
  kind: z.literal('redemptionRefund'),
  ...redemptionOfEntry,
  ...orderOfEntry,
  /** Nothing is left of the order. */
  full: z.boolean(),
});

/** Of the entry that gives back what points in the cart were worth beyond what the order took; below 0 where it took more after all. */
export const RedemptionUnneededExplanationSchema = z.strictObject({
  kind: z.literal('redemptionUnneeded'),
  ...redemptionOfEntry,
  ...orderOfEntry,
});

/** Of an entry that a person of the shop made. Members are not told the reason: it is the shop's own note. */
export const AdjustmentExplanationSchema = z.strictObject({
  kind: z.literal('adjustment'),
  points: PointsSchema,
  reason: z.string(),
  /** The number of the member's entry that it is the opposite of. */
  undoes: z.int().optional(),
});

/** Of one of the two entries with which points move when Shopify merges two customers. */
export const MergeExplanationSchema = z.strictObject({ kind: z.literal('merge'), points: PointsSchema });

/** Of the entry that rewards an action. */
export const ActionExplanationSchema = z.strictObject({
  kind: z.literal('action'),
  action: z.enum(ACTION_KINDS),
  actionId: z.string(),
  /** The action's name per language, as the programme had it. */
  name: z.record(z.string(), z.string()),
  points: PointsSchema,
  programNumber: z.int(),
  /** What the programme gives for it, before the multiplier. */
  base: PointsSchema,
  /** Whose multiplier counted; null: none did. */
  level: NamedSchema.nullable(),
  multiplier: ExactSchema,
  rounding: z.enum(['down', 'halfUp', 'up']),
});

/** Of the entry that takes back what is left of an award when its member's history is joined with one that was rewarded for the same: points below 0. */
export const ActionTwiceExplanationSchema = z.strictObject({
  kind: z.literal('actionTwice'),
  actionId: z.string(),
  points: PointsSchema,
});

/** What an entry of the ledger keeps: why it is there. */
export const EntryExplanationSchema = z.discriminatedUnion('kind', [
  OrderEntryExplanationSchema,
  OrderMovedExplanationSchema,
  WriteOffExplanationSchema,
  RedemptionExplanationSchema,
  RedemptionReturnExplanationSchema,
  RedemptionRefundExplanationSchema,
  RedemptionUnneededExplanationSchema,
  ExpiryExplanationSchema,
  ExpiryReversalExplanationSchema,
  ExpiryUndoneExplanationSchema,
  AdjustmentExpiredExplanationSchema,
  AdjustmentExplanationSchema,
  MergeExplanationSchema,
  ActionExplanationSchema,
  ActionTwiceExplanationSchema,
]);
export type EntryExplanation = z.output<typeof EntryExplanationSchema>;
