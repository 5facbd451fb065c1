import type {
  Collection,
  DiscountCode,
  Locale,
  Market,
  MarketHandle,
  Product,
  ProductChange,
  Shop,
  Variant,
} from './catalogue-types.ts';
import type { Delivery, DeliveryStatus, Faults } from './delivery-types.ts';
import type { AppDiscount, DiscountStatus, Metafield, MetafieldOwner } from './app-data-types.ts';
import type { Address, CancelReason, Customer, Millis, Order } from './order-types.ts';
import type { GiftCard } from './money-account-types.ts';
import type { ThemeChoices } from './theme-choices.ts';
import type { Currency, MoneyBag } from '../money.ts';
import type { OrderTotals } from '../checkout/order-totals.ts';

/** An expected refusal: `reason` for programs, `detail` an English sentence for the person at the dev store. */
export type Refusal<Reason extends string> = { ok: false; reason: Reason; detail: string };

export type CheckoutRequest = {
  /** Null is a guest: the order has no customer. */
  customerId: number | null;
  market: MarketHandle;
  /** Default: the customer's, else the market's first. */
  locale?: Locale;
  lines: { variantId: number; quantity: number; properties?: { name: string; value: string }[] }[];
  codes: string[];
  /** In minor units of the market's currency. */
  tip?: bigint;
  /** A rate's handle; default: the market's first. Nothing is shipped when only gift cards are bought. */
  shippingRate?: string;
  /** Default: the customer's, else an address in the market's first country. */
  address?: Address;
  email?: string;
  /** Gift cards to pay with, in this order; each in the currency of the market. */
  giftCardCodes?: string[];
  /** Whether the customer's store credit in the currency of the market pays next. */
  storeCredit?: boolean;
  /** `pending` leaves the order unpaid until `markAsPaid`. */
  payment?: 'paid' | 'pending';
  /** Default `shopify_payments`. */
  gateway?: string;
  sourceName?: string;
  tags?: string[];
  note?: string;
  test?: boolean;
  /** For an import or a seed: when the order was made. Default: now. */
  processedAt?: Millis;
};

/** Why a checkout does not take a code; the storefront says each in the shopper's language. */
export type CodeRefusalReason =
  | 'code-not-valid'
  | 'code-not-yet'
  | 'code-expired'
  | 'code-used-up'
  | 'code-used-by-customer'
  | 'code-for-others'
  | 'code-minimum'
  | 'code-not-combinable'
  | 'code-not-applicable';

/** `least`: what a code's goods must come to, in the market's currency. */
export type CheckoutRefusal = { least?: string } & Refusal<
  | CodeRefusalReason
  | 'empty-cart'
  | 'unknown-market'
  | 'unknown-variant'
  | 'unknown-customer'
  | 'unknown-rate'
  | 'bad-quantity'
  | 'bad-tip'
  | 'gift-card-not-valid'
  | 'no-store-credit'
>;

/** What a cart comes to, before anybody buys it: an order without ids and numbers, paid by the gift cards and store credit given alone. */
export type Quote = {
  ok: true;
  order: Order;
  totals: OrderTotals;
};

export type RefundRequest = {
  orderId: number;
  lines: { lineItemId: number; quantity: number; restockType?: 'no_restock' | 'cancel' | 'return' }[];
  /** Money given back in minor units of the order's presentment currency; default: what lines and shipping come to. */
  amount?: bigint;
  /** `true`: all shipping that is left. An amount: that much of it, tax included. */
  shipping?: boolean | bigint;
  note?: string;
  at?: Millis;
};

export type OrderRefusal = Refusal<
  | 'unknown-order'
  | 'unknown-customer'
  | 'unknown-line'
  | 'unknown-variant'
  | 'bad-quantity'
  | 'bad-amount'
  | 'nothing-to-do'
  | 'already-cancelled'
  | 'already-fulfilled'
  | 'already-paid'
>;

export type OrderResult = { ok: true; order: Order } | OrderRefusal;

/** Parts of a list: `total` counts all that match. Lists are newest first. */
export type Page<T> = { items: T[]; total: number };
export type PageRequest = { offset?: number; limit?: number };

export type OrderFilter = PageRequest & { query?: string; customerId?: number; market?: MarketHandle };
export type CustomerFilter = PageRequest & { query?: string; market?: MarketHandle };
export type DeliveryFilter = PageRequest & { topic?: string; orderId?: number; status?: DeliveryStatus };

export type NewCustomer = {
  firstName: string;
  lastName: string;
  email: string;
  market: MarketHandle;
  locale?: Locale;
  address?: Partial<Address>;
  tags?: string[];
  acceptsMarketing?: boolean;
  /** With an account from the start: `customers/enable` follows. Default false. */
  signedIn?: boolean;
  at?: Millis;
};

