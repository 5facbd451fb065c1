/**
 * What happens on each topic: topic -> how its payload becomes news, and the use case that the news is handed to. shopify.app.toml
 * names the subscriptions; a topic that is not here is accepted and kept as refused. (Rows of topic meridian/… are our own, storage/inbox:
 * their news is made there.)
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { ToldOrderSchema } from '../domain/order-facts.ts';
import { closeShop } from '../services/close-shop.ts';
import { endDeletedDiscounts } from '../services/end-deleted-discounts.ts';
import { enrolSignUps } from '../services/enrol-member.ts';
import { mergeCustomers } from '../services/merge-customers.ts';
import { orderNews } from '../services/order-news.ts';
import { settleCustomers } from '../services/settle-customers.ts';
import { settleOrders } from '../services/settle-order.ts';
import { updateShop } from '../services/update-shop.ts';
import { newsOfCustomer, newsOfMerge } from '../shopify/customer-payload.ts';
import { newsOfDiscountDelete } from '../shopify/discount-payload.ts';
import { newsOfOrder, newsOfOrderDelete } from '../shopify/order-payload.ts';
import { newsOfPrivacyRequest } from '../shopify/privacy-payload.ts';
import { newsOfRefund } from '../shopify/refund-payload.ts';
import { newsOfShop } from '../shopify/shop-payload.ts';
import { insertPrivacyRequests } from '../storage/privacy-requests.ts';
import type { Tx } from '../storage/transaction.ts';
import { z } from 'zod';

const ShopSettingsSchema = z.strictObject({
  name: z.string().nullable(),
  currency: z.string().nullable(),
  timeZone: z.string().nullable(),
});

/** What the inbox keeps of a delivery. */
export const NewsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), news: ToldOrderSchema }),
  z.strictObject({ kind: z.literal('signUp'), customerId: z.string(), enrolledAt: z.string() }),
  z.strictObject({ kind: z.literal('membership'), customerId: z.string(), reason: z.string() }),
  z.strictObject({ kind: z.literal('merge'), from: z.string(), into: z.string(), at: z.string() }),
  z.strictObject({ kind: z.literal('discountDeleted'), discountId: z.string() }),
  z.strictObject({ kind: z.literal('uninstalled'), at: z.string() }),
  z.strictObject({
    kind: z.literal('privacy'),
    topic: z.string(),
    webhookId: z.string().nullable().default(null),
    customerId: z.string().nullable(),
    orderIds: z.array(z.string()),
    receivedAt: z.string(),
  }),
  z.strictObject({ kind: z.literal('shop'), settings: ShopSettingsSchema, at: z.string() }),
  /** Nothing to do; the row itself is the record that it came. */
  z.strictObject({ kind: z.literal('kept') }),
]);
export type News = z.output<typeof NewsSchema>;
export type NewsOf<Kind extends News['kind']> = Extract<News, { kind: Kind }>;

export type DeliveryContext = {
  topic: string;
  webhookId: string;
  triggeredAt: string | null;
  receivedAt: string;
};
export type ParsedNews = { ok: true; news: News } | { ok: false; reason: string };

type Parse = (payload: unknown, delivery: DeliveryContext) => ParsedNews;

const order =
  (newsOf: typeof newsOfOrder): Parse =>
  (payload, delivery) => {
    const parsed = newsOf(payload, delivery);
    return parsed.ok ? { ok: true, news: { kind: 'order', news: parsed.news } } : parsed;
  };

const customer: Parse = (payload, delivery) => {
  const parsed = newsOfCustomer(payload);
  if (!parsed.ok) return parsed;
  const enrolledAt = delivery.triggeredAt ?? delivery.receivedAt;
  return { ok: true, news: { kind: 'signUp', customerId: parsed.customerId, enrolledAt } };
};

