import { scaled, times } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import { taxesFor } from '../data/taxes.ts';
import type { Tax } from '../data/taxes.ts';
import type { Market, Product, ShippingRate, Variant } from '../state/catalogue-types.ts';
import type { Address, OrderLine, ShippingLine, TaxLine } from '../state/order-types.ts';

/** Gives ids of the platform's size, each once. */
export type NewId = (kind: string) => number;

/** An amount of the market's currency in both currencies of the order, by the market's day rate. */
export function inBothCurrencies(presentment: bigint, market: Market): MoneyBag {
  return { presentment, shop: scaled(presentment, market.dayRate.numerator, market.dayRate.denominator) };
}

/** An amount of the shop's currency in a market's, by its day rate, rounded to the minor unit: what the platform does with fixed amounts. */
export function inMarketCurrency(amount: bigint, { dayRate }: Market): bigint {
  return scaled(amount, dayRate.denominator, dayRate.numerator);
}

/** The taxes on an amount: contained in it, or on top of it. Each currency and each tax is rounded on its own. */
export function taxLines(amount: MoneyBag, taxes: readonly Tax[], included: boolean): TaxLine[] {
  const all = taxes.reduce((sum, tax) => sum + BigInt(tax.per100k), 0n);
  const base = included ? 100_000n + all : 100_000n;
  return taxes.map((tax) => {
    const share = (value: bigint) => scaled(value, BigInt(tax.per100k), base);
    return {
      title: tax.title,
      rate: rateText(tax.per100k),
      amount: { shop: share(amount.shop), presentment: share(amount.presentment) },
    };
  });
}

function rateText(per100k: number): string {
  return `0.${per100k.toString().padStart(5, '0')}`.replace(/0+$/, '');
}

/** A line of goods without discounts; its taxes are added when the discounts are known. */
export function goodsLine(
  { product, variant }: { product: Product; variant: Variant },
  quantity: number,
  market: Market,
  newId: NewId,
): OrderLine {
  return {
    id: newId('LineItem'),
    productId: product.id,
    variantId: variant.id,
    title: product.title.en,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    quantity,
    unitPrice: inBothCurrencies(variant.prices[market.currency], market),
    discountAllocations: [],
    taxLines: [],
    giftCard: product.giftCard,
    taxable: product.taxClass !== 'none',
    requiresShipping: !product.giftCard,
    grams: variant.grams,
    properties: [],
    tip: null,
  };
}

/** The taxes on new pieces of a product at their full price. */
export function goodsTaxes(
  product: Product,
  amount: MoneyBag,
  destination: Address,
  market: Market,
): TaxLine[] {
  return taxLines(amount, taxesFor(destination, product.taxClass), market.taxesIncluded);
}

/** A tip is a line of its own, which only `tip_payment_gateway` tells from goods. */
export function tipLine(tip: bigint, gateway: string, market: Market, newId: NewId): OrderLine {
  return {
    id: newId('LineItem'),
    productId: null,
    variantId: null,
    title: 'Tip',
    variantTitle: null,
    sku: null,
    vendor: null,
    quantity: 1,
    unitPrice: inBothCurrencies(tip, market),
    discountAllocations: [],
    taxLines: [],
    giftCard: false,
    taxable: false,
    requiresShipping: false,
    grams: 0,
    properties: [],
    tip: { gateway, method: 'Visa' },
  };
}

export function shippingLine(rate: ShippingRate, market: Market, newId: NewId): ShippingLine {
  return {
    id: newId('ShippingLine'),
    handle: rate.handle,
    title: rate.title.en,
    price: inBothCurrencies(rate.prices[market.currency], market),
    discountAllocations: [],
    taxLines: [],
  };
}

/** The full price of a line, before discounts. */
export function gross(line: OrderLine): MoneyBag {
  return times(line.unitPrice, line.quantity);
}
