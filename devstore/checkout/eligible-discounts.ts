import { decimal } from '../money.ts';
import type { DiscountRules } from '../state/app-data-types.ts';
import type { Market } from '../state/catalogue-types.ts';
import type { CheckoutRefusal, CodeRefusalReason } from '../state/dev-store.ts';
import type { Address, Customer, OrderLine, ShippingLine } from '../state/order-types.ts';
import { gross, inMarketCurrency } from './order-lines.ts';
import type { DiscountClass, Reduction, TakenDiscount } from './reductions.ts';
import { takenOff } from './reductions.ts';

/** A cart on its way to an order, before any discount. */
export type Cart = {
  customer: Customer | null;
  market: Market;
  locale: string;
  lines: readonly OrderLine[];
  /** The rate that was chosen, where anything is shipped. */
  shippingLines: readonly ShippingLine[];
  address: Address;
  /** The codes that were typed. */
  codes: readonly string[];
  /** Milliseconds. */
  now: number;
};

/** A discount that exists, with what it demands and how often it was used. The merchant's own codes demand nothing. */
export type KnownDiscount = {
  /** Null: automatic. */
  code: string | null;
  title: string;
  classes: readonly DiscountClass[];
  rules: DiscountRules | null;
  used: number;
  usedBy: (customerId: number) => number;
  /** Whether a line is among what the discount is for. */
  isFor: (line: OrderLine) => boolean;
  /** What it does to a cart; empty where it does not apply. */
  reductions: (cart: Cart) => Reduction[];
};

export type FindDiscounts = {
  byCode: (text: string) => KnownDiscount | null;
  automatic: () => KnownDiscount[];
};

type CodeFault = { reason: CodeRefusalReason; detail: string; least?: string };
type Candidate = TakenDiscount & { known: KnownDiscount };

/** What a checkout takes: the codes typed, each once, and the automatic discounts beside them; or why one of the codes does not count there. */
export function eligibleDiscounts(
  find: FindDiscounts,
  cart: Cart,
): { ok: true; discounts: TakenDiscount[] } | CheckoutRefusal {
  const codes: Candidate[] = [];
  for (const text of cart.codes) {
    const known = find.byCode(text);
    if (!known)
      return { ok: false, reason: 'code-not-valid', detail: `The code "${text.trim()}" is not valid.` };
    if (codes.some((each) => each.code === known.code)) continue;
    const fault = known.rules && faultOf(known, known.rules, cart);
    if (fault) return { ok: false, ...fault };
    const taken = candidate(known, cart);
    if (known.rules && taken.reductions.length === 0)
      return {
        ok: false,
        reason: 'code-not-applicable',
        detail: `${known.code} is for nothing in this cart.`,
      };
    codes.push(taken);
  }
  const alone = codes.find((code) => !combines(code, codes));
  if (alone)
    return {
      ok: false,
      reason: 'code-not-combinable',
      detail: `${alone.code} does not combine with the other codes.`,
    };
  return { ok: true, discounts: withAutomatic(codes, find.automatic(), cart) };
}

/** Automatic discounts that combine with the codes and with each other, those that take off most first. */
function withAutomatic(
  codes: readonly Candidate[],
  automatic: readonly KnownDiscount[],
  cart: Cart,
): Candidate[] {
  const applicable = automatic
    .filter(({ rules }) => rules !== null && !ruleFault({ code: null, rules, cart }))
    .map((known) => candidate(known, cart))
    .filter(({ reductions }) => reductions.length > 0)
    .sort((a, b) => (worth(a, cart) < worth(b, cart) ? 1 : -1));
  const taken = [...codes];
  for (const each of applicable)
    if ([...taken, each].every((one) => combines(one, [...taken, each]))) taken.push(each);
  return taken;
}

function candidate(known: KnownDiscount, cart: Cart): Candidate {
  return { code: known.code, title: known.title, known, reductions: known.reductions(cart) };
}

/** About what a discount takes off, to choose among automatic ones. */
function worth({ reductions }: TakenDiscount, { lines, shippingLines }: Cart): bigint {
  const goods = lines.reduce((sum, line) => sum + gross(line).presentment, 0n);
  const shipping = shippingLines.reduce((sum, line) => sum + line.price.presentment, 0n);
  return reductions.reduce(
    (sum, each) => sum + takenOff(each.value, each.discountClass === 'SHIPPING' ? shipping : goods),
    0n,
  );
}

function faultOf(known: KnownDiscount, rules: DiscountRules, cart: Cart): CodeFault | null {
  const fault = ruleFault({ code: known.code, rules, cart });
  if (fault) return fault;
  const { code } = known;
  const { customer } = cart;
  if (rules.oncePerCustomer && customer && known.usedBy(customer.id) > 0)
    return { reason: 'code-used-by-customer', detail: `You have used ${code} already.` };
  if (rules.usageLimit !== null && known.used >= rules.usageLimit)
    return { reason: 'code-used-up', detail: `${code} has reached its usage limit.` };
  return minimumFault(known, rules, cart);
}

/** Whether it is the time and the customer of a discount. */
function ruleFault({
  code,
  rules,
  cart,
}: {
  code: string | null;
  rules: DiscountRules;
  cart: Cart;
}): CodeFault | null {
  const { customer, now } = cart;
  if (rules.startsAt > now) return { reason: 'code-not-yet', detail: `${code} is not valid yet.` };
  if (rules.endsAt !== null && rules.endsAt <= now)
    return { reason: 'code-expired', detail: `${code} has expired.` };
  if (rules.customerIds !== null && !(customer && rules.customerIds.includes(customer.id)))
    return { reason: 'code-for-others', detail: `${code} is not available to you.` };
  return null;
}

/** What the discount is for has to reach its minimum; gift cards and tips count for none. */
function minimumFault(known: KnownDiscount, rules: DiscountRules, { market, lines }: Cart): CodeFault | null {
  const { code } = known;
  const goods = lines.filter((line) => !line.giftCard && line.tip === null && known.isFor(line));
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

/** A discount of the app beside others: it must allow the classes of each. */
function combines({ known }: Candidate, all: readonly Candidate[]): boolean {
  const allowed = known.rules?.combinesWith;
  if (!allowed) return true;
  const byClass = {
    ORDER: allowed.orderDiscounts,
    PRODUCT: allowed.productDiscounts,
    SHIPPING: allowed.shippingDiscounts,
  };
  return all
    .filter((other) => other.known !== known)
    .every((other) => other.known.classes.every((name) => byClass[name]));
}
