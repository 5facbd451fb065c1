import { describe, expect, it } from 'vitest';
import { ToldOrderSchema } from '../domain/order-facts.ts';
import { newsOfCustomer } from './customer-payload.ts';
import { lineItem, orderPayload, refundPayload, set } from './order-payload.fixture.ts';
import { newsOfOrder, newsOfOrderDelete } from './order-payload.ts';
import { newsOfRefund } from './refund-payload.ts';

const delivery = { topic: 'orders/updated', triggeredAt: '2026-11-01T15:00:05.877041743Z' };

const changed = (changes: object): unknown => ({ ...orderPayload, ...changes });
const withLine = (changes: object): unknown => changed({ line_items: [{ ...lineItem, ...changes }] });
const reason = (payload: unknown): string => {
  const parsed = newsOfOrder(payload, delivery);
  return parsed.ok ? 'none' : parsed.reason;
};
function newsOf(payload: unknown, parse = newsOfOrder) {
  const parsed = parse(payload, delivery);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.news;
}

describe('newsOfOrder', () => {
  it('reads the facts and nothing about the person', () => {
    const news = newsOf(orderPayload);
    expect(ToldOrderSchema.parse(JSON.parse(JSON.stringify(news)))).toEqual(news);
    expect(JSON.stringify(news)).not.toMatch(/Haru|example\.com|Bowl/);
    expect(news).toMatchObject({ orderId: '450789469', deleted: false, fulfilledAt: '2026-11-01T14:40:00Z' });
    expect(news.order).toMatchObject({ triggeredAt: delivery.triggeredAt });
    expect(news.order?.facts).toMatchObject({
      customerId: '207119551',
      processedAt: '2026-11-01T14:00:00Z',
      tags: ['imported', 'VIP'],
      shippingCountry: 'DE',
      billingCountry: 'US',
      shopCurrency: 'USD',
      presentmentCurrency: 'EUR',
      currentTotalPrice: '60.00',
      discountCodes: ['FIVE'],
      takenByCodes: [{ code: 'FIVE', amount: { shop: '5', presentment: '4.63' } }],
      company: false,
    });
    expect(news.order?.facts.lines[0]).toEqual({
      id: '466157049',
      productId: '632910392',
      variantId: '39072856',
      vendor: null,
      quantity: 2,
      currentQuantity: 1,
      giftCard: false,
      tip: false,
      unitPrice: { shop: '50.00', presentment: '46.30' },
      discounts: { shop: '5.5', presentment: '5.09' },
      taxes: { shop: '4', presentment: '3.71' },
    });
  });

  it.each<[string, object, object[] | undefined]>([
    ['nothing, with no application of its own', { discount_applications: [] }, []],
    [
      'nothing, and Shopify says so',
      { discount_applications: [], discount_codes: [{ code: 'FIVE', amount: '0.00' }] },
      [{ code: 'FIVE', amount: { shop: '0', presentment: '0' } }],
    ],
    ['what cannot be read', { discount_applications: 'none' }, []],
    ['no code at all', { discount_codes: [] }, undefined],
  ])('of what a code took tells: %s', (_name, fields, taken) => {
    expect(newsOf({ ...orderPayload, ...fields }).order?.facts.takenByCodes).toEqual(taken);
  });

  it('unites the refunds that it holds, with the same facts as refunds/create tells', () => {
    const alone = newsOf(refundPayload, newsOfRefund);
    expect(newsOf(orderPayload).refunds).toEqual(alone.refunds);
    expect(alone).toMatchObject({ orderId: '450789469', order: null });
    expect(alone.refunds[0]?.facts).toEqual({
      id: '509562969',
      createdAt: '2026-11-02T16:38:15Z',
      processedAt: '2026-11-02T16:38:15Z',
      lines: [{ lineItemId: '466157049', quantity: 1 }],
      adjustments: [
        {
          id: '4221763620',
          kind: 'refund_discrepancy',
          amount: { shop: '-2.00', presentment: '-1.85' },
          tax: { shop: '0.00', presentment: '0.00' },
        },
      ],
      shipping: [
        { amount: { shop: '4.00', presentment: '3.70' }, tax: { shop: '0.40', presentment: '0.37' } },
      ],
    });
  });

  it.each([
    ['missing', undefined],
    ['null', null],
  ])('tells a %s refund_shipping_lines from an empty one', (_name, value) => {
    const shippingOf = (refund: object) => newsOf(refund, newsOfRefund).refunds[0]?.facts.shipping;
    expect(shippingOf({ ...refundPayload, refund_shipping_lines: value })).toBeNull();
    expect(shippingOf({ ...refundPayload, refund_shipping_lines: [] })).toEqual([]);
  });

  it('takes plain amounts for shop money alone', () => {
    const news = newsOf(withLine({ price_set: undefined }));
    expect(news.order?.facts.lines[0]?.unitPrice).toEqual({ shop: '50.00', presentment: null });
  });

  it('knows a tip by its key, whatever it holds', () => {
    const tip = newsOf(withLine({ tip_payment_gateway: null })).order?.facts.lines[0]?.tip;
    expect(tip).toBe(true);
  });

  it.each([
    ['no customer', { customer: null }, { customerId: null }],
    ['an id as text', { id: '820982911946154508' }, { orderId: '820982911946154508' }],
    ['a company', { company: { id: 5, location_id: 6 } }, { company: true }],
    ['no processed_at', { processed_at: null }, { processedAt: '2026-11-01T14:00:00Z' }],
    [
      'no address',
      { shipping_address: null, billing_address: undefined },
      { shippingCountry: null, billingCountry: null },
    ],
    ['a country without a code', { shipping_address: { country_code: null } }, { shippingCountry: null }],
    ['no presentment currency', { presentment_currency: undefined }, { presentmentCurrency: 'EUR' }],
    ['no lines', { line_items: [] }, { lines: [] }],
  ])('reads an order with %s', (_name, changes, facts) => {
    expect(newsOf(changed(changes)).order?.facts).toMatchObject(facts);
  });

  it('reads an order presented in a stablecoin, which earns in shop money', () => {
    const text = JSON.stringify(orderPayload).replaceAll('"EUR"', '"USDC"');
    expect(newsOf(JSON.parse(text)).order?.facts).toMatchObject({
      shopCurrency: 'USD',
      presentmentCurrency: 'USDC',
    });
  });

  it('reads a hundred lines', () => {
    const line_items = Array.from({ length: 100 }, (_each, index) => ({ ...lineItem, id: index + 1 }));
    expect(newsOf(changed({ line_items })).order?.facts.lines).toHaveLength(100);
  });
});

