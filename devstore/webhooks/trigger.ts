import { randomUUID } from 'node:crypto';
import type { Subscription } from '../app-config.ts';
import type { Delivery, Faults } from '../state/delivery-types.ts';
import type { Tables } from '../state/tables.ts';
import { noFaults, planFaults } from './faults.ts';
import type { Dispatcher } from './dispatcher.ts';

/** What one act of a merchant or shopper tells its subscribers: several topics, one event id. */
export type WebhookEvent = {
  notices: { topic: string; payload: unknown }[];
  orderId: number | null;
  customerId: number | null;
  /** When it happened, in milliseconds. */
  at: number;
};

type Surroundings = {
  tables: Tables;
  dispatcher: Dispatcher;
  subscriptions: readonly Subscription[];
  appUrl: string;
};

/** The faults in force. */
export function currentFaults(tables: Tables): Faults {
  const kept = tables.get('single', 'faults');
  if (typeof kept !== 'object' || !('webhooks' in kept)) return noFaults;
  // A journal of an earlier version knows fewer kinds of faults.
  return { ...kept, admin: { ...noFaults.admin, ...kept.admin } };
}

/** RFC 3339 with nanoseconds, as X-Shopify-Triggered-At has it; the id keeps deliveries of one millisecond apart. */
export function triggeredAtText(at: number, deliveryId: number): string {
  const nanos = String(deliveryId % 1_000_000).padStart(6, '0');
  return new Date(at).toISOString().replace('Z', `${nanos}Z`);
}

/** Keeps a body and gives its id. */
export function keepBody(tables: Tables, body: string): number {
  const id = tables.nextNumber('body', 1);
  tables.put('body', id, body);
  return id;
}

/** Freezes the event's bodies and schedules a delivery for every subscription, as the faults in force will have it. */
export function trigger(event: WebhookEvent, surroundings: Surroundings): void {
  const { tables, subscriptions, dispatcher } = surroundings;
  const eventId = randomUUID();
  const bodyIds = new Map<string, number>();
  const faults = currentFaults(tables);
  const deliveries: Delivery[] = [];
  for (const { topic, payload } of event.notices) {
    for (const subscription of subscriptions.filter((each) => each.topic === topic)) {
      const body = JSON.stringify(payload);
      const bodyId = bodyIds.get(body) ?? keepBody(tables, body);
      bodyIds.set(body, bodyId);
      deliveries.push(newDelivery({ event, topic, subscription, eventId, bodyId }, surroundings));
    }
  }
  for (const delivery of deliveries)
    for (const planned of withFaults(delivery, faults, tables)) dispatcher.schedule(planned);
}

function newDelivery(
  {
    event,
    topic,
    subscription,
    eventId,
    bodyId,
  }: { event: WebhookEvent; topic: string; subscription: Subscription; eventId: string; bodyId: number },
  { tables, appUrl }: Surroundings,
): Delivery {
  const id = tables.nextNumber('delivery', 1);
  return {
    id,
    webhookId: randomUUID(),
    eventId,
    topic,
    url: new URL(subscription.uri, appUrl).href,
    subscriptionName: subscription.name,
    orderId: event.orderId,
    customerId: event.customerId,
    triggeredAt: event.at,
    triggeredAtHeader: triggeredAtText(event.at, id),
    status: 'waiting',
    dueAt: Date.now(),
    attempts: [],
    faults: [],
    bodyId,
  };
}

function withFaults(delivery: Delivery, faults: Faults, tables: Tables): Delivery[] {
  const plan = planFaults(faults.seed, delivery.id, faults.webhooks);
  if (plan.drop) return [{ ...delivery, status: 'dropped', dueAt: null, faults: ['drop'] }];
  const held: Delivery = {
    ...delivery,
    dueAt: Date.now() + plan.delayMs + plan.holdMs,
    faults: [
      ...(plan.holdMs > 0 ? ['reorder' as const] : []),
      ...(plan.delayMs > 0 ? ['delay' as const] : []),
    ],
  };
  if (!plan.duplicate) return [held];
  const twin: Delivery = {
    ...held,
    id: tables.nextNumber('delivery', 1),
    faults: [...held.faults, 'duplicate'],
  };
  return [held, twin];
}
