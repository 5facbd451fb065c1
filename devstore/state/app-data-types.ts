import type { DiscountClass, Rate } from '../checkout/reductions.ts';
import type { Millis } from './order-types.ts';

/** What a discount is for; null: everything but gift cards. */
export type DiscountItems = { productIds: number[]; variantIds: number[]; collectionIds: number[] } | null;

/** What a discount of the app gives. Amounts are minor units of the shop's currency, which a market's day rate converts. */
export type DiscountValue =
  | { kind: 'fixedAmount'; amount: bigint; items: DiscountItems }
  | { kind: 'percentage'; rate: Rate; items: DiscountItems }
  /** `countries` null: all; `dearest`: shipping that costs more is not free. */
  | { kind: 'freeShipping'; countries: string[] | null; dearest: bigint | null }
  /** What a Function of the app says at each cart. */
  | { kind: 'function'; handle: string; classes: DiscountClass[] };

/** A discount that the app made through the Admin API, by a code or (`code` null) automatic. */
export type AppDiscount = {
  id: number;
  redeemCodeId: number | null;
  code: string | null;
  title: string;
  value: DiscountValue;
  rules: DiscountRules;
  tags: string[];
  createdAt: Millis;
  updatedAt: Millis;
};

export type DiscountStatus = 'ACTIVE' | 'EXPIRED' | 'SCHEDULED';

/** Who may use a code, when, how often, on what and beside what. */
export type DiscountRules = {
  /** Null: as often as anybody likes. */
  usageLimit: number | null;
  oncePerCustomer: boolean;
  /** Null: everybody, guests too. */
  customerIds: number[] | null;
  startsAt: Millis;
  /** Deactivating sets it to that moment, as the platform does. */
  endsAt: Millis | null;
  minimumSubtotal: bigint | null;
  minimumQuantity: number | null;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
};

export type MetafieldOwner = {
  type: 'Customer' | 'AppInstallation' | 'DiscountCodeNode' | 'DiscountAutomaticNode';
  id: number;
};

/** A value of the app on a customer, on a discount or on its installation. */
export type Metafield = {
  id: number;
  owner: MetafieldOwner;
  /** In full: `$app` is kept as `app--` and the app's key. */
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: Millis;
  updatedAt: Millis;
};

/** What this shop can do; a test may take each away. */
export type Capabilities = {
  /** Whether the app's Functions run here: a custom app's do on Plus and on development stores only. */
  functions: boolean;
  /** Whether store credit can be spent: not with the classic customer accounts. */
  storeCredit: boolean;
  giftCards: boolean;
  partnerDevelopment: boolean;
  shopifyPlus: boolean;
  /** Whether the app is of the App Store; else it is a custom app. */
  publicApp: boolean;
};

/** What the merchant chose in the theme editor, beside the theme's own files: the app blocks and embeds that are switched off, by their file's name. */
export type ThemeChoices = { appBlocksOff: string[] };
