// What one round of faults under load does, all of it chosen by its seed: what happens in the shops, in which order it is told, and who is
// hit when.
import type fc from 'fast-check';
import { built, type Choices } from './choices.ts';
import type { Victim } from './crash-fleet.ts';
import { Life, NOTHING, type Delivery, type Line, type Pair, type Shape } from './order-life.ts';
import { SHOP } from './shop.ts';
import type { Kind, Point } from './statement-gate.ts';
import { rewardingProgram } from './store-shop.ts';

/** A shop whose members only order, and one whose points have expired by the time that they are settled. */
export const ORDERING = 'ordering.myshopify.com';
export const EXPIRING = 'expiring.myshopify.com';

const level = (id: string, threshold: string, multiplier: string) => ({
  ...{ id, threshold, multiplier, name: { en: id } },
});
const program = {
  ...rewardingProgram,
  tiers: {
    basis: 'basePoints',
    period: { kind: 'lifetime' },
    levels: [level('bronze', '0', '1'), level('silver', '150', '1.5'), level('gold', '600', '2')],
  },
  campaigns: [
    {
      id: 'first',
      name: { en: 'first' },
      when: { firstOrder: true },
      effect: { kind: 'bonus', points: 25 },
    },
  ],
  rewards: rewardingProgram.rewards.filter(({ id }) => id === 'five-off' || id === 'forfeit'),
  actions: [{ id: 'review', kind: 'custom', points: 33, name: { en: 'review' } }],
};
/** Published on PUBLISHED_AT, in each shop. */
export const PROGRAMS = {
  [SHOP]: program,
  [ORDERING]: program,
  [EXPIRING]: { ...program, expiry: { kind: 'afterEarning', months: 1 }, rewards: [] },
};
export type Spenders = readonly [number, ...number[]];
export type ShopName = keyof typeof PROGRAMS;
export const PUBLISHED_AT = '2026-01-01T00:00:00.000Z';

export type Order = { shop: ShopName; orderId: string; customer: number; deliveries: Delivery[] };
export type Told = { shop: ShopName; webhookId: string; delivery: Delivery };
/** Of a customer of SHOP through the REST API; the same key is sent more than once. */
export type Request = { customer: number; key: string } & (
  { path: 'adjustments'; points: number } | { path: 'redemptions'; rewardId: string } | { path: 'actions' }
);
export type Sending = { told: Told } | { request: Request };

export type Moment =
  /** When so much of the load has been accepted. */
  | { of: 'load'; count: number }
  /** At a statement of the first app or worker. */
  | { of: 'app' | 'worker'; count: number; kind: Kind; point: Point };
export type Fault = { victim: Victim; moment: Moment };

export type Round = { orders: Order[]; requests: Request[]; load: Sending[]; faults: Fault[] };

const amount = (from: Choices, max: number): Pair => ({
  shop: BigInt(from.upTo(max)),
  presentment: BigInt(from.upTo(max)),
});

function shapeOf(from: Choices, orderId: number, customerId: number): Shape {
  const lines = from.list(from.between(1, 3), (index): Line => {
    const [price, tax] = [amount(from, 9_000), amount(from, 700)];
    // At most the price, as shops sell; what is above it is the pure models' business.
    const tenths = BigInt(from.upTo(10));
    const discount = { shop: (price.shop * tenths) / 10n, presentment: (price.presentment * tenths) / 10n };
    const sold = { quantity: from.between(1, 3), price, discount, tax, kind: 'product' as const };
    return { id: 100 + index, productId: 700 + index, vendor: 'Haven', ...sold };
  });
  const presentment = from.of('USD', 'USD', 'EUR', 'JPY', 'KWD');
  const country = from.of('US', 'DE', 'JP', null);
  const shipping = { price: amount(from, 900), tax: NOTHING };
  return { orderId, customerId, presentment, country, taxesIncluded: from.oneIn(2), lines, shipping };
}

function lifeOf(from: Choices, shape: Shape): Delivery[] {
  const life = new Life(shape);
  life.change('orders/paid', { paid: true, guest: from.oneIn(8) });
  for (let step = from.upTo(3); step > 0; step--) {
    const line = shape.lines[from.upTo(shape.lines.length - 1)];
    const kind = from.of('refund', 'refund', 'by hand', 'edit', 'claim', 'cancel', 'tag');
    if (kind === 'refund' && line && life.left(line) > 0)
      life.refund({ lines: new Map([[line.id, 1]]), byHand: NOTHING, shipping: null });
    if (kind === 'by hand') life.refund({ lines: new Map(), byHand: amount(from, 2_000), shipping: null });
    if (kind === 'edit' && line) life.edit(line);
    if (kind === 'claim') life.change('orders/updated', { guest: false });
    if (kind === 'cancel') life.change('orders/cancelled', { cancelled: true });
    if (kind === 'tag') life.tag('gift');
  }
  if (from.oneIn(12)) life.delete();
  return life.deliveries;
}

