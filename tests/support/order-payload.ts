// Orders and refunds as Shopify's webhooks carry them, as short as a test can read. Ids count up, so that no two are equal in a file.

let lastId = 5_000_000_000_000;
export const nextId = () => ++lastId;

export const money = (shop: string, presentment = shop, currencies: Currencies = USD) => ({
  shop_money: { amount: shop, currency_code: currencies.shop },
  presentment_money: { amount: presentment, currency_code: currencies.presentment },
});

export type Currencies = { shop: string; presentment: string };
export const USD: Currencies = { shop: 'USD', presentment: 'USD' };

export type Line = {
  price: string;
  presentment?: string;
  quantity?: number;
  discount?: string;
  fields?: object;
};

export type OrderOptions = {
  id?: number;
  customerId?: number | null;
  currencies?: Currencies;
  lines: Line[];
  processedAt?: string;
  updatedAt?: string;
  status?: string;
  country?: string;
  fields?: object;
};

const lineItem = ({ price, presentment, quantity = 1, discount, fields }: Line, currencies: Currencies) => ({
  id: nextId(),
  product_id: 700,
  variant_id: 701,
  vendor: 'Haven',
  title: 'Linen throw',
  quantity,
  current_quantity: quantity,
  gift_card: false,
  price,
  price_set: money(price, presentment ?? price, currencies),
  discount_allocations: discount
    ? [{ amount: discount, amount_set: money(discount, discount, currencies), discount_application_index: 0 }]
    : [],
  tax_lines: [],
  duties: [],
  ...fields,
});

/** A paid order, processed an hour ago unless said. */
export function orderPayload(options: OrderOptions) {
  const { currencies = USD, customerId = nextId() } = options;
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
  const processedAt = options.processedAt ?? hourAgo;
  return {
    id: options.id ?? nextId(),
    name: '#1001',
    processed_at: processedAt,
    created_at: processedAt,
    updated_at: options.updatedAt ?? processedAt,
    cancelled_at: null as string | null,
    financial_status: options.status ?? 'paid',
    fulfillment_status: null as string | null,
    test: false,
    company: null,
    source_name: 'web',
    tags: '',
    currency: currencies.shop,
    presentment_currency: currencies.presentment,
    taxes_included: false,
    total_outstanding: '0.00',
    current_total_price: '0.00',
    discount_codes: [],
    customer: customerId === null ? null : { id: customerId },
    shipping_address: { country_code: options.country ?? 'US' },
    billing_address: { country_code: options.country ?? 'US' },
    line_items: options.lines.map((line) => lineItem(line, currencies)),
    shipping_lines: [],
    refunds: [] as object[],
    fulfillments: [] as object[],
    ...options.fields,
  };
}

export type OrderPayload = ReturnType<typeof orderPayload>;

/** A refund of `quantity` of the order's line at `index`, a minute after the order unless said. */
export function refundPayload(
  order: OrderPayload,
  lines: { index: number; quantity: number }[],
  at?: string,
) {
  const createdAt = at ?? new Date(Date.parse(order.processed_at) + 60_000).toISOString();
  return {
    id: nextId(),
    order_id: order.id,
    created_at: createdAt,
    processed_at: createdAt,
    refund_line_items: lines.map(({ index, quantity }) => ({
      id: nextId(),
      line_item_id: order.line_items[index]?.id,
      quantity,
      restock_type: 'no_restock',
    })),
    order_adjustments: [] as object[],
    refund_shipping_lines: [] as object[],
    transactions: [],
  };
}

export type RefundPayload = ReturnType<typeof refundPayload>;
