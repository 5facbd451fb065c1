import { z } from 'zod';
import { CurrencySchema, PresentmentCurrencySchema } from '../domain/currency.ts';
import { compareInstants } from '../domain/instant.ts';
import type { Amount, LineFacts, OrderFacts, ShippingLineFacts } from '../domain/order-facts.ts';
import { amountFrom, type Currencies, sumOfAmounts } from './payload-money.ts';
import {
  AmountTextSchema,
  flag,
  IdSchema,
  InstantSchema,
  list,
  type MoneySet,
  optional,
  parsePayload,
  PayloadFault,
  QuantitySchema,
  textUpTo,
  unsigned,
} from './payload-parts.ts';
import {
  type Delivery,
  type ParsedNews,
  refundFacts,
  RefundPayloadSchema,
  versioned,
} from './refund-payload.ts';

const AllocationSchema = z.object({ amount: unsigned.plain, amount_set: unsigned.set });
const TaxLineSchema = z.object({ price: unsigned.plain, price_set: unsigned.set });

const LineItemSchema = z.object({
  id: IdSchema,
  product_id: optional(IdSchema),
  variant_id: optional(IdSchema),
  vendor: optional(textUpTo(255)),
  quantity: QuantitySchema,
  current_quantity: optional(QuantitySchema),
  gift_card: flag,
  // Shopify sends the key on tips alone; what it holds does not matter.
  tip_payment_gateway: z.unknown().optional(),
  price: unsigned.plain,
  price_set: unsigned.set,
  discount_allocations: list(AllocationSchema),
  tax_lines: list(TaxLineSchema),
});

const ShippingLineSchema = z.object({
  is_removed: flag,
  price: unsigned.plain,
  price_set: unsigned.set,
  discount_allocations: list(AllocationSchema),
  tax_lines: list(TaxLineSchema),
});

const CountryCodeSchema = optional(z.string().max(100)).transform((code) => {
  const country = code?.trim().toUpperCase() ?? '';
  // An address with a country that Shopify has no code for is an address without a country.
  return /^[A-Z]{2}$/.test(country) ? country : null;
});
const AddressSchema = optional(z.object({ country_code: CountryCodeSchema }));

const TagsSchema = optional(textUpTo(100_000))
  .transform((tags) => (tags ?? '').split(',').flatMap((tag) => tag.trim() || []))
  .pipe(z.array(textUpTo(255)));

const OrderPayloadSchema = z.object({
  id: IdSchema,
  name: optional(textUpTo(255)),
  customer: optional(z.object({ id: IdSchema })),
  created_at: optional(InstantSchema),
  processed_at: optional(InstantSchema),
  updated_at: optional(InstantSchema),
  cancelled_at: optional(InstantSchema),
  financial_status: optional(textUpTo(40)),
  fulfillment_status: optional(textUpTo(40)),
  fulfillments: list(z.object({ status: optional(textUpTo(40)), created_at: optional(InstantSchema) })),
  test: flag,
  company: optional(z.object({})),
  source_name: optional(textUpTo(255)),
  tags: TagsSchema,
  shipping_address: AddressSchema,
  billing_address: AddressSchema,
  currency: CurrencySchema,
  presentment_currency: optional(PresentmentCurrencySchema),
  taxes_included: flag,
  total_outstanding: optional(AmountTextSchema),
  current_total_price: optional(AmountTextSchema),
  current_total_price_set: unsigned.set,
  total_price_set: unsigned.set,
  discount_codes: list(z.object({ code: textUpTo(255) })),
  line_items: z.array(LineItemSchema),
  shipping_lines: list(ShippingLineSchema),
  refunds: list(RefundPayloadSchema),
});
type OrderPayload = z.output<typeof OrderPayloadSchema>;

type PartWithSums = Pick<
  z.output<typeof LineItemSchema>,
  'price' | 'price_set' | 'discount_allocations' | 'tax_lines'
>;

function amountsOf(part: PartWithSums, currencies: Currencies, path: PropertyKey[]) {
  const amount = (plain: string | null, set: MoneySet, ...rest: PropertyKey[]): Amount =>
    amountFrom(plain, set, currencies, [...path, ...rest]);
  return {
    price: amount(part.price, part.price_set, 'price'),
    discounts: sumOfAmounts(
      part.discount_allocations.map((allocation, index) =>
        amount(allocation.amount, allocation.amount_set, 'discount_allocations', index, 'amount'),
      ),
    ),
    taxes: sumOfAmounts(
      part.tax_lines.map((tax, index) => amount(tax.price, tax.price_set, 'tax_lines', index, 'price')),
    ),
  };
}

