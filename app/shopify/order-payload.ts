import { isPositive } from '../domain/fraction.ts';
import { compareInstants } from '../domain/instant.ts';
import { decimal } from '../domain/money.ts';
import type { LineFacts, OrderFacts, ShippingLineFacts } from '../domain/order-facts.ts';
import {
  amountReader,
  type Currencies,
  readOptionalPresentmentCurrency,
  setReader,
  sumReader,
} from './payload-money.ts';
import {
  type Fields,
  optional,
  parsePayload,
  PayloadFault,
  read,
  readAmount,
  readCurrency,
  readFlag,
  readId,
  readInstant,
  readItems,
  readList,
  readObject,
  readQuantity,
  readSignedAmount,
  readText,
  readWord,
} from './payload-parts.ts';
import { type Delivery, type ParsedNews, refundFacts, told } from './refund-payload.ts';

const readOptionalId = optional(readId);
const readOptionalInstant = optional(readInstant);
const readOptionalAmount = optional(readSignedAmount);
const readOptionalText = optional(readText(255));
const readStatus = optional(readText(40));
const readSet = setReader(readAmount);
const readOptionalObject = optional(readObject);
const readCustomerId = optional((customer) => read(readObject(customer), 'id', readId));

const price = amountReader('price', readAmount);
const sumOfDiscounts = sumReader(amountReader('amount', readAmount));
const sumOfTaxes = sumReader(price);

function amountsOf(part: Fields, currencies: Currencies) {
  return {
    price: price(part, currencies),
    discounts: read(part, 'discount_allocations', sumOfDiscounts(currencies)),
    taxes: read(part, 'tax_lines', sumOfTaxes(currencies)),
  };
}

const readQuantityNow = optional(readQuantity);

function lineFacts(line: Fields, currencies: Currencies): LineFacts {
  const { price: unitPrice, discounts, taxes } = amountsOf(line, currencies);
  return {
    id: read(line, 'id', readId),
    productId: read(line, 'product_id', readOptionalId),
    variantId: read(line, 'variant_id', readOptionalId),
    vendor: read(line, 'vendor', readOptionalText),
    quantity: read(line, 'quantity', readQuantity),
    currentQuantity: read(line, 'current_quantity', readQuantityNow),
    giftCard: read(line, 'gift_card', readFlag),
    // Shopify sends the key on tips alone; what it holds does not matter.
    tip: Object.hasOwn(line, 'tip_payment_gateway'),
    unitPrice,
    discounts,
    taxes,
  };
}

const shippingLineFacts = (line: Fields, currencies: Currencies): ShippingLineFacts => ({
  removed: read(line, 'is_removed', readFlag),
  ...amountsOf(line, currencies),
});

const readCountryCode = optional(readWord(100));
const readCountry = optional((value) => {
  const country = read(readObject(value), 'country_code', readCountryCode)?.trim().toUpperCase() ?? '';
  // An address with a country that Shopify has no code for is an address without a country.
  return /^[A-Z]{2}$/.test(country) ? country : null;
});

const readTagList = optional(readText(100_000));
const checkTags = readItems(readText(255));
const readTags = (value: unknown): string[] =>
  checkTags((readTagList(value) ?? '').split(',').flatMap((tag) => tag.trim() || []));

const readCodes = readList((value) => read(readObject(value), 'code', readText(255)));

const readCodeAmounts = readList((value) => {
  const given = readObject(value);
  return { code: read(given, 'code', readText(255)), amount: read(given, 'amount', readOptionalAmount) };
});
const readApplications = readList((value) => read(readObject(value), 'code', readOptionalText));
const readIndex = (allocation: Fields) => allocation['discount_application_index'];

type Taken = NonNullable<OrderFacts['takenByCodes']>;

/** The allocations name the code's place among the order's applications. Of a code that took something which none of them shows, nothing is told. */
function readTakenByCodes(order: Fields, currencies: Currencies): Taken {
  const applied = read(order, 'discount_applications', readApplications);
  const lines = ['line_items', 'shipping_lines'].flatMap((key) => read(order, key, readList(readObject)));
  const allocations = lines.flatMap((line) => read(line, 'discount_allocations', readList(readObject)));
  return read(order, 'discount_codes', readCodeAmounts).flatMap(({ code, amount }) => {
    const isOwn = (index: unknown) =>
      typeof index === 'number' && applied[index]?.toUpperCase() === code.toUpperCase();
    const own = allocations.filter((one) => isOwn(readIndex(one)));
    const isUntold = own.length === 0 && (amount === null || isPositive(decimal(amount)));
    return isUntold ? [] : [{ code, amount: sumOfDiscounts(currencies)(own) }];
  });
}

/** An order earns without it: what cannot be read of it is as if it were not told. */
function takenByCodes(order: Fields, currencies: Currencies): Taken {
  try {
    return readTakenByCodes(order, currencies);
  } catch (fault) {
    if (fault instanceof PayloadFault) return [];
    throw fault;
  }
}

