// What the cart's block shows: the choice, what is held, and with the theme's own HTML the totals around it.
import { show, write } from './render.js';

/** @typedef {import('./format.js').Format} Format */
/** @typedef {import('./shop-cart.js').ShopCart} ShopCart */
/** @typedef {{ id: string, code: string, points: number }} Held */
/**
 * Amounts are hundredths, `value` is that of a step. `allowed`: points of one cart. Of the cart: `taken` by points, `before` that, and `subtotal`, what discounts are for.
 * @typedef {{ state: string, step: number, value: number, percent: number, allowed: number | null, available: number, most: number, before: number, taken: number, subtotal: number, hold: Held | null, cart: string, update: string }} Facts
 */
/** @typedef {{ root: HTMLElement, range: HTMLInputElement, facts: Facts, format: Format, currency: string }} View */

/** A decimal of hundredths. @param {number} amount */
export const decimal = (amount) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

/** Whole steps, in hundredths. @param {Facts} facts @param {number} points */
export const worthOf = ({ step, value }, points) => (points / step) * value;

/** What a member has for this cart: with what is held for it. @param {Facts} facts */
const ownPoints = ({ available, hold }) => Math.max(0, available + (hold?.points ?? 0));

/** The most points that the cart takes: as loyalty-cart-most.liquid reckons. @param {Facts} facts */
export function mostPoints(facts) {
  const { step, value, percent, allowed, subtotal } = facts;
  const own = ownPoints(facts);
  const byCart = Math.floor((Math.max(0, subtotal) * percent) / (100 * value));
  const steps = Math.min(
    Math.floor(own / step),
    allowed === null ? byCart : Math.floor(allowed / step),
    byCart,
  );
  return steps * step;
}

/** @param {View} view @param {number} amount */
export const moneyText = ({ format, currency }, amount) =>
  format.money(`${Math.max(0, amount)}e-2`, currency);

/** What the slider stands on, in points and money. `label`: what the button would do, unless it is at work. @param {View} view @param {boolean} label */
export function drawChoice(view, label) {
  const { root, range, facts, format } = view;
  const points = Number(range.value);
  const amount = moneyText(view, worthOf(facts, points));
  const choice = format.text('choice', { points: format.points(points), amount });
  write(root, 'choice', choice);
  range.setAttribute('aria-valuetext', choice.replaceAll(/[\u2066-\u2069]/g, ''));
  write(
    root,
    'total',
    format.text('total', { total: moneyText(view, facts.before - worthOf(facts, points)) }),
  );
  if (label) write(root, 'use-label', format.text('use', { amount }));
}

/** @param {View} view */
export function drawHold(view) {
  const { root, range, facts, format } = view;
  const { hold, step, taken } = facts;
  const isApplied = hold !== null && taken > 0;
  facts.most = mostPoints(facts);
  range.max = String(Math.max(facts.most, step));
  if (hold) range.value = String(hold.points);
  const own = ownPoints(facts);
  const worth = moneyText(view, worthOf(facts, Math.floor(own / step) * step));
  write(root, 'balance', format.text('balance', { points: format.points(own), worth }));
  const held = { points: format.points(hold?.points ?? 0), amount: moneyText(view, taken) };
  write(root, 'held-text', format.text(isApplied ? 'held' : 'kept', held));
  show(root, 'held', hold !== null);
  show(root, 'change', isApplied);
  show(root, 'choose', !isApplied && facts.most > 0);
  show(root, 'small', !isApplied && facts.most === 0);
  root.dataset['state'] = isApplied ? 'held' : facts.most > 0 ? 'ready' : 'small';
}

/** The id of the theme's section that the block is in. @param {HTMLElement} root */
export const sectionOf = (root) =>
  root.closest('.shopify-section')?.id.slice('shopify-section-'.length) ?? null;

/**
 * The section as the server draws it now, with this block in it as it is. Where the theme gives none, the page is loaded anew. `unasked`: nobody pressed
 * anything, so the focus stays, and what somebody is typing in is not drawn anew.
 * @param {HTMLElement} root @param {ShopCart} cart @param {boolean} unasked
 */
export function drawAround(root, cart, unasked) {
  if (
    unasked &&
    document.activeElement?.matches('input:not([type=range]), textarea, select, [contenteditable]')
  )
    return void document.dispatchEvent(new CustomEvent('meridian:cart', { detail: cart }));
  const section = root.closest('.shopify-section');
  const html = cart.sections?.[sectionOf(root) ?? ''] ?? '';
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById(section?.id ?? '');
  const place = fresh?.querySelector('meridian-cart');
  if (!section || !fresh || !place) {
    location.reload();
    return;
  }
  place.replaceWith(root);
  section.replaceChildren(...fresh.childNodes);
  document.dispatchEvent(new CustomEvent('meridian:cart', { detail: cart }));
  // The button that was pressed is hidden by now, and the block was moved: who was on it goes on from what is there.
  if (unasked) return;
  const places = root.querySelectorAll('h2, [data-part="held-text"], input');
  // The last of them on the page that is shown; the title always is.
  [.../** @type {NodeListOf<HTMLElement>} */ (places)].findLast((each) => each.checkVisibility())?.focus();
}