function lineFacts(line: z.output<typeof LineItemSchema>, currencies: Currencies, index: number): LineFacts {
  const { price, discounts, taxes } = amountsOf(line, currencies, ['line_items', index]);
  return {
    id: line.id,
    productId: line.product_id,
    variantId: line.variant_id,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: line.current_quantity,
    giftCard: line.gift_card,
    tip: Object.hasOwn(line, 'tip_payment_gateway'),
    unitPrice: price,
    discounts,
    taxes,
  };
}

function shippingLineFacts(
  line: z.output<typeof ShippingLineSchema>,
  currencies: Currencies,
  index: number,
): ShippingLineFacts {
  return { removed: line.is_removed, ...amountsOf(line, currencies, ['shipping_lines', index]) };
}

function currenciesOf(order: OrderPayload): NonNullable<Currencies> {
  const sets = [
    order.current_total_price_set,
    order.total_price_set,
    ...order.line_items.map((line) => line.price_set),
  ];
  const told = sets.find((set) => set !== null)?.presentment_money.currency_code;
  return { shop: order.currency, presentment: order.presentment_currency ?? told ?? order.currency };
}

function orderFacts(order: OrderPayload, currencies: NonNullable<Currencies>): OrderFacts {
  const processedAt = order.processed_at ?? order.created_at;
  if (processedAt === null) throw new PayloadFault(['processed_at'], 'is missing');
  return {
    orderId: order.id,
    name: order.name ?? `#${order.id}`,
    customerId: order.customer?.id ?? null,
    processedAt,
    updatedAt: order.updated_at,
    cancelledAt: order.cancelled_at,
    financialStatus: order.financial_status,
    fulfilled: order.fulfillment_status === 'fulfilled',
    test: order.test,
    company: order.company !== null,
    channel: order.source_name,
    tags: order.tags,
    shippingCountry: order.shipping_address?.country_code ?? null,
    billingCountry: order.billing_address?.country_code ?? null,
    shopCurrency: currencies.shop,
    presentmentCurrency: currencies.presentment,
    taxesIncluded: order.taxes_included,
    totalOutstanding: order.total_outstanding,
    currentTotalPrice: order.current_total_price_set?.shop_money.amount ?? order.current_total_price,
    discountCodes: order.discount_codes.map(({ code }) => code),
    lines: order.line_items.map((line, index) => lineFacts(line, currencies, index)),
    shippingLines: order.shipping_lines.map((line, index) => shippingLineFacts(line, currencies, index)),
  };
}

/** When the order was fully fulfilled: with its last fulfilment, else, where the payload lists none, when the payload was written. */
function fulfilledAt(order: OrderPayload): string | null {
  if (order.fulfillment_status !== 'fulfilled') return null;
  const times = order.fulfillments
    .filter((fulfillment) => fulfillment.status === null || fulfillment.status === 'success')
    .flatMap((fulfillment) => fulfillment.created_at ?? [])
    .sort(compareInstants);
  return times.at(-1) ?? order.updated_at ?? order.processed_at ?? order.created_at;
}

/** What a delivery with a whole order tells (orders/create, updated, paid, fulfilled, cancelled …), its refunds too. Never throws for what is in the payload. */
export function newsOfOrder(payload: unknown, delivery: Delivery): ParsedNews {
  const parsed = parsePayload(OrderPayloadSchema, payload, (order) => {
    const currencies = currenciesOf(order);
    return {
      orderId: order.id,
      order: versioned(orderFacts(order, currencies), delivery),
      refunds: order.refunds.map((refund, index) =>
        versioned(refundFacts(refund, currencies, ['refunds', index]), delivery),
      ),
      fulfilledAt: fulfilledAt(order),
      deleted: false,
    };
  });
  return parsed.ok ? { ok: true, news: parsed.value } : parsed;
}

/** What an orders/delete delivery tells: its payload is the id alone. */
export function newsOfOrderDelete(payload: unknown): ParsedNews {
  const parsed = parsePayload(z.object({ id: IdSchema }), payload, ({ id }) => ({
    orderId: id,
    order: null,
    refunds: [],
    fulfilledAt: null,
    deleted: true,
  }));
  return parsed.ok ? { ok: true, news: parsed.value } : parsed;
}