const readPriceSets = readItems((line) => read(readObject(line), 'price_set', readSet));

function currenciesOf(order: Fields): NonNullable<Currencies> {
  const shop = read(order, 'currency', readCurrency);
  const presentment = read(order, 'presentment_currency', readOptionalPresentmentCurrency);
  const totals = [read(order, 'current_total_price_set', readSet), read(order, 'total_price_set', readSet)];
  if (presentment !== null) return { shop, presentment };
  const sets = [...totals, ...read(order, 'line_items', readPriceSets)];
  return { shop, presentment: sets.find((set) => set !== null)?.presentment.currency ?? shop };
}

function orderFacts(order: Fields, currencies: NonNullable<Currencies>): OrderFacts {
  const orderId = read(order, 'id', readId);
  const createdAt = read(order, 'created_at', readOptionalInstant);
  const processedAt = read(order, 'processed_at', readOptionalInstant) ?? createdAt;
  if (processedAt === null) throw new PayloadFault(['processed_at'], 'is missing');
  const total = read(order, 'current_total_price', readOptionalAmount);
  const codes = read(order, 'discount_codes', readCodes);
  return {
    orderId,
    name: read(order, 'name', readOptionalText) ?? `#${orderId}`,
    customerId: read(order, 'customer', readCustomerId),
    processedAt,
    updatedAt: read(order, 'updated_at', readOptionalInstant),
    cancelledAt: read(order, 'cancelled_at', readOptionalInstant),
    financialStatus: read(order, 'financial_status', readStatus),
    fulfilled: read(order, 'fulfillment_status', readStatus) === 'fulfilled',
    test: read(order, 'test', readFlag),
    company: read(order, 'company', readOptionalObject) !== null,
    channel: read(order, 'source_name', readOptionalText),
    tags: read(order, 'tags', readTags),
    shippingCountry: read(order, 'shipping_address', readCountry),
    billingCountry: read(order, 'billing_address', readCountry),
    shopCurrency: currencies.shop,
    presentmentCurrency: currencies.presentment,
    taxesIncluded: read(order, 'taxes_included', readFlag),
    totalOutstanding: read(order, 'total_outstanding', readOptionalAmount),
    currentTotalPrice: read(order, 'current_total_price_set', readSet)?.shop.amount ?? total,
    discountCodes: codes,
    ...(codes.length > 0 && { takenByCodes: takenByCodes(order, currencies) }),
    lines: read(
      order,
      'line_items',
      readItems((line) => lineFacts(readObject(line), currencies)),
    ),
    shippingLines: read(
      order,
      'shipping_lines',
      readList((line) => shippingLineFacts(readObject(line), currencies)),
    ),
  };
}

/** When what a fulfilment brings was sent; null where it was not. */
const readSentAt = (value: unknown): string | null => {
  const fulfillment = readObject(value);
  const status = read(fulfillment, 'status', readStatus);
  const createdAt = read(fulfillment, 'created_at', readOptionalInstant);
  return status === null || status === 'success' ? createdAt : null;
};
const readTimesSent = readList(readSentAt);

/** When the order was fully fulfilled: with its last fulfilment, else, where the payload lists none, when the payload was written. */
function fulfilledAt(order: Fields, { fulfilled, processedAt, updatedAt }: OrderFacts): string | null {
  const times = read(order, 'fulfillments', readTimesSent).filter((time) => time !== null);
  if (!fulfilled) return null;
  return times.sort(compareInstants).at(-1) ?? updatedAt ?? processedAt;
}

/** What a delivery with a whole order tells (orders/create, updated, paid, fulfilled, cancelled …), its refunds too. Never throws for what is in the payload. */
export function newsOfOrder(payload: unknown, delivery: Delivery): ParsedNews {
  const parsed = parsePayload(payload, (order) => {
    const currencies = currenciesOf(order);
    const facts = orderFacts(order, currencies);
    const readRefunds = readList((refund) => refundFacts(readObject(refund), currencies));
    return {
      orderId: facts.orderId,
      order: told(facts, delivery),
      refunds: read(order, 'refunds', readRefunds).map((refund) => told(refund, delivery)),
      fulfilledAt: fulfilledAt(order, facts),
      deleted: false,
    };
  });
  return parsed.ok ? { ok: true, news: parsed.value } : parsed;
}

/** What an orders/delete delivery tells: its payload is the id alone. */
export function newsOfOrderDelete(payload: unknown): ParsedNews {
  const parsed = parsePayload(payload, (order) => ({
    orderId: read(order, 'id', readId),
    order: null,
    refunds: [],
    fulfilledAt: null,
    deleted: true,
  }));
  return parsed.ok ? { ok: true, news: parsed.value } : parsed;
}
