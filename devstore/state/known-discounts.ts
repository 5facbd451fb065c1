import type { Cart, FindDiscounts, KnownDiscount } from '../checkout/eligible-discounts.ts';
import { inMarketCurrency } from '../checkout/order-lines.ts';
import type { DiscountClass, Reduction } from '../checkout/reductions.ts';
import { discountCodes } from '../data/catalogue.ts';
import { runDiscountFunction } from '../functions/run-function.ts';
import type { AppDiscount, DiscountItems } from './app-data-types.ts';
import { currentProduct } from './catalogue.ts';
import type { DiscountCode } from './catalogue-types.ts';
import type { StoreContext } from './context.ts';
import { discountClasses, findAppDiscount, isActive, timesUsed } from './discounts.ts';
import type { OrderLine } from './order-types.ts';

/** The discounts as a checkout looks for them: the merchant's own codes and what the app made, a code in whatever case it was typed. */
export function knownDiscounts(context: StoreContext): FindDiscounts {
  const { tables } = context;
  return {
    byCode(text) {
      const wanted = text.trim().toUpperCase();
      const merchants = discountCodes.find((each) => each.code === wanted);
      if (merchants) return merchantsCode(merchants);
      const made = findAppDiscount(tables, wanted);
      return made && appsDiscount(made, context);
    },
    automatic: () =>
      [...tables.all('discount')]
        .filter((each) => each.code === null && isActive(each, Date.now()))
        .map((each) => appsDiscount(each, context)),
  };
}

/** A code that the merchant made in the admin, for everything in the cart. */
export function merchantsCode({ code, summary, value }: DiscountCode): KnownDiscount {
  const known = { code, title: summary.en, rules: null, used: 0, usedBy: () => 0, isFor: () => true };
  if (value.kind === 'freeShipping')
    return { ...known, classes: ['SHIPPING'], reductions: () => [freeShipping] };
  return {
    ...known,
    classes: ['ORDER'],
    reductions: ({ market }) => [
      {
        discountClass: 'ORDER',
        lines: null,
        value:
          value.kind === 'percentage'
            ? { rate: { numerator: BigInt(value.percent), denominator: 100n } }
            : { amount: value.amounts[market.currency] },
      },
    ],
  };
}

const freeShipping: Reduction = {
  discountClass: 'SHIPPING',
  value: { rate: { numerator: 1n, denominator: 1n } },
};

function appsDiscount(made: AppDiscount, context: StoreContext): KnownDiscount {
  const { tables } = context;
  const { code, title, rules, value } = made;
  const items = value.kind === 'fixedAmount' || value.kind === 'percentage' ? value.items : null;
  const isFor = (line: OrderLine) => items === null || isAmong(line, items, context);
  return {
    code,
    title,
    rules,
    isFor,
    classes: discountClasses(made),
    used: code === null ? 0 : timesUsed(tables, code),
    usedBy: (customerId) => (code === null ? 0 : timesUsed(tables, code, customerId)),
    reductions: (cart) => {
      if (value.kind === 'function') return runDiscountFunction(made, value, cart, context);
      return nativeReductions(made, cart, isFor);
    },
  };
}

function nativeReductions(
  { value }: AppDiscount,
  cart: Cart,
  isFor: (line: OrderLine) => boolean,
): Reduction[] {
  const { market, address, lines, shippingLines } = cart;
  if (value.kind === 'function') return [];
  if (value.kind === 'freeShipping') {
    const dearest = value.dearest === null ? null : inMarketCurrency(value.dearest, market);
    const isTooDear = shippingLines.some((line) => dearest !== null && line.price.presentment > dearest);
    const isElsewhere = value.countries !== null && !value.countries.includes(address.countryCode);
    return shippingLines.length === 0 || isTooDear || isElsewhere ? [] : [freeShipping];
  }
  const entitled = lines.filter((line) => !line.giftCard && line.tip === null && isFor(line));
  if (entitled.length === 0) return [];
  const discountClass: DiscountClass = value.items === null ? 'ORDER' : 'PRODUCT';
  return [
    {
      discountClass,
      lines: value.items && entitled.map(({ id }) => ({ lineId: id, quantity: null })),
      value:
        value.kind === 'percentage'
          ? { rate: value.rate }
          : { amount: inMarketCurrency(value.amount, market) },
    },
  ];
}

function isAmong(
  { productId, variantId }: OrderLine,
  items: NonNullable<DiscountItems>,
  { tables }: StoreContext,
): boolean {
  if (productId === null || variantId === null) return false;
  if (items.productIds.includes(productId) || items.variantIds.includes(variantId)) return true;
  const collectionIds = currentProduct(tables, productId)?.collectionIds ?? [];
  return items.collectionIds.some((id) => collectionIds.includes(id));
}
