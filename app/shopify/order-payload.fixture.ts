/** As in Shopify's documentation: the shop's money, and what the customer saw. */
export const set = (shop: string, presentment: string) => ({
  shop_money: { amount: shop, currency_code: 'USD' },
  presentment_money: { amount: presentment, currency_code: 'EUR' },
});

export const lineItem = {
  id: 466157049,
  admin_graphql_api_id: 'gid://shopify/LineItem/466157049',
  current_quantity: 1,
  fulfillable_quantity: 1,
  gift_card: false,
  name: 'Bowl',
  price: '50.00',
  price_set: set('50.00', '46.30'),
  product_id: 632910392,
  quantity: 2,
  taxable: true,
  title: 'Bowl',
  total_discount: '0.00',
  variant_id: 39072856,
  vendor: null,
  tax_lines: [
    { price: '3.00', price_set: set('3.00', '2.78'), rate: 0.06, title: 'State Tax' },
    { price: '1.00', price_set: set('1.00', '0.93'), rate: 0.02, title: 'City Tax' },
  ],
  duties: [{ id: 2, price: '9.00', tax_lines: [] }],
  discount_allocations: [
    { amount: '5.00', amount_set: set('5.00', '4.63'), discount_application_index: 0 },
    { amount: '0.50', amount_set: set('0.50', '0.46'), discount_application_index: 1 },
  ],
};

export const refundPayload = {
  id: 509562969,
  order_id: 450789469,
  created_at: '2026-11-02T11:38:15-05:00',
  processed_at: '2026-11-02T11:38:15-05:00',
  refund_line_items: [
    { id: 104689539, line_item_id: 466157049, quantity: 1, subtotal: 44.5, total_tax: 2.0 },
  ],
  order_adjustments: [
    {
      id: 4221763620,
      kind: 'refund_discrepancy',
      reason: 'Refund discrepancy',
      amount: '-2.00',
      amount_set: set('-2.00', '-1.85'),
      tax_amount: '0.00',
      tax_amount_set: set('0.00', '0.00'),
    },
  ],
  refund_shipping_lines: [
    { id: 1, subtotal_amount_set: set('4.00', '3.70'), tax_amount_set: set('0.40', '0.37') },
  ],
  transactions: [],
};

export const orderPayload = {
  id: 450789469,
  name: '#1001',
  email: 'haru@example.com',
  customer: { id: 207119551, email: 'haru@example.com', first_name: 'Haru' },
  created_at: '2026-11-01T10:00:00-04:00',
  processed_at: '2026-11-01T10:00:00-04:00',
  updated_at: '2026-11-01T11:00:00-04:00',
  cancelled_at: null,
  financial_status: 'partially_refunded',
  fulfillment_status: 'fulfilled',
  fulfillments: [
    { id: 1, status: 'success', created_at: '2026-11-01T10:30:00-04:00' },
    { id: 2, status: 'success', created_at: '2026-11-01T10:40:00-04:00' },
    { id: 3, status: 'cancelled', created_at: '2026-11-01T10:50:00-04:00' },
  ],
  test: false,
  company: null,
  source_name: 'web',
  tags: 'imported, VIP ,',
  shipping_address: { first_name: 'Haru', country: 'Germany', country_code: 'DE' },
  billing_address: { country_code: 'us' },
  currency: 'USD',
  presentment_currency: 'EUR',
  taxes_included: false,
  total_outstanding: '0.00',
  current_total_price: '60.00',
  current_total_price_set: set('60.00', '55.55'),
  discount_codes: [{ code: 'FIVE', amount: '5.00', type: 'fixed_amount' }],
  discount_applications: [
    { type: 'discount_code', code: 'five', value: '5.0', value_type: 'fixed_amount' },
    { type: 'automatic', title: 'Ten off', value: '0.5', value_type: 'fixed_amount' },
  ],
  line_items: [lineItem],
  shipping_lines: [
    {
      id: 369256396,
      price: '10.00',
      price_set: set('10.00', '9.26'),
      discount_allocations: [],
      is_removed: false,
      tax_lines: [],
    },
  ],
  refunds: [refundPayload],
};
