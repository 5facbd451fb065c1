import { allocate, minus, scaled } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import type { Market } from '../state/catalogue-types.ts';
import type { DiscountApplication, OrderLine, ShippingLine } from '../state/order-types.ts';
import { lineAmount, shippingAmount } from './order-totals.ts';
import { takenOff, valueTexts } from './reductions.ts';
import type { DiscountClass, Reduction, TakenDiscount } from './reductions.ts';

type Planned = { discount: TakenDiscount; reduction: Reduction };

const order: readonly DiscountClass[] = ['PRODUCT', 'ORDER', 'SHIPPING'];

/**
 * Applies discounts one after the other, products' before the order's and shipping's last, each to what the earlier ones left, and
 * writes the allocations into the lines. Gift cards and tips are never discounted. Returns the order's discount applications, to
 * which the allocations point.
 */
export function applyDiscounts(
  discounts: readonly TakenDiscount[],
  lines: readonly OrderLine[],
  shippingLines: readonly ShippingLine[],
  market: Market,
): DiscountApplication[] {
  const all = discounts.flatMap((discount) =>
    discount.reductions.map((reduction): Planned => ({ discount, reduction })),
  );
  const inOrder = order.flatMap((name) => all.filter((each) => each.reduction.discountClass === name));
  return inOrder.map(({ discount, reduction }, application) => {
    if (reduction.discountClass === 'SHIPPING') reduceShipping(reduction, shippingLines, application);
    else reduceLines(reduction, lines, application);
    return applicationOf(discount, reduction, market);
  });
}

function reduceShipping(
  { value }: Reduction,
  shippingLines: readonly ShippingLine[],
  application: number,
): void {
  for (const line of shippingLines) {
    const amount = shippingAmount(line);
    const off = takenOff(value, amount.presentment);
    line.discountAllocations.push({ application, amount: inShop(off, amount) });
  }
}

function reduceLines(
  reduction: Exclude<Reduction, { discountClass: 'SHIPPING' }>,
  lines: readonly OrderLine[],
  application: number,
): void {
  const eligible = lines.flatMap((line) => {
    if (line.giftCard || line.tip !== null) return [];
    const named = reduction.lines?.find(({ lineId }) => lineId === line.id);
    if (reduction.lines && !named) return [];
    return [{ line, amount: amountOf(line, named?.quantity ?? null) }];
  });
  const amounts = eligible.map(({ amount }) => amount.presentment);
  const whole = amounts.reduce((sum, amount) => sum + amount, 0n);
  const parts = allocate(takenOff(reduction.value, whole), amounts);
  eligible.forEach(({ line, amount }, index) => {
    const part = parts[index] ?? 0n;
    if (part > 0n) line.discountAllocations.push({ application, amount: inShop(part, amount) });
  });
}

/** What is left of so many pieces of a line: their share of it. */
function amountOf(line: OrderLine, quantity: number | null): MoneyBag {
  const amount = lineAmount(line);
  if (quantity === null || quantity >= line.quantity) return amount;
  const rest = (value: bigint) => scaled(value, BigInt(line.quantity - quantity), BigInt(line.quantity));
  return minus(amount, { shop: rest(amount.shop), presentment: rest(amount.presentment) });
}

/** The shop's side of a part of a line's amount: never more than the line has, and all of it for all of it. */
function inShop(part: bigint, amount: MoneyBag): MoneyBag {
  if (amount.presentment === 0n) return { presentment: 0n, shop: 0n };
  return { presentment: part, shop: scaled(amount.shop, part, amount.presentment) };
}

function applicationOf(
  { code, title }: TakenDiscount,
  reduction: Reduction,
  market: Market,
): DiscountApplication {
  const shown = valueTexts(reduction.value, market.currency);
  if (reduction.discountClass === 'SHIPPING')
    return {
      code,
      title,
      ...shown,
      targetType: 'shipping_line',
      targetSelection: 'all',
      codeType: 'shipping',
    };
  return {
    code,
    title,
    ...shown,
    targetType: 'line_item',
    targetSelection: reduction.lines === null ? 'all' : 'entitled',
    codeType: shown.valueType,
  };
}
