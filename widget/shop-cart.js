// The shop's own cart, by Shopify's Ajax API: what it comes to, and the discount codes in it. Amounts are hundredths of its currency.
import { ask, send } from './api.js';

/**
 * @typedef {object} ShopCart
 * @property {number} total_price
 * @property {number} items_subtotal_price
 * @property {{ gift_card?: boolean, final_line_price: number }[]} items
 * @property {{ type: string, title: string, total_allocated_amount: number }[]} cart_level_discount_applications
 * @property {{ code: string, applicable: boolean }[]} [discount_codes]
 * @property {Record<string, string | null>} [sections]
 */

const same = (/** @type {string} */ a, /** @type {string} */ b) => a.toUpperCase() === b.toUpperCase();

/** @param {string} cartUrl @returns {Promise<ShopCart>} */
export const readCart = (cartUrl) => ask(`${cartUrl}.js`);

/**
 * What a code takes off the cart, and what the cart comes to without it: `subtotal` of what discounts are for, so without gift cards.
 * @param {ShopCart} cart @param {string | null} code
 */
export function cartSums(cart, code) {
  const own = cart.cart_level_discount_applications.find(({ title }) => code !== null && same(title, code));
  const taken = own?.total_allocated_amount ?? 0;
  const before = cart.total_price + taken;
  const cards = cart.items.reduce((sum, item) => sum + (item.gift_card ? item.final_line_price : 0), 0);
  return { taken, before, subtotal: Math.max(0, Math.min(before, cart.items_subtotal_price) - cards) };
}

/**
 * Puts a code of ours in the place of those that are void now; all others stay. `sections`: their HTML, as they are then.
 * @param {ShopCart} cart @param {string} updateUrl
 * @param {{ add: string | null, without: readonly string[], section: string | null }} change
 * @returns {Promise<ShopCart>}
 */
export function changeCodes(cart, updateUrl, { add, without, section }) {
  const there =
    cart.discount_codes?.map(({ code }) => code) ??
    cart.cart_level_discount_applications.flatMap(({ type, title }) =>
      type === 'discount_code' ? title : [],
    );
  const ours = add ? [add] : [];
  const kept = there.filter((code) => ![...without, ...ours].some((one) => same(one, code)));
  return send(`${updateUrl}.js`, {
    discount: [...kept, ...ours].join(','),
    ...(section && { sections: [section], sections_url: location.pathname }),
  });
}

/** Whether the cart takes a code, and it takes something off. @param {ShopCart} cart @param {string} code */
export function takesCode(cart, code) {
  const listed = cart.discount_codes?.find((one) => same(one.code, code));
  return listed ? listed.applicable : cartSums(cart, code).taken > 0;
}
