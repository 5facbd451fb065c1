import { inMarketCurrency } from '../checkout/order-lines.ts';
import type { KnownCode } from '../checkout/eligible-codes.ts';
import { discountCodes } from '../data/catalogue.ts';
import { markets } from '../data/markets.ts';
import { decimal } from '../money.ts';
import type { AppDiscount, DiscountStatus } from './app-data-types.ts';
import type { DiscountCode, Prices } from './catalogue-types.ts';
import type { Tables } from './tables.ts';

/** A code as the checkout takes it: the merchant's own or the app's, in whatever case it was typed. */
export function findCode(tables: Tables, text: string): KnownCode | null {
  const wanted = text.trim().toUpperCase();
  const merchants = discountCodes.find((each) => each.code === wanted);
  if (merchants) return { discount: merchants, rules: null, used: 0, usedBy: () => 0 };
  const made = findAppDiscount(tables, wanted);
  if (!made) return null;
  return {
    discount: asDiscountCode(made),
    rules: made.rules,
    used: timesUsed(tables, made.code),
    usedBy: (customerId) => timesUsed(tables, made.code, customerId),
  };
}

export function findAppDiscount(tables: Tables, code: string): AppDiscount | null {
  const wanted = code.trim().toUpperCase();
  for (const each of tables.all('discount')) if (each.code.toUpperCase() === wanted) return each;
  return null;
}

/** Orders that were made with a code; a use stays one when the order is cancelled or deleted. */
export function timesUsed(tables: Tables, code: string, customerId?: number): number {
  let used = 0;
  for (const order of tables.all('order')) {
    if (customerId !== undefined && order.customerId !== customerId) continue;
    if (order.discountApplications.some((each) => each.code === code)) used += 1;
  }
  return used;
}

export function discountStatus({ rules }: AppDiscount, now: number): DiscountStatus {
  if (rules.endsAt !== null && rules.endsAt <= now) return 'EXPIRED';
  return rules.startsAt > now ? 'SCHEDULED' : 'ACTIVE';
}

function asDiscountCode({ code, title, amount }: AppDiscount): DiscountCode {
  const amounts: Prices = { USD: 0n, EUR: 0n, JPY: 0n, KWD: 0n };
  for (const market of markets) amounts[market.currency] = inMarketCurrency(amount, market);
  const summary = `${title}: ${decimal(amount, 'USD')} USD off the order`;
  return {
    code,
    summary: { en: summary, de: summary, ja: summary, ar: summary },
    value: { kind: 'fixedAmount', amounts },
  };
}
