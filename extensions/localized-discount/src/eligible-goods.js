import { minorUnits } from './minor-units.js';

/**
 * The part of the input that both targets ask for.
 * @typedef {object} CartLine
 * @property {string} id
 * @property {number} quantity
 * @property {{ subtotalAmount: { amount: string, currencyCode: string } }} cost
 * @property {{
 *   __typename: string,
 *   id?: string,
 *   isGiftCard?: boolean,
 *   product?: { id: string, isGiftCard: boolean, inAnyCollection: boolean }
 * }} merchandise
 */

/**
 * @typedef {object} CommonInput
 * @property {{ buyerIdentity?: { customer?: { hasAnyTag: boolean } | null } | null, lines: CartLine[] }} cart
 * @property {{ discountClasses: string[], metafield?: { jsonValue: unknown } | null }} discount
 */

/**
 * Lines of a cart that a discount is for, and what they come to before discounts, in minor units of the cart's currency.
 * @typedef {{ currency: string, lines: CartLine[], others: CartLine[], subtotal: bigint }} EligibleGoods
 */

/**
 * The goods that the discount is for, or null where the cart does not meet its conditions: nobody eligible, nothing eligible, too little,
 * or a currency for which it says nothing.
 * @param {CommonInput['cart']} cart
 * @param {import('./configuration.js').Configuration} configuration
 * @returns {EligibleGoods | null}
 */
export function eligibleGoods(cart, configuration) {
  const currency = cart.lines[0]?.cost.subtotalAmount.currencyCode;
  if (currency === undefined) return null;
  if (configuration.customerTags?.length && !cart.buyerIdentity?.customer?.hasAnyTag) return null;
  const lines = cart.lines.filter((line) => isEligible(line, configuration));
  const others = cart.lines.filter((line) => !lines.includes(line));
  let subtotal = 0n;
  for (const line of lines) {
    const amount = minorUnits(line.cost.subtotalAmount.amount, currency);
    if (amount === null) return null;
    subtotal += amount;
  }
  if (lines.length === 0 || !reaches(subtotal, configuration.minSpend, currency)) return null;
  return { currency, lines, others, subtotal };
}

/**
 * Gift cards are money, and no reward takes anything off them, as no native discount does.
 * @param {CartLine} line
 * @param {import('./configuration.js').Configuration} configuration
 */
function isEligible({ merchandise }, configuration) {
  const { product } = merchandise;
  if (product ? product.isGiftCard : merchandise.isGiftCard) return false;
  if (!isLimited(configuration)) return true;
  if (!product) return false;
  if (product.inAnyCollection || (configuration.productIds ?? []).includes(product.id)) return true;
  return variantIdsOf(configuration).includes(merchandise.id ?? '');
}

/**
 * Whether the discount is for some products only.
 * @param {import('./configuration.js').Configuration} configuration
 */
export function isLimited(configuration) {
  const { productIds, collectionIds } = configuration;
  const lists = [productIds, collectionIds, variantIdsOf(configuration)];
  return lists.some((list) => (list ?? []).length > 0);
}

/** @param {import('./configuration.js').Configuration} configuration */
function variantIdsOf(configuration) {
  return configuration.kind === 'freeProduct' ? (configuration.variantIds ?? []) : [];
}

/**
 * @param {bigint} subtotal
 * @param {import('./configuration.js').AmountsByCurrency | null | undefined} minSpend
 * @param {string} currency
 */
function reaches(subtotal, minSpend, currency) {
  if (!minSpend) return true;
  const least = minorUnits(minSpend[currency], currency);
  return least !== null && subtotal >= least;
}
