import { setTimeout as pause } from 'node:timers/promises';
import { currentQuantity } from '../checkout/order-totals.ts';
import { everythingLeft, shippingLeft } from '../checkout/refund.ts';
import { products } from '../data/catalogue.ts';
import type { StoreContext } from '../state/context.ts';
import type { DevStore } from '../state/dev-store.ts';
import type { Order } from '../state/order-types.ts';
import { waitUntilIdle } from './idle.ts';
import { planSeed } from './seed-plan.ts';
import type { SeedAct } from './seed-plan.ts';

/** So many deliveries may wait before the next act; the app sets the pace. */
const pendingMax = 64;
const pollMs = 20;
/**
 * Acts that change an order which the app should have settled by then, as it would have in three months: otherwise its ledger would
 * begin with the last state and show no reversal.
 */
const looksBack: ReadonlySet<SeedAct['kind']> = new Set(['refund', 'cancel', 'add-item']);
const settleMsMax = 2000;
const progressEvery = 10;

export type SeedProgress = {
  phase: 'acts' | 'deliveries' | 'done';
  done: number;
  total: number;
  customers: number;
  orders: number;
  deliveriesPending: number;
};

type Wanted = { seed: number; customers: number; orders: number };

/**
 * Lives through three months of customers, orders and refunds, by checkout and webhooks alone, and reports how far it is. Every act is
 * journalled together with the fact that it is done: a seed that was interrupted goes on where it stopped.
 */
export async function* seedShop(
  store: DevStore,
  context: StoreContext,
  wanted: Wanted,
): AsyncGenerator<SeedProgress> {
  const { tables, dispatcher } = context;
  const name = `seed ${wanted.seed} ${wanted.customers} ${wanted.orders}`;
  const acts = planSeed({ ...wanted, until: beginning(context, name) });
  const doneKey = `${name} done`;
  const progress = (phase: SeedProgress['phase']): SeedProgress => ({
    phase,
    done: numberAt(context, doneKey) ?? 0,
    total: acts.length,
    customers: tables.size('customer'),
    orders: tables.size('order'),
    deliveriesPending: dispatcher.pending().count,
  });

  for (;;) {
    const turn = numberAt(context, doneKey) ?? 0;
    const act = acts[turn];
    if (!act) break;
    if (looksBack.has(act.kind)) await waitUntilIdle(context, settleMsMax);
    tables.atomically(() => {
      carryOut(act, store, context, name);
      tables.put('single', doneKey, turn + 1);
    });
    if (turn % progressEvery === 0) yield progress('acts');
    for (let polls = 1; dispatcher.pending().count > pendingMax; polls += 1) {
      await pause(pollMs);
      // An app that does not answer is waited for, and whoever watches sees that nothing moves.
      if (polls % 50 === 0) yield progress('acts');
    }
  }
  while (dispatcher.pending().count > 0) {
    yield progress('deliveries');
    await pause(pollMs * 10);
  }
  yield progress('done');
}

/** When the seed was first begun: its three months end there, also when it is resumed later. */
function beginning(context: StoreContext, name: string): number {
  const known = numberAt(context, `${name} until`);
  if (known !== null) return known;
  const now = Date.now();
  context.tables.put('single', `${name} until`, now);
  return now;
}

function numberAt({ tables }: StoreContext, key: string): number | null {
  const value = tables.get('single', key);
  return typeof value === 'number' ? value : null;
}

function carryOut(act: SeedAct, store: DevStore, context: StoreContext, name: string): void {
  if (act.kind === 'customer') {
    const result = store.createCustomer({ ...act.wanted, at: act.at });
    if (!result.ok) throw new Error(`Seeding: ${result.detail}`);
    context.tables.put('single', `${name} customer ${act.customer}`, result.customer.id);
    return;
  }
  if (act.kind === 'checkout') {
    const customerId = act.customer === null ? null : numberAt(context, `${name} customer ${act.customer}`);
    const result = store.checkout({ ...act.wanted, customerId, processedAt: act.at });
    if (!result.ok) throw new Error(`Seeding: ${result.detail}`);
    context.tables.put('single', `${name} order ${act.order}`, result.order.id);
    return;
  }
  const orderId = numberAt(context, `${name} order ${act.order}`);
  const order = orderId === null ? null : store.order(orderId);
  if (order) changeOrder(act, order, store);
}

/** What a plan asks of an order may be impossible by now (nothing left to refund); then nothing happens. */
function changeOrder(
  act: Exclude<SeedAct, { kind: 'customer' | 'checkout' }>,
  order: Order,
  store: DevStore,
): void {
  const { at } = act;
  const orderId = order.id;
  switch (act.kind) {
    case 'pay':
      store.markAsPaid(orderId, at);
      return;
    case 'fulfil':
      store.fulfilOrder({ orderId, at });
      return;
    case 'cancel':
      store.cancelOrder({ orderId, at });
      return;
    case 'add-item':
      store.editOrder({ orderId, at, add: [{ variantId: someVariant(order), quantity: 1 }] });
      return;
    case 'refund':
      refund(act.what, order, store, at);
  }
}

function refund(
  what: 'one-item' | 'everything' | 'by-hand' | 'shipping',
  order: Order,
  store: DevStore,
  at: number,
): void {
  const orderId = order.id;
  if (what === 'everything') {
    store.refundOrder({ orderId, lines: everythingLeft(order), shipping: true, at });
  } else if (what === 'shipping') {
    if (shippingLeft(order).net.presentment > 0n)
      store.refundOrder({ orderId, lines: [], shipping: true, at });
  } else if (what === 'one-item') {
    const line = order.lines.find((each) => each.tip === null && currentQuantity(order, each) > 0);
    if (line) store.refundOrder({ orderId, lines: [{ lineItemId: line.id, quantity: 1 }], at });
  } else {
    const { total } = store.totals(order);
    store.refundOrder({ orderId, lines: [], amount: total.presentment / 5n, note: 'Goodwill', at });
  }
}

function someVariant(order: Order): number {
  const product = products[order.orderNumber % products.length] ?? products[0];
  return product?.variants[0]?.id ?? 0;
}
