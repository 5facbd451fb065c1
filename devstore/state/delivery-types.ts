import type { Millis } from './order-types.ts';

export type DeliveryAttempt = {
  at: Millis;
  durationMs: number;
  /** The app's HTTP status, or null where no answer came. */
  status: number | null;
  /** Why no answer came: "connect timeout", "ECONNREFUSED", …; null where one did. */
  error: string | null;
  /** The first 500 characters of the answer. */
  answer: string;
};

export type DeliveryStatus =
  | 'waiting' // due now or later, maybe after failed attempts
  | 'delivered' // answered 2xx
  | 'failed' // the first attempt and 8 retries failed
  | 'dropped'; // a fault swallowed it; "deliver again" sends it after all

/** One webhook on its way to one subscription. */
export type Delivery = {
  /** Counts from 1 in the order of triggering; pages and the control API name deliveries by it. */
  id: number;
  /** X-Shopify-Webhook-Id: the same for a duplicate and for "deliver again". */
  webhookId: string;
  /** X-Shopify-Event-Id: the same for all deliveries of one merchant action. */
  eventId: string;
  topic: string;
  /** Where it goes: the subscription's uri made absolute with the app's address. */
  url: string;
  subscriptionName: string | null;
  orderId: number | null;
  customerId: number | null;
  triggeredAt: Millis;
  /** X-Shopify-Triggered-At as sent, with nanoseconds, strictly rising. */
  triggeredAtHeader: string;
  status: DeliveryStatus;
  dueAt: Millis | null;
  attempts: DeliveryAttempt[];
  /** What a fault did to it. */
  faults: ('duplicate' | 'reorder' | 'delay' | 'drop')[];
  bodyId: number;
};

/** Shares between 0 and 1; `delayMs` for every delivery. The same seed gives the same faults. */
export type WebhookFaults = { duplicate: number; reorder: number; delayMs: number; drop: number };
export type AdminFaults = {
  throttle: number;
  error5xx: number;
  /** No answer, and nothing done. */
  timeout: number;
  /** Carried out, and no answer: what a caller cannot tell from `timeout`. */
  timeoutAfter: number;
  /** Mutations answer a user error and do nothing. */
  refuse: number;
  latencyMs: number;
  /** How long a request that gets no answer is held open before 504. */
  timeoutMs: number;
  /** Root fields whose requests the faults hit, such as "discountCodeBasicCreate"; empty: all requests. */
  fields: string[];
  /** After so many faulty requests all is well again; null: until told otherwise. */
  times: number | null;
};
export type Faults = { seed: number; webhooks: WebhookFaults; admin: AdminFaults };
