/** The life of an order as Shopify tells it: webhook payloads of whole orders and of refunds, each version in agreement with the refunds before it. */
export type Delivery = { topic: string; triggeredAt: string; payload: object };

export type Pair = { shop: bigint; presentment: bigint };
export type Line = {
  id: number;
  productId: number;
  vendor: string;
  quantity: number;
  price: Pair;
  discount: Pair;
  tax: Pair;
  kind: 'product' | 'giftCard' | 'tip';
};
export type Shape = {
  orderId: number;
  customerId: number;
  presentment: keyof typeof DIGITS;
  country: string | null;
  taxesIncluded: boolean;
  lines: Line[];
  shipping: { price: Pair; tax: Pair };
};
export type ShippingRefund = { net: Pair; tax: Pair };
export type Refund = { lines: Map<number, number>; byHand: Pair; shipping: ShippingRefund | null };
type Status = {
  /** Placed as a guest: the order has no customer until it is claimed. */
  guest: boolean;
  paid: boolean;
  cancelled: boolean;
  fulfilled: boolean;
  tags: string[];
  refunds: object[];
  gone: Map<number, number>;
};

export const DIGITS = { USD: 2, EUR: 2, JPY: 0, KWD: 3 };
const SHOP_CURRENCY = 'USD';
export const NOTHING: Pair = { shop: 0n, presentment: 0n };
const PLACED = Date.parse('2026-11-01T10:00:00Z');

export function decimal(units: bigint, digits: number): string {
  const figures = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const text = digits === 0 ? figures : `${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
  return units < 0n ? `-${text}` : text;
}

/** `price` and `price_set` and the like. An order in the shop's own currency has the same amount in both monies. */
function money(name: string, amount: Pair, presentment: Shape['presentment']): object {
  const shop = decimal(amount.shop, DIGITS[SHOP_CURRENCY]);
  const presented = decimal(amount.presentment, DIGITS[presentment]);
  return {
    [name]: shop,
    [`${name}_set`]: {
      shop_money: { amount: shop, currency_code: SHOP_CURRENCY },
      presentment_money: {
        amount: presentment === SHOP_CURRENCY ? shop : presented,
        currency_code: presentment,
      },
    },
  };
}

const negative = (amount: Pair): Pair => ({ shop: -amount.shop, presentment: -amount.presentment });

function linePayload(line: Line, shape: Shape, gone: number): object {
  return {
    id: line.id,
    product_id: line.kind === 'tip' ? null : line.productId,
    variant_id: line.kind === 'tip' ? null : line.productId * 10,
    vendor: line.vendor,
    quantity: line.quantity,
    current_quantity: line.quantity - gone,
    gift_card: line.kind === 'giftCard',
    ...(line.kind === 'tip' ? { tip_payment_gateway: 'bogus', tip_payment_method: 'Bogus' } : {}),
    ...money('price', line.price, shape.presentment),
    discount_allocations: [
      { ...money('amount', line.discount, shape.presentment), discount_application_index: 0 },
    ],
    tax_lines: [{ title: 'VAT', rate: 0.1, ...money('price', line.tax, shape.presentment) }],
  };
}

function orderPayload(shape: Shape, status: Status, updatedAt: string): object {
  const address = shape.country === null ? null : { country_code: shape.country };
  const placed = new Date(PLACED).toISOString();
  return {
    id: shape.orderId,
    name: `#${shape.orderId}`,
    customer: status.guest ? null : { id: shape.customerId },
    created_at: placed,
    processed_at: placed,
    updated_at: updatedAt,
    cancelled_at: status.cancelled ? updatedAt : null,
    financial_status: !status.paid ? 'pending' : status.refunds.length > 0 ? 'partially_refunded' : 'paid',
    fulfillment_status: status.fulfilled ? 'fulfilled' : null,
    fulfillments: [],
    test: false,
    company: null,
    source_name: 'web',
    tags: status.tags.join(', '),
    shipping_address: address,
    billing_address: address,
    currency: SHOP_CURRENCY,
    presentment_currency: shape.presentment,
    taxes_included: shape.taxesIncluded,
    total_outstanding: '0.00',
    ...money('current_total_price', shape.shipping.price, shape.presentment),
    discount_codes: [],
    line_items: shape.lines.map((line) => linePayload(line, shape, status.gone.get(line.id) ?? 0)),
    shipping_lines: [
      {
        id: 1,
        is_removed: false,
        ...money('price', shape.shipping.price, shape.presentment),
        discount_allocations: [],
        tax_lines: [{ title: 'VAT', rate: 0.1, ...money('price', shape.shipping.tax, shape.presentment) }],
      },
    ],
    refunds: status.refunds,
  };
}