/** What a merchant and a shopper do at Haven, and what everybody can read. Every act triggers its webhooks. */
export type DevStore = {
  shop: Shop;

  products(): readonly Product[];
  /** By id or by handle. */
  product(key: number | string): Product | null;
  /** Tags, collections, or deleting it: nothing shows it then, while orders that have it keep it. */
  changeProduct(
    id: number,
    change: ProductChange,
  ): { ok: true; product: Product | null } | Refusal<'unknown-product'>;
  variant(id: number): { product: Product; variant: Variant } | null;
  collections(): readonly Collection[];
  markets(): readonly Market[];
  market(handle: string): Market | null;
  /** The codes that the merchant made in the admin. */
  discountCodes(): readonly DiscountCode[];
  /** The discounts that the app made, newest first, with the orders that used each code. */
  appDiscounts(): { discount: AppDiscount; status: DiscountStatus; used: number }[];
  /** What the app wrote on a customer or on its installation, oldest first. */
  metafields(owner: MetafieldOwner): Metafield[];

  /** Whether a code is a gift card's, that can be spent or not. */
  isGiftCard(code: string): boolean;
  /** Whether its customer accounts are such that store credit can be spent. */
  takesStoreCredit(): boolean;
  themeChoices(): ThemeChoices;
  setThemeChoices(choices: ThemeChoices): void;
  /** A customer's store credit in each currency and the gift cards made for them. */
  moneyOf(customerId: number): {
    storeCredit: { currency: Currency; balance: bigint }[];
    giftCards: GiftCard[];
  };

  customers(filter?: CustomerFilter): Page<Customer>;
  customer(id: number): Customer | null;
  createCustomer(
    customer: NewCustomer,
  ): { ok: true; customer: Customer } | Refusal<'email-taken' | 'unknown-market'>;
  updateCustomer(
    id: number,
    change: Partial<Pick<Customer, 'tags' | 'note' | 'acceptsMarketing' | 'locale'>>,
  ): { ok: true; customer: Customer } | Refusal<'unknown-customer'>;
  /** Everything of the one becomes the other's, and the one is gone: orders, and codes that were for them alone. Whoever has store credit or gift cards is not merged. */
  mergeCustomers(
    id: number,
    into: number,
  ): { ok: true; customer: Customer } | Refusal<'unknown-customer' | 'same-customer' | 'not-mergeable'>;
  /** The first sign-in enables the account, as the new customer accounts do. */
  signIn(customerId: number): { ok: true; customer: Customer } | Refusal<'unknown-customer'>;

  orders(filter?: OrderFilter): Page<Order>;
  /** By id; a deleted order is null. */
  order(id: number): Order | null;
  totals(order: Order): OrderTotals;
  /** The unsigned REST payload of the order as its webhooks carry it now. */
  orderPayload(order: Order): Record<string, unknown>;

  quote(request: CheckoutRequest): Quote | CheckoutRefusal;
  checkout(request: CheckoutRequest): { ok: true; order: Order } | CheckoutRefusal;
  markAsPaid(orderId: number, at?: Millis): OrderResult;
  refundOrder(request: RefundRequest): OrderResult;
  /** What `refundOrder` would give back, without doing it. */
  refundPreview(request: RefundRequest): { ok: true; amount: MoneyBag } | OrderRefusal;
  /** Gives everything back that is left, unless `refund` is false. */
  cancelOrder(request: {
    orderId: number;
    reason?: CancelReason;
    refund?: boolean;
    at?: Millis;
  }): OrderResult;
  /** `add` puts new lines on the order, unpaid; `set` changes lines' quantities; `markAsPaid` collects the rest. */
  editOrder(request: {
    orderId: number;
    add?: { variantId: number; quantity: number }[];
    set?: { lineItemId: number; quantity: number }[];
    at?: Millis;
  }): OrderResult;
  /** Fulfils everything that is left, or the lines named. */
  fulfilOrder(request: {
    orderId: number;
    lines?: { lineItemId: number; quantity: number }[];
    at?: Millis;
  }): OrderResult;
  /** A guest's order, or one of the wrong account, becomes a customer's. */
  linkOrder(orderId: number, customerId: number, at?: Millis): OrderResult;
  /** A shopper asks for the link of their order anew, on the page whose own link has expired. */
  requestOrderLink(orderId: number): OrderResult;
  deleteOrder(orderId: number): OrderResult;

  deliveries(filter?: DeliveryFilter): Page<Delivery>;
  delivery(id: number): Delivery | null;
  /** The raw body, as signed and sent. */
  deliveryBody(delivery: Delivery): string;
  /** Sends it again at once, with the same webhook id. */
  deliverAgain(id: number): { ok: true; delivery: Delivery } | Refusal<'unknown-delivery'>;
  /** Called on every change of a delivery; returns the function that ends it. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  faults(): Faults;
  setFaults(faults: Faults): void;

  /** `null` until the app was opened once; see `POST /control/install`. */
  installation(): { installedAt: Millis; scopes: string[] } | null;
  /** A session token as App Bridge gives it out: HS256, 60 seconds. */
  mintIdToken(sessionId: string, userId?: number): string;
  /** The app's address for the admin's iframe: `embedded=1`, shop, host, session, id_token, timestamp and hmac. */
  embeddedAppUrl(request: {
    path?: string;
    search?: string;
    locale?: string;
    sessionId: string;
    userId?: number;
  }): string;
};
