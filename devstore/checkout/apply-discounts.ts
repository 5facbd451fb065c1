import { allocate, decimal, scaled } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import type { DiscountCode, Market } from '../state/catalogue-types.ts';
import type { DiscountApplication, OrderLine, ShippingLine } from '../state/order-types.ts';
import { lineAmount, shippingAmount } from './order-totals.ts';

/**
 * Applies codes one after the other, each to what the earlier ones left, and writes the allocations into the lines. Gift cards and
 * tips are never discounted. Returns the order's discount applications, in the codes' order.
 */
export function applyDiscounts(
  codes: readonly DiscountCode[],
  lines: readonly OrderLine[],
  shippingLines: readonly ShippingLine[],
  market: Market,
): DiscountApplication[] {
  return codes.map((code, application) => {
    if (code.value.kind === 'freeShipping') {
      for (const line of shippingLines)
        line.discountAllocations.push({ application, amount: shippingAmount(line) });
      return freeShipping(code.code);
    }
    const eligible = lines.filter((line) => !line.giftCard && line.tip === null);
    const amounts = eligible.map(lineAmount);
    const whole = amounts.reduce((sum, amount) => sum + amount.presentment, 0n);
    const wanted =
      code.value.kind === 'percentage'
        ? scaled(whole, BigInt(code.value.percent), 100n)
        : code.value.amounts[market.currency];
    const discount = wanted < whole ? wanted : whole;
    const parts = allocate(
      discount,
      amounts.map((amount) => amount.presentment),
    );
    eligible.forEach((line, index) => {
      const part = parts[index] ?? 0n;
      const amount = amounts[index];
      if (amount && part > 0n) line.discountAllocations.push({ application, amount: inShop(part, amount) });
    });
    return discountApplication(code, market);
  });
}

/** The shop's side of a part of a line's amount: never more than the line has, and all of it for all of it. */
function inShop(part: bigint, amount: MoneyBag): MoneyBag {
  return { presentment: part, shop: scaled(amount.shop, part, amount.presentment) };
}

function freeShipping(code: string): DiscountApplication {
  return {
    code,
    valueType: 'percentage',
    value: '100.0',
    targetType: 'shipping_line',
    codeType: 'shipping',
  };
}

function discountApplication(code: DiscountCode, market: Market): DiscountApplication {
  const value = code.value;
  if (value.kind === 'freeShipping') return freeShipping(code.code);
  if (value.kind === 'percentage')
    return {
      code: code.code,
      valueType: 'percentage',
      value: `${value.percent}.0`,
      targetType: 'line_item',
      codeType: 'percentage',
    };
  return {
    code: code.code,
    valueType: 'fixed_amount',
    value: decimal(value.amounts[market.currency], market.currency),
    targetType: 'line_item',
    codeType: 'fixed_amount',
  };
}