/** The same life on another day. */
function on(date: string, deliveries: readonly Delivery[]): Delivery[] {
  return JSON.parse(JSON.stringify(deliveries).replaceAll('2026-11-01', date)) as Delivery[];
}

function ordersOf(from: Choices, number: number, spenders: Spenders): Order[] {
  const order = (shop: ShopName, index: number, customer: number, months: [string, ...string[]]): Order => {
    const orderId = 1_000_000 + number * 100 + index;
    const date = `2026-${from.of(...months)}-${from.of('03', '11', '27')}`;
    const deliveries = on(date, lifeOf(from, shapeOf(from, orderId, customer)));
    return { shop, orderId: String(orderId), customer, deliveries };
  };
  const customer = (index: number) => 900_000 + number * 10 + index;
  return [
    ...from.list(8, (at) => order(ORDERING, at, customer(from.upTo(2)), ['05', '07', '08', '10'])),
    ...from.list(3, (at) => order(EXPIRING, 20 + at, customer(3 + from.upTo(1)), ['02', '05', '08'])),
    ...from.list(2, (at) => order(SHOP, 30 + at, from.of(...spenders), ['06', '09'])),
  ];
}

function requestsOf(from: Choices, number: number, spenders: Spenders): Request[] {
  const base = (index: number) => ({ customer: from.of(...spenders), key: `round-${number}-${index}` });
  const points = () => from.of(100, 250, 40, -60);
  return [
    ...from.list(6, (at) => ({ ...base(at), path: 'adjustments' as const, points: points() })),
    ...from.list(4, (at) => {
      const rewardId = from.of('five-off', 'forfeit');
      return { ...base(10 + at), path: 'redemptions' as const, rewardId };
    }),
    ...from.list(4, (at) => ({ ...base(20 + at), path: 'actions' as const })),
  ];
}

function tell(from: Choices, number: number, orders: readonly Order[]): Sending[] {
  const told = orders.flatMap(({ shop, orderId, deliveries }) =>
    deliveries.map((delivery, at): Told => {
      return { shop, webhookId: `round-${number}-${orderId}-${at}`, delivery };
    }),
  );
  // Once more as it was, and once more as another delivery of the same.
  const again = from.some(told, 4);
  const other = from.some(told, 6).map((one) => ({ ...one, webhookId: `${one.webhookId}-other` }));
  return [...told, ...again, ...other].map((one) => ({ told: one }));
}

function victimOf(from: Choices): Victim {
  const kind = from.of('app', 'worker', 'database', 'connection');
  if (kind === 'connection') return { kind };
  if (kind === 'database') return { kind, signal: from.of('SIGQUIT', 'SIGQUIT', 'SIGQUIT', 'SIGKILL') };
  return { kind, index: from.upTo(1) };
}

/** `size` is that of the load. */
function faultOf(from: Choices, size: number): Fault {
  const victim = victimOf(from);
  const isSecond = 'index' in victim && victim.index > 0;
  if (isSecond || (victim.kind !== 'connection' && from.oneIn(3)))
    return { victim, moment: { of: 'load', count: from.between(1, size - 1) } };
  const of = 'index' in victim ? victim.kind : from.of('app', 'worker');
  const point = from.of('unsent', 'sent', 'answered');
  const kind = from.of('statement', 'commit');
  // As many as nearly every round has.
  const most = { app: { statement: 100, commit: 10 }, worker: { statement: 20, commit: 2 } };
  return { victim, moment: { of, kind, point, count: from.between(1, most[of][kind]) } };
}

/** `number` tells a round from the others in its database; the spenders are customers of SHOP whom the dev store knows. */
export const crashRound = (number: number, spenders: Spenders): fc.Arbitrary<Round> =>
  built(3_000, (from) => {
    const orders = ordersOf(from, number, spenders);
    const requests = requestsOf(from, number, spenders);
    const asked = [...requests, ...requests].map((request) => ({ request }));
    const load: Sending[] = from.shuffled([...tell(from, number, orders), ...asked]);
    const faults = from.list(from.of(1, 2, 3), () => faultOf(from, load.length));
    return { orders, requests, load, faults };
  });
