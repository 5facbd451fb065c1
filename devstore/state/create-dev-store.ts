import { readAppConfig } from '../app-config.ts';
import { staff } from '../data/staff.ts';
import type { Env } from '../env.ts';
import { embeddedUrl } from '../oauth/embedded-url.ts';
import { mintIdToken } from '../oauth/id-token.ts';
import { startDispatcher } from '../webhooks/dispatcher.ts';
import { closeConnections } from '../webhooks/post-delivery.ts';
import { currentFaults, trigger } from '../webhooks/trigger.ts';
import { capabilities } from './capabilities.ts';
import { cataloguePart } from './catalogue.ts';
import type { StoreContext } from './context.ts';
import { customerPart } from './customers.ts';
import type { DevStore } from './dev-store.ts';
import { discountStatus, timesUsed } from './discounts.ts';
import { findGiftCard } from './gift-cards.ts';
import { listDeliveries } from './list.ts';
import { metafieldsOf } from './metafields.ts';
import { orderPart } from './orders.ts';
import { accountsOf, balanceOf } from './store-credit.ts';
import { openTables } from './tables.ts';
import { setThemeChoices, themeChoices } from './theme-choices.ts';
import { upgradeRows } from './upgrade.ts';

/** The store, and what only the core needs of it. */
export type OpenStore = { store: DevStore; context: StoreContext; close(): void };

/** Opens the store kept in the environment's folder and goes on delivering what was due. */
export function openDevStore(env: Env): OpenStore {
  const tables = openTables(env.folder);
  tables.atomically(() => upgradeRows(tables));
  const appConfig = readAppConfig(env.appToml);
  const dispatcher = startDispatcher(tables, {
    secret: env.apiSecret,
    apiVersion: appConfig.apiVersion,
    retryScale: env.retryScale,
  });
  const context: StoreContext = {
    env,
    appConfig,
    tables,
    dispatcher,
    adminRequests: new Map(),
    act: tables.atomically,
    tell: (event) =>
      trigger(event, {
        tables,
        dispatcher,
        subscriptions: appConfig.subscriptions,
        appUrl: env.appUrl,
      }),
  };
  const store: DevStore = {
    ...cataloguePart(context),
    ...customerPart(context),
    ...orderPart(context),
    ...deliveryPart(context),
    ...appPart(context),
    ...appDataPart(context),
  };
  let closed = false;
  return {
    store,
    context,
    close() {
      if (closed) return;
      closed = true;
      dispatcher.stop();
      closeConnections();
      tables.close();
    },
  };
}

function deliveryPart({
  tables,
  dispatcher,
}: StoreContext): Pick<
  DevStore,
  'deliveries' | 'delivery' | 'deliveryBody' | 'deliverAgain' | 'onDelivery' | 'faults' | 'setFaults'
> {
  return {
    deliveries: (filter = {}) => listDeliveries(tables.all('delivery'), filter),
    delivery: (id) => tables.get('delivery', id) ?? null,
    deliveryBody: (delivery) => tables.get('body', delivery.bodyId) ?? '',
    deliverAgain(id) {
      const delivery = tables.get('delivery', id);
      if (!delivery) return { ok: false, reason: 'unknown-delivery', detail: `There is no delivery ${id}.` };
      const again = { ...delivery, status: 'waiting' as const, dueAt: Date.now() };
      dispatcher.schedule(again);
      return { ok: true, delivery: again };
    },
    onDelivery: dispatcher.onChange,
    faults: () => currentFaults(tables),
    setFaults: (faults) => tables.put('single', 'faults', faults),
  };
}

function appDataPart({
  tables,
}: StoreContext): Pick<
  DevStore,
  | 'appDiscounts'
  | 'metafields'
  | 'moneyOf'
  | 'isGiftCard'
  | 'takesStoreCredit'
  | 'themeChoices'
  | 'setThemeChoices'
> {
  return {
    appDiscounts: () =>
      [...tables.all('discount')].reverse().map((discount) => ({
        discount,
        status: discountStatus(discount, Date.now()),
        used: discount.code === null ? 0 : timesUsed(tables, discount.code),
      })),
    metafields: (owner) => metafieldsOf(tables, owner),
    isGiftCard: (code) => findGiftCard(tables, code) !== null,
    takesStoreCredit: () => capabilities(tables).storeCredit,
    themeChoices: () => themeChoices(tables),
    setThemeChoices: (choices) => void setThemeChoices(tables, choices),
    moneyOf: (customerId) => ({
      storeCredit: accountsOf(tables, customerId).map(({ id, currency }) => ({
        currency,
        balance: balanceOf(tables, id, Date.now()),
      })),
      giftCards: [...tables.all('giftCard')].filter((each) => each.customerId === customerId),
    }),
  };
}

function appPart({
  tables,
  env,
}: StoreContext): Pick<DevStore, 'installation' | 'mintIdToken' | 'embeddedAppUrl'> {
  const mint = (sessionId: string, userId: number = staff.id) =>
    mintIdToken(env, { sessionId, userId, nowMs: Date.now() });
  return {
    installation() {
      const kept = tables.get('single', 'installation');
      return typeof kept === 'object' && 'installedAt' in kept ? kept : null;
    },
    mintIdToken: mint,
    embeddedAppUrl: ({ path = '/app', search = '', locale = 'en', sessionId, userId }) =>
      embeddedUrl({
        appUrl: env.appUrl,
        apiSecret: env.apiSecret,
        path,
        search,
        locale,
        sessionId,
        idToken: mint(sessionId, userId),
        nowMs: Date.now(),
      }),
  };
}
