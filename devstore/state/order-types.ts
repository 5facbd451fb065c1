import type { Currency, MoneyBag } from '../money.ts';
import type { Locale, MarketHandle } from './catalogue-types.ts';

/** Moments are milliseconds since 1970 throughout the state; payloads print them as Shopify does. */
export type Millis = number;

export type Address = {
  firstName: string;
  lastName: string;
  address1: string;
  address2: string | null;
  city: string;
  /** Name and code of a state, prefecture or emirate, where the country has them. */
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  countryCode: string;
  phone: string | null;
};

export type Customer = {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  locale: Locale;
  market: MarketHandle;
  address: Address;
  /** `disabled`: no account yet; `enabled` from the first sign-in on. */
  state: 'disabled' | 'enabled';
  tags: string[];
  acceptsMarketing: boolean;
  note: string | null;
  createdAt: Millis;
  updatedAt: Millis;
};

export type TaxLine = { title: string; /** such as "0.19" */ rate: string; amount: MoneyBag };

/** A share of the order's discount with that index in `discountApplications`. */
export type DiscountAllocation = { application: number; amount: MoneyBag };

export type DiscountApplication = {
  /** Null: an automatic discount, which is named by its title. */
  code: string | null;
  title: string;
  valueType: 'percentage' | 'fixed_amount';
  /** A percentage such as "10.0", or an amount in the presentment currency's decimals. */
  value: string;
  targetType: 'line_item' | 'shipping_line';
  /** `entitled`: the discount is for some lines only. */
  targetSelection: 'all' | 'entitled';
  /** The type that `discount_codes` shows. */
  codeType: 'percentage' | 'fixed_amount' | 'shipping';
};

export type OrderLine = {
  id: number;
  productId: number | null;
  variantId: number | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  /** Bought in all, including what an edit added; never lowered. */
  quantity: number;
  unitPrice: MoneyBag;
  discountAllocations: DiscountAllocation[];
  taxLines: TaxLine[];
  giftCard: boolean;
  taxable: boolean;
  requiresShipping: boolean;
  grams: number;
  properties: { name: string; value: string }[];
  /** Set on a tip, which the platform lists as a line of its own. */
  tip: { gateway: string; method: string } | null;
};

export type ShippingLine = {
  id: number;
  handle: string;
  title: string;
  price: MoneyBag;
  discountAllocations: DiscountAllocation[];
  taxLines: TaxLine[];
};

export type Transaction = {
  id: number;
  kind: 'sale' | 'refund';
  gateway: string;
  amount: MoneyBag;
  parentId: number | null;
  processedAt: Millis;
  /** The gift card or store credit that paid, and that a refund goes back to. */
  source?: { giftCardId: number } | { accountId: number };
};

export type RefundLine = {
  id: number;
  lineItemId: number;
  quantity: number;
  restockType: 'no_restock' | 'cancel' | 'return';
  /** Price less discounts of these pieces, with their tax where the order's prices include it. */
  subtotal: MoneyBag;
  tax: MoneyBag;
};

/** Shipping given back: `net` without and `tax` the tax on it. */
export type RefundShipping = { id: number; adjustmentId: number; net: MoneyBag; tax: MoneyBag };

export type Refund = {
  id: number;
  createdAt: Millis;
  note: string | null;
  lines: RefundLine[];
  shipping: RefundShipping | null;
  /** Refunded beyond (negative) or below (positive) what lines and shipping come to. */
  discrepancy: { id: number; amount: MoneyBag } | null;
  /** Empty where an edit took lines off the order and no money moved yet. */
  transactions: Transaction[];
};

export type Fulfilment = { id: number; createdAt: Millis; lines: { lineItemId: number; quantity: number }[] };

export type OrderEdit = {
  id: number;
  committedAt: Millis;
  additions: { lineItemId: number; delta: number }[];
  removals: { lineItemId: number; delta: number }[];
};

export type CancelReason = 'customer' | 'inventory' | 'fraud' | 'declined' | 'other' | 'staff';

export type Order = {
  id: number;
  /** Counts from 1001; `#1001` is the order's name. */
  orderNumber: number;
  token: string;
  confirmationNumber: string;
  customerId: number | null;
  email: string | null;
  market: MarketHandle;
  locale: string;
  shopCurrency: Currency;
  presentmentCurrency: Currency;
  taxesIncluded: boolean;
  sourceName: string;
  test: boolean;
  tags: string[];
  note: string | null;
  createdAt: Millis;
  processedAt: Millis;
  updatedAt: Millis;
  closedAt: Millis | null;
  cancelledAt: Millis | null;
  cancelReason: CancelReason | null;
  deletedAt: Millis | null;
  billingAddress: Address | null;
  shippingAddress: Address | null;
  lines: OrderLine[];
  shippingLines: ShippingLine[];
  discountApplications: DiscountApplication[];
  transactions: Transaction[];
  refunds: Refund[];
  fulfilments: Fulfilment[];
  edits: OrderEdit[];
};

export type FinancialStatus =
  'pending' | 'paid' | 'partially_paid' | 'partially_refunded' | 'refunded' | 'voided';
export type FulfilmentStatus = 'fulfilled' | 'partial' | null;