const merge: Parse = (payload, delivery) => {
  const parsed = newsOfMerge(payload);
  if (!parsed.ok) return parsed;
  // A merge that failed, or is still to be done, changes nothing.
  if (parsed.value === null) return { ok: true, news: { kind: 'kept' } };
  const at = delivery.triggeredAt ?? delivery.receivedAt;
  return { ok: true, news: { kind: 'merge', ...parsed.value, at } };
};

const shopSettings: Parse = (payload, delivery) => {
  const parsed = newsOfShop(payload);
  const at = delivery.triggeredAt ?? delivery.receivedAt;
  return parsed.ok ? { ok: true, news: { kind: 'shop', settings: parsed.value, at } } : parsed;
};

const privacy: Parse = (payload, { topic, webhookId, receivedAt }) => {
  const parsed = newsOfPrivacyRequest(payload);
  return parsed.ok
    ? { ok: true, news: { kind: 'privacy', topic, webhookId, receivedAt, ...parsed.value } }
    : parsed;
};

const discountDelete: Parse = (payload) => {
  const parsed = newsOfDiscountDelete(payload);
  return parsed.ok ? { ok: true, news: { kind: 'discountDeleted', ...parsed.value } } : parsed;
};

const kept: Parse = () => ({ ok: true, news: { kind: 'kept' } });

const uninstalled: Parse = (_payload, delivery) => ({
  ok: true,
  news: { kind: 'uninstalled', at: delivery.triggeredAt ?? delivery.receivedAt },
});

/** topic -> parser of its payload. */
export const TOPICS: ReadonlyMap<string, Parse> = new Map([
  ['orders/create', order(newsOfOrder)],
  ['orders/paid', order(newsOfOrder)],
  ['orders/updated', order(newsOfOrder)],
  ['orders/fulfilled', order(newsOfOrder)],
  ['orders/cancelled', order(newsOfOrder)],
  // A shopper asks for the link of their order anew: the payload is the order as it is now, its customer too.
  ['orders/link_requested', order(newsOfOrder)],
  ['orders/delete', order(newsOfOrderDelete)],
  ['refunds/create', order(newsOfRefund)],
  ['customers/create', customer],
  ['customers/enable', customer],
  ['customers/update', kept],
  ['customers/merge', merge],
  ['discounts/delete', discountDelete],
  ['app/uninstalled', uninstalled],
  ['app/scopes_update', kept],
  ['shop/update', shopSettings],
  ['customers/data_request', privacy],
  ['customers/redact', privacy],
  ['shop/redact', privacy],
]);

type Handlers = {
  [Kind in News['kind']]: (deps: Deps, tx: Tx, shop: ShopId, news: NewsOf<Kind>[]) => Promise<void>;
};

/**
 * kind of news -> the use case, called with all news of that kind of one shop in a batch, in this order: who takes the shop's programme for
 * themselves comes before those who share it, since two batches that share it and both want more would wait for each other.
 */
export const HANDLERS: Handlers = {
  shop: (deps, tx, shop, all) =>
    updateShop(
      deps,
      tx,
      shop,
      all.map(({ settings, at }) => ({ ...settings, at })),
    ),
  merge: (deps, tx, shop, all) => mergeCustomers(deps, tx, shop, all),
  membership: (deps, tx, shop, all) => settleCustomers(deps, tx, shop, all),
  order: (deps, tx, shop, all) =>
    settleOrders(
      deps,
      tx,
      shop,
      all.map((one) => orderNews(one.news)),
    ),
  // After the orders: a code that one of them used is spent, and redemptions are locked after members.
  discountDeleted: (deps, tx, shop, all) =>
    endDeletedDiscounts(
      deps,
      tx,
      shop,
      all.map((one) => one.discountId),
    ),
  signUp: (deps, tx, shop, all) => enrolSignUps(deps, tx, shop, all, deps.clock.now().toISOString()),
  uninstalled: (_deps, tx, shop, all) =>
    closeShop(
      tx,
      shop,
      all.map((one) => one.at),
    ),
  privacy: (_deps, tx, shop, all) => insertPrivacyRequests(tx, shop, all),
  kept: async () => undefined,
};
