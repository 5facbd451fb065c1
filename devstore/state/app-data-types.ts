import type { Millis } from './order-types.ts';

/** A code that the app made through the Admin API. Amounts are minor units of the shop's currency. */
export type AppDiscount = {
  id: number;
  redeemCodeId: number;
  code: string;
  title: string;
  amount: bigint;
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

export type MetafieldOwner = { type: 'Customer' | 'AppInstallation'; id: number };

/** A value of the app on a customer or on its installation. */
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
