import { decimal, type Currency } from '../money.ts';
import type { Prices, Product } from '../state/catalogue-types.ts';
import type { StoreContext } from '../state/context.ts';
import type { MetafieldOwner } from '../state/app-data-types.ts';
import { capabilities } from '../state/capabilities.ts';
import type { DevStore } from '../state/dev-store.ts';
import { discountGid } from '../state/discounts.ts';
import type { Order } from '../state/order-types.ts';
import { balanceOf, transactionsOf } from '../state/store-credit.ts';

/** Everything that a script or test may want to know of the store, as JSON. */
export function storeState(store: DevStore, { tables, dispatcher, appConfig, adminRequests }: StoreContext) {
  const customers = [...tables.all('customer')];
  const orders = [...tables.all('order')].filter((order) => order.deletedAt === null);
  return {
    shop: store.shop,
    app: {
      installation: store.installation(),
      scopes: appConfig.scopes,
      metafields: metafieldSummary(store, { type: 'AppInstallation', id: store.shop.id }),
    },
    customers: customers.map(({ id, email, firstName, lastName, market, locale, state, tags }) => ({
      id,
      email,
      firstName,
      lastName,
      market,
      locale,
      state,
      tags,
      metafields: metafieldSummary(store, { type: 'Customer', id }),
    })),
    products: store.products().map(productSummary),
    orders: orders.map((order) => orderSummary(store, order)),
    discounts: [
      ...store.discountCodes().map(({ code }) => ({ code, used: timesUsed(orders, code) })),
      ...store.appDiscounts().map(discountSummary),
    ],
    storeCredit: [...tables.all('storeCreditAccount')].map((account) => ({
      id: `gid://shopify/StoreCreditAccount/${account.id}`,
      customerId: account.customerId,
      currency: account.currency,
      balance: decimal(balanceOf(tables, account.id, Date.now()), account.currency),
      transactions: transactionsOf(tables, account.id).map(({ id, kind, amount, event }) => ({
        id,
        kind,
        amount: decimal(amount, account.currency),
        event,
      })),
    })),
    giftCards: [...tables.all('giftCard')].map(({ id, code, currency, initial, balance, ...card }) => ({
      id: `gid://shopify/GiftCard/${id}`,
      code,
      currency,
      initial: decimal(initial, currency),
      balance: decimal(balance, currency),
      customerId: card.customerId,
      enabled: card.deactivatedAt === null,
    })),
    capabilities: capabilities(tables),
    adminRequests: Object.fromEntries(adminRequests),
    deliveries: {
      ...countByStatus(tables.all('delivery')),
      pending: dispatcher.pending().count,
      webhookIds: new Set([...tables.all('delivery')].map((delivery) => delivery.webhookId)).size,
    },
    faults: store.faults(),
  };
}

function orderSummary(store: DevStore, order: Order) {
  const totals = store.totals(order);
  return {
    id: order.id,
    name: `#${order.orderNumber}`,
    customerId: order.customerId,
    market: order.market,
    currency: order.presentmentCurrency,
    total: decimal(totals.total.presentment, order.presentmentCurrency),
    currentTotal: decimal(totals.currentTotal.presentment, order.presentmentCurrency),
    financialStatus: totals.financialStatus,
    fulfillmentStatus: totals.fulfilmentStatus,
    processedAt: new Date(order.processedAt).toISOString(),
    cancelledAt: order.cancelledAt === null ? null : new Date(order.cancelledAt).toISOString(),
    codes: [...new Set(order.discountApplications.flatMap(({ code }) => code ?? []))],
    refunds: order.refunds.length,
  };
}

function discountSummary({ discount, status, used }: ReturnType<DevStore['appDiscounts']>[number]) {
  const { code, title, value, rules } = discount;
  return {
    id: discountGid(discount),
    code,
    title,
    kind: value.kind,
    status,
    used,
    amount: value.kind === 'fixedAmount' ? decimal(value.amount, 'USD') : null,
    usageLimit: rules.usageLimit,
    customerIds: rules.customerIds,
    endsAt: rules.endsAt === null ? null : new Date(rules.endsAt).toISOString(),
  };
}

function metafieldSummary(store: DevStore, owner: MetafieldOwner) {
  return store.metafields(owner).map(({ namespace, key, type, value, updatedAt }) => ({
    namespace,
    key,
    type,
    value,
    updatedAt: new Date(updatedAt).toISOString(),
  }));
}

/** What a script needs to order it. Prices are decimals by currency, as the markets show them. */
export function productSummary({ id, handle, title, giftCard, tags, collectionIds, variants }: Product) {
  return {
    id,
    handle,
    title: title.en,
    giftCard,
    tags,
    collectionIds,
    variants: variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      prices: decimals(variant.prices),
    })),
  };
}

function decimals(prices: Prices): Record<Currency, string> {
  const { USD, EUR, JPY, KWD } = prices;
  return {
    USD: decimal(USD, 'USD'),
    EUR: decimal(EUR, 'EUR'),
    JPY: decimal(JPY, 'JPY'),
    KWD: decimal(KWD, 'KWD'),
  };
}

function timesUsed(orders: readonly Order[], code: string): number {
  return orders.filter((order) => order.discountApplications.some((each) => each.code === code)).length;
}

function countByStatus(deliveries: Iterable<{ status: string; topic: string }>) {
  const byStatus: Record<string, number> = {};
  const byTopic: Record<string, number> = {};
  let all = 0;
  for (const { status, topic } of deliveries) {
    all += 1;
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    byTopic[topic] = (byTopic[topic] ?? 0) + 1;
  }
  return { all, byStatus, byTopic };
}