describe('a payload that cannot be taken', () => {
  it.each([
    ['an order of null', null, 'payload: Invalid input: expected object, received null'],
    ['a text', 'order', 'payload: Invalid input: expected object, received string'],
    ['a list', [], 'payload: Invalid input: expected object, received array'],
    [
      'no lines at all',
      changed({ line_items: undefined }),
      'line_items: Invalid input: expected array, received undefined',
    ],
    ['an unsafe id', changed({ id: 2 ** 53 }), "id: is not one of Shopify's numeric ids"],
    ['a negative id', changed({ id: -1 }), "id: is not one of Shopify's numeric ids"],
    [
      'a negative price',
      withLine({ price_set: set('-1.00', '1.00') }),
      'line_items[0].price_set.shop_money.amount: is below 0',
    ],
    [
      'a scientific price',
      withLine({ price_set: set('1e3', '1.00') }),
      'line_items[0].price_set.shop_money.amount: is not a decimal number',
    ],
    ['a huge price', withLine({ price: '9'.repeat(41) }), 'line_items[0].price: is not a decimal number'],
    ['no price', withLine({ price: null, price_set: null }), 'line_items[0].price: is missing'],
    [
      'a number for a price',
      withLine({ price: 5 }),
      'line_items[0].price: Invalid input: expected string, received number',
    ],
    [
      'half a quantity',
      withLine({ quantity: 0.5 }),
      'line_items[0].quantity: Invalid input: expected int, received number',
    ],
    [
      'a negative quantity',
      withLine({ quantity: -1 }),
      'line_items[0].quantity: Too small: expected number to be >=0',
    ],
    ['an unknown currency', changed({ currency: 'XXQ' }), 'currency: is not an ISO 4217 currency code'],
    [
      'a set in another currency',
      changed({ currency: 'GBP' }),
      "line_items[0].price_set.shop_money.currency_code: is not the order's GBP",
    ],
    ['no date', changed({ processed_at: null, created_at: null }), 'processed_at: is missing'],
    [
      'a date without an offset',
      changed({ processed_at: '2026-11-01' }),
      'processed_at: is not an ISO 8601 date and time with an offset',
    ],
    [
      'an id that no bigint holds',
      changed({ id: '9999999999999999999' }),
      "id: is not one of Shopify's numeric ids",
    ],
    [
      'a price beyond all reason',
      withLine({ price_set: set('1000000000000000', '1.00') }),
      'line_items[0].price_set.shop_money.amount: is out of range',
    ],
    [
      'a date beyond all reason',
      changed({ processed_at: '9999-12-31T23:59:59Z' }),
      'processed_at: is out of range',
    ],
    [
      'a tag that is too long',
      changed({ tags: `vip, ${'x'.repeat(256)}` }),
      'tags[1]: is longer than 255 characters',
    ],
    ['a NUL', changed({ tags: 'a\0b' }), 'tags: holds a NUL or a lone surrogate'],
    ['a lone surrogate', changed({ name: '#\ud800' }), 'name: holds a NUL or a lone surrogate'],
    [
      'a key __proto__',
      JSON.parse('{"id":1,"customer":{"__proto__":{"id":2}}}'),
      'payload: has a key "__proto__"',
    ],
    [
      'a faulty refund',
      changed({ refunds: [{ ...refundPayload, id: null }] }),
      "refunds[0].id: is not one of Shopify's numeric ids",
    ],
    [
      'an adjustment without an amount',
      changed({
        refunds: [{ ...refundPayload, order_adjustments: [{ id: 1, kind: 'refund_discrepancy' }] }],
      }),
      'refunds[0].order_adjustments[0].amount: is missing',
    ],
  ])('%s is refused with its reason', (_name, payload, expected) => {
    expect(reason(payload)).toBe(expected);
  });

  it('is refused whole when a refund comes without its order', () => {
    expect(newsOfRefund({ ...refundPayload, order_id: null }, delivery)).toEqual({
      ok: false,
      reason: "order_id: is not one of Shopify's numeric ids",
    });
  });
});

describe('other payloads', () => {
  it('reads the id of a deleted order and of a customer', () => {
    expect(newsOfOrderDelete({ id: 5 })).toMatchObject({
      ok: true,
      news: { orderId: '5', deleted: true, order: null },
    });
    expect(newsOfCustomer({ id: 7, email: 'haru@example.com' })).toEqual({ ok: true, customerId: '7' });
    expect(newsOfCustomer({ id: 'seven' })).toMatchObject({ ok: false });
    expect(newsOfOrderDelete([])).toMatchObject({ ok: false });
  });

  it('takes a triggered-at header that is no instant for none', () => {
    const parsed = newsOfOrder(orderPayload, { ...delivery, triggeredAt: 'yesterday' });
    expect(parsed.ok && parsed.news.order?.triggeredAt).toBeNull();
  });
});