function refundPayload(shape: Shape, refund: Refund, id: number, createdAt: string): object {
  const hasHand = refund.byHand.shop !== 0n || refund.byHand.presentment !== 0n;
  return {
    id,
    order_id: shape.orderId,
    created_at: createdAt,
    processed_at: createdAt,
    refund_line_items: [...refund.lines].map(([line_item_id, quantity]) => ({ line_item_id, quantity })),
    order_adjustments: hasHand
      ? [
          {
            id: id + 1,
            kind: 'refund_discrepancy',
            ...money('amount', negative(refund.byHand), shape.presentment),
            ...money('tax_amount', NOTHING, shape.presentment),
          },
        ]
      : [],
    refund_shipping_lines: refund.shipping
      ? [
          {
            id: id + 2,
            ...money('subtotal_amount', refund.shipping.net, shape.presentment),
            ...money('tax_amount', refund.shipping.tax, shape.presentment),
          },
        ]
      : [],
    transactions: [],
  };
}

/** One life: each step changes the order and is told at once, a refund by two deliveries. */
export class Life {
  readonly deliveries: Delivery[] = [];
  readonly #shape: Shape;
  #status: Status = {
    guest: false,
    paid: false,
    cancelled: false,
    fulfilled: false,
    tags: [],
    refunds: [],
    gone: new Map(),
  };
  #steps = 0;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.#tell('orders/create', this.#now());
  }

  change(topic: string, changes: Partial<Status>): void {
    this.#status = { ...this.#status, ...changes };
    this.#tell(topic, this.#now());
  }

  tag(tag: string): void {
    this.change('orders/updated', { tags: [...this.#status.tags, tag] });
  }

  /** An edit that takes one unit off a line where one is left, without a refund. */
  edit(line: Line): void {
    const gone = this.#status.gone.get(line.id) ?? 0;
    if (gone < line.quantity)
      this.change('orders/updated', { gone: new Map(this.#status.gone).set(line.id, gone + 1) });
  }

  left(line: Line): number {
    return line.quantity - (this.#status.gone.get(line.id) ?? 0);
  }

  refund(refund: Refund): void {
    const at = this.#now();
    // Ids of refunds grow with time, and leave room for the ids within.
    const payload = refundPayload(this.#shape, refund, this.#shape.orderId * 4 + this.#steps * 4, at);
    const gone = new Map(this.#status.gone);
    for (const [id, quantity] of refund.lines) gone.set(id, (gone.get(id) ?? 0) + quantity);
    this.#status = { ...this.#status, gone, refunds: [...this.#status.refunds, payload] };
    this.deliveries.push({ topic: 'refunds/create', triggeredAt: at, payload });
    this.#tell('orders/updated', at);
  }

  delete(): void {
    this.deliveries.push({
      topic: 'orders/delete',
      triggeredAt: this.#now(),
      payload: { id: this.#shape.orderId },
    });
  }

  // Some steps fall into the second of the one before: then X-Shopify-Triggered-At decides.
  #now(): string {
    this.#steps += 1;
    return new Date(PLACED + this.#steps * 700).toISOString();
  }

  #tell(topic: string, at: string): void {
    const payload = orderPayload(this.#shape, this.#status, `${at.slice(0, 19)}Z`);
    this.deliveries.push({ topic, triggeredAt: at, payload });
  }
}
