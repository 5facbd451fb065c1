import { decimal } from '../money.ts';
import type { DiscountRules } from '../state/app-data-types.ts';
import type { DiscountCode, Market } from '../state/catalogue-types.ts';
import type { CheckoutRefusal, CodeRefusalReason } from '../state/dev-store.ts';
import type { Customer, OrderLine } from '../state/order-types.ts';
import { gross, inMarketCurrency } from './order-lines.ts';

/** A code that exists, with what it demands and how often it was used. The merchant's own codes demand nothing. */
export type KnownCode = {
  discount: DiscountCode;
  rules: DiscountRules | null;
  used: number;
  usedBy: (customerId: number) => number;
};

export type FindCode = (text: string) => KnownCode | null;

type Cart = {
  findCode: FindCode;
  customer: Customer | null;
  market: Market;
  lines: readonly OrderLine[];
  /** Milliseconds. */
  now: number;
};

type CodeFault = { reason: CodeRefusalReason; detail: string; least?: string };

/** The codes typed at a checkout, each once; or why one of them does not count there. */
export function eligibleCodes(
  typed: readonly string[],
  cart: Cart,
): { ok: true; codes: DiscountCode[] } | CheckoutRefusal {
  const known: KnownCode[] = [];
  for (const text of typed) {
    const code = cart.findCode(text);
    if (!code)
      return { ok: false, reason: 'code-not-valid', detail: `The code "${text.trim()}" is not valid.` };
    const fault = code.rules && faultOf(code, code.rules, cart);
    if (fault) return { ok: false, ...fault };
    if (!known.some((each) => each.discount.code === code.discount.code)) known.push(code);
  }
  const alone = known.find((code) => !combines(code, known));
  if (alone)
    return {
      ok: false,
      reason: 'code-not-combinable',
      detail: `${alone.discount.code} does not combine with the other codes.`,
    };
  return { ok: true, codes: known.map((code) => code.discount) };
}

function faultOf(
  known: KnownCode,
  rules: DiscountRules,
  { customer, market, lines, now }: Cart,
): CodeFault | null {
  const { code } = known.discount;
  if (rules.startsAt > now) return { reason: 'code-not-yet', detail: `${code} is not valid yet.` };
  if (rules.endsAt !== null && rules.endsAt <= now)
    return { reason: 'code-expired', detail: `${code} has expired.` };
  if (rules.customerIds !== null && !(customer && rules.customerIds.includes(customer.id)))
    return { reason: 'code-for-others', detail: `${code} is not available to you.` };
  if (rules.oncePerCustomer && customer && known.usedBy(customer.id) > 0)
    return { reason: 'code-used-by-customer', detail: `You have used ${code} already.` };
  if (rules.usageLimit !== null && known.used >= rules.usageLimit)
    return { reason: 'code-used-up', detail: `${code} has reached its usage limit.` };
  return minimumFault(code, rules, market, lines);
}

/** Gift cards and tips count for no minimum. */
function minimumFault(
  code: string,
  rules: DiscountRules,
  market: Market,
  lines: readonly OrderLine[],
): CodeFault | null {
  const goods = lines.filter((line) => !line.giftCard && line.tip === null);
  if (rules.minimumSubtotal !== null) {
    const least = inMarketCurrency(rules.minimumSubtotal, market);
    const subtotal = goods.reduce((sum, line) => sum + gross(line).presentment, 0n);
    if (subtotal < least)
      return {
        reason: 'code-minimum',
        least: decimal(least, market.currency),
        detail: `${code} needs goods for ${decimal(least, market.currency)} ${market.currency}.`,
      };
  }
  const pieces = goods.reduce((sum, line) => sum + line.quantity, 0);
  if (rules.minimumQuantity !== null && pieces < rules.minimumQuantity)
    return { reason: 'code-minimum', detail: `${code} needs ${rules.minimumQuantity} items.` };
  return null;
}

/** A code of the app beside others: it must allow the class of each, orders' or shipping's. */
function combines(code: KnownCode, all: readonly KnownCode[]): boolean {
  const allowed = code.rules?.combinesWith;
  if (!allowed) return true;
  return all
    .filter((other) => other !== code)
    .every((other) =>
      other.discount.value.kind === 'freeShipping' ? allowed.shippingDiscounts : allowed.orderDiscounts,
    );
}
