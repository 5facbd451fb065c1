import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../state/context.ts';
import type { Delivery } from '../state/delivery-types.ts';
import { keepBody, triggeredAtText } from '../webhooks/trigger.ts';

type Injected = {
  topic: string;
  payload?: unknown;
  webhookId?: string | undefined;
  eventId?: string | undefined;
  triggeredAt?: string | undefined;
};

/** Signs any payload as a webhook, sends it once and gives the app's answer. */
export async function injectWebhook({ tables, dispatcher, appConfig, env }: StoreContext, wanted: Injected) {
  const subscription = appConfig.subscriptions.find((each) => each.topic === wanted.topic);
  const delivery = tables.atomically((): Delivery => {
    const id = tables.nextNumber('delivery', 1);
    const triggeredAt = wanted.triggeredAt ? Date.parse(wanted.triggeredAt) : Date.now();
    return {
      id,
      webhookId: wanted.webhookId ?? randomUUID(),
      eventId: wanted.eventId ?? randomUUID(),
      topic: wanted.topic,
      url: new URL(subscription?.uri ?? '/webhooks', env.appUrl).href,
      subscriptionName: subscription?.name ?? null,
      orderId: null,
      customerId: null,
      triggeredAt,
      triggeredAtHeader: wanted.triggeredAt ?? triggeredAtText(triggeredAt, id),
      status: 'waiting',
      dueAt: null,
      attempts: [],
      faults: [],
      bodyId: keepBody(tables, JSON.stringify(wanted.payload ?? null)),
    };
  });
  const after = await dispatcher.sendNow(delivery);
  const attempt = after.attempts.at(-1);
  return {
    deliveryId: after.id,
    webhookId: after.webhookId,
    status: attempt?.status ?? null,
    error: attempt?.error ?? null,
    body: attempt?.answer ?? '',
    durationMs: attempt?.durationMs ?? null,
  };
}
