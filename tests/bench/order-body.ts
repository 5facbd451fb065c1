// 10 KB orders as Shopify's orders/paid carries them. One body is written as JSON; the others are its bytes with other ids and amounts in
// the same places, so that the load generator makes one in a microsecond.
import { orderPayload } from '../support/order-payload.ts';

/** Real ids have as many digits. */
const MARKS = { order: '8100000000001', customer: '8200000000002', price: '777.00', total: '888.00' };
const LINE_MARKS = ['8300000000003', '8300000000013', '8300000000023'];
const BASE = { order: 5_000_000_000_000, customer: 6_000_000_000_000, line: 7_000_000_000_000 };
const BODY_BYTES = 10_240;
/** Of the two lines whose price is the same in every order. */
const OTHER_LINES = 111;
const PRICES = 700;

/** Which customer of how many the orders go to in turn: every `stride`-th id. */
export type Customers = { count: number; stride: number };

export type BenchOrder = { orderId: number; customerId: number; points: number };

export const customerOf = (index: number, { count, stride }: Customers) =>
  BASE.customer + (index % count) * stride;

/** The order of that number: its points are what the benchmarks' programme gives for it, one for each whole dollar. */
export function orderAt(index: number, customers: Customers): BenchOrder {
  return {
    orderId: BASE.order + index,
    customerId: customerOf(index, customers),
    points: priceOf(index) + OTHER_LINES,
  };
}

/** Of the delivery that brings it. */
export const webhookIdOf = (index: number) => `b0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

export const pointsOf = (first: number, count: number) => {
  let sum = 0;
  for (let index = first; index < first + count; index++) sum += priceOf(index) + OTHER_LINES;
  return sum;
};

/** By customer, of the orders `first` to `first + count`. */
export function pointsOfCustomers(first: number, count: number, customers: Customers): Map<number, number> {
  const points = new Map<number, number>();
  for (let index = first; index < first + count; index++) {
    const order = orderAt(index, customers);
    points.set(order.customerId, (points.get(order.customerId) ?? 0) + order.points);
  }
  return points;
}

const priceOf = (index: number) => 100 + (index % PRICES);

/** The bodies of a run: all alike but for ids and amounts. */
export function orderBodies(customers: Customers, now: Date): (index: number) => Buffer {
  const template = Buffer.from(paddedOrder(now));
  const places = (mark: string) => {
    const found: number[] = [];
    for (let at = template.indexOf(mark); at >= 0; at = template.indexOf(mark, at + 1)) found.push(at);
    return found;
  };
  const [order, customer, price, total] = Object.values(MARKS).map(places);
  const lines = LINE_MARKS.map(places);
  return (index) => {
    const body = Buffer.from(template);
    const write = (at: number[] | undefined, text: string) =>
      at?.forEach((one) => body.write(text, one, 'latin1'));
    write(order, String(BASE.order + index));
    write(customer, String(customerOf(index, customers)));
    write(price, `${priceOf(index)}.00`);
    write(total, `${priceOf(index) + OTHER_LINES}.00`);
    lines.forEach((at, line) => write(at, String(BASE.line + index * LINE_MARKS.length + line)));
    return body;
  };
}

function paddedOrder(now: Date): string {
  const unpadded = JSON.stringify(order(now, ''));
  const text = JSON.stringify(order(now, 'x'.repeat(BODY_BYTES - unpadded.length)));
  if (text.length !== BODY_BYTES) throw new Error(`the body has ${text.length} bytes, not ${BODY_BYTES}`);
  return text;
}

/** With the fields that make real orders long and that the app does not keep. */
function order(now: Date, padding: string) {
  const hourAgo = new Date(now.getTime() - 3_600_000).toISOString();
  const line = (price: string, id: string | undefined) => ({
    price,
    fields: { id: Number(id), ...lineFields, admin_graphql_api_id: `gid://shopify/LineItem/${id}` },
  });
  const [first, second, third] = LINE_MARKS;
  const total = { amount: MARKS.total, currency_code: 'USD' };
  const totals = { shop_money: total, presentment_money: total };
  return orderPayload({
    id: Number(MARKS.order),
    customerId: Number(MARKS.customer),
    processedAt: hourAgo,
    lines: [line(MARKS.price, first), line('60.00', second), line('51.00', third)],
    fields: {
      admin_graphql_api_id: `gid://shopify/Order/${MARKS.order}`,
      total_price: MARKS.total,
      total_price_set: totals,
      current_total_price: MARKS.total,
      current_total_price_set: totals,
      subtotal_price: MARKS.total,
      subtotal_price_set: totals,
      current_subtotal_price: MARKS.total,
      current_subtotal_price_set: totals,
      customer: {
        id: Number(MARKS.customer),
        state: 'enabled',
        verified_email: true,
        tags: '',
        currency: 'USD',
      },
      shipping_address: address,
      billing_address: address,
      client_details: {
        browser_ip: '192.0.2.1',
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
        session_hash: null,
      },
      payment_gateway_names: ['shopify_payments'],
      landing_site: `/collections/linen?utm_source=newsletter&padding=${padding}`,
      note_attributes: [{ name: 'gift', value: 'no' }],
    },
  });
}

const lineFields = {
  fulfillable_quantity: 1,
  fulfillment_service: 'manual',
  fulfillment_status: null,
  grams: 850,
  name: 'Linen throw - Sand / 130 x 170',
  product_exists: true,
  properties: [],
  requires_shipping: true,
  sku: 'HVN-LT-130-SND',
  taxable: true,
  total_discount: '0.00',
  total_discount_set: {
    shop_money: { amount: '0.00', currency_code: 'USD' },
    presentment_money: { amount: '0.00', currency_code: 'USD' },
  },
  variant_inventory_management: 'shopify',
  variant_title: 'Sand / 130 x 170',
};

const address = {
  address1: '1 Example Street',
  address2: null,
  city: 'Springfield',
  province: 'New York',
  province_code: 'NY',
  zip: '10001',
  country: 'United States',
  country_code: 'US',
  company: null,
  latitude: 40.7,
  longitude: -74,
};
