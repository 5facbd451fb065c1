// What the load generator is asked for and what it answers.
import type { Customers } from './order-body.ts';

export type WebhookPlan = {
  kind: 'webhooks';
  /** Taken in turn by the connections. */
  urls: string[];
  connections: number;
  /** Number of the first order. */
  first: number;
  count: number;
  customers: Customers;
  shop: string;
  secret: string;
  /** As Shopify does: what is not answered by a success is delivered again. */
  again: boolean;
};

export type PlannedRequest = {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Text that the answer must hold. */
  expect?: string;
};

export type RequestPlan = {
  kind: 'requests';
  urls: string[];
  connections: number;
  requests: PlannedRequest[];
};

export type Plan = WebhookPlan | RequestPlan;

export type LoadResult = {
  /** From the first byte sent to the last answer. */
  seconds: number;
  /** How often each status came; 0: the connection broke. */
  statuses: Record<string, number>;
  /** Answers without the expected text. */
  wrong: number;
  p50: number;
  p99: number;
  /** Share of a core that the generator was busy. */
  generator: number;
};
