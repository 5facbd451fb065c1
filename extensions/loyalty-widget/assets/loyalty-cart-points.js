// Points in the cart, loaded on first intent: choose, take off, change, undo. The code is put into the cart and taken out of it by itself.
import { working } from './loyalty-actions.js';
import { createApi, newKey, Problem } from './loyalty-api.js';
import {
  decimal,
  drawAround,
  drawChoice,
  drawHold,
  moneyText,
  sectionOf,
  worthOf,
} from './loyalty-cart-draw.js';
import { createFormat } from './loyalty-format.js';
import { part, show, write } from './loyalty-render.js';
import { cartSums, changeCodes, readCart, takesCode } from './loyalty-shop-cart.js';

/** @typedef {import('./loyalty-api.js').Hold} Hold */
/** @typedef {import('./loyalty-cart-draw.js').Held} Held */
/** @typedef {import('./loyalty-cart-draw.js').View} View */
/** @typedef {import('./loyalty-shop-cart.js').ShopCart} ShopCart */

const PAUSE_MS = 1_000;
/** After that the shopper may try again: the points stay held, and the same wish finds them. */
const ASKS = 20;

/** @type {WeakMap<HTMLElement, CartPoints>} */
const known = new WeakMap();

/** @param {HTMLElement} root */
export function cartPoints(root) {
  const found = known.get(root) ?? new CartPoints(root);
  known.set(root, found);
  return found;
}

class CartPoints {
  /** One key per wish: asking again after a lost answer is the same wish. @type {Map<string, string>} */
  #keys = new Map();
  #busy = false;
  /** Codes that are void, until the cart is without them. @type {Set<string>} */
  #void = new Set();

  /** @param {HTMLElement} root */
  constructor(root) {
    const config = JSON.parse(root.dataset['config'] ?? '{}');
    this.api = createApi(config);
    /** @type {View} */
    this.view = {
      root,
      range: /** @type {HTMLInputElement} */ (root.querySelector('input')),
      facts: JSON.parse(root.dataset['facts'] ?? '{}'),
      format: createFormat(config),
      currency: config.currency,
    };
  }

  /** @param {string} action @param {HTMLElement} [button] */
  async act(action, button) {
    const { range, facts } = this.view;
    if (action === 'change') this.#change();
    if (!this.#busy) {
      this.#busy = true;
      if (action === 'use' && button)
        await this.#work(button, ['use-label', 'using'], () => this.#use(Number(range.value)));
      if (action === 'undo' && button)
        await this.#work(button, ['undo-label', 'undoing'], () => this.#undo());
      if (action === 'lower' && facts.hold && facts.hold.points > facts.most) await this.#lower();
      this.#busy = false;
    }
    drawChoice(this.view, !this.#busy);
  }

  /** @param {HTMLElement} button @param {[string, string]} words the part of its label, and what it says at work @param {() => Promise<string>} act gives what is announced */
  async #work(button, [label, busy], act) {
    const { root, format } = this.view;
    const told = await working({ row: root, button, label, busy, format }, act);
    if (typeof told === 'string') this.#announce(told);
    // What was held, or given back, before something failed.
    else drawHold(this.view);
  }

  /** The cart has become smaller than what is held: no points may burn for nothing. */
  async #lower() {
    const { root, facts, format } = this.view;
    const { most } = facts;
    const told = await (most > 0 ? this.#use(most) : this.#undo()).catch(() => null);
    if (told === null) return;
    const values = { points: format.points(most), amount: moneyText(this.view, worthOf(facts, most)) };
    write(root, 'problem', most > 0 ? format.text('lowered', values) : told);
  }

  /** Holds the points, and puts their code into the cart. @param {number} points @returns {Promise<string>} */
  async #use(points) {
    const { root, facts, format } = this.view;
    const cart = await readCart(facts.cart);
    const held = facts.hold?.points === points ? facts.hold : await this.#hold(cart, points);
    const changed = await this.#putCodes(cart, held.code);
    if (!takesCode(changed, held.code)) {
      drawAround(root, await this.#giveBack(changed, held));
      throw new Problem('refused', format.text('notApplied'));
    }
    this.#draw(changed);
    return format.text('held', {
      points: format.points(points),
      amount: moneyText(this.view, facts.taken),
    });
  }

  /** @param {ShopCart} cart @param {number} points @returns {Promise<Held>} */
  async #hold(cart, points) {
    const { facts } = this.view;
    const last = facts.hold;
    const wish = `${points} ${last?.id ?? ''}`;
    const key = this.#keys.get(wish) ?? newKey();
    this.#keys.set(wish, key);
    const { subtotal } = cartSums(cart, last?.code ?? null);
    const choice = { points, amount: decimal(worthOf(facts, points)), subtotal: decimal(subtotal) };
    const { hold, replaced } = await this.api.holdPoints(choice, key).catch((error) => {
      if (error instanceof Problem && error.kind === 'refused') {
        this.#keys.delete(wish);
        this.#forget(error.replaced);
      }
      throw error;
    });
    this.#keys.delete(wish);
    this.#forget(replaced);
    const issued = await this.#issued(hold);
    if (facts.hold?.id !== issued.id) facts.available -= points;
    facts.hold = { id: issued.id, code: issued.code ?? '', points };
    return facts.hold;
  }

  /** The points of these codes are back. @param {readonly string[]} codes */
  #forget(codes) {
    const { facts } = this.view;
    for (const code of codes) this.#void.add(code);
    if (!facts.hold || !codes.includes(facts.hold.code)) return;
    facts.available += facts.hold.points;
    facts.hold = null;
    facts.taken = 0;
  }

  /** Shopify may take its time. @param {Hold} hold @returns {Promise<Hold>} */
  async #issued(hold) {
    let now = hold;
    for (let asked = 0; now.status === 'reserved' && asked < ASKS; asked += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const { redemption } = await this.api.redemption(now.id);
      now = { ...now, status: redemption.status, code: redemption.code };
    }
    if (now.status !== 'issued' || !now.code) throw new Problem('broken');
    return now;
  }

  /** @returns {Promise<string>} */
  async #undo() {
    const { facts, format } = this.view;
    const { hold } = facts;
    if (!hold) return '';
    const changed = await this.#giveBack(await readCart(facts.cart), hold);
    this.#draw(changed);
    return format.text('undone', { points: format.points(hold.points) });
  }

  /** Out of the cart first: of a code that is void the checkout would complain. @param {ShopCart} cart @param {Held} hold */
  async #giveBack(cart, hold) {
    this.#void.add(hold.code);
    const changed = await this.#putCodes(cart, null);
    await this.api.cancel(hold.id);
    this.#forget([hold.code]);
    return changed;
  }

  /** @param {ShopCart} cart @param {string | null} add */
  async #putCodes(cart, add) {
    const { root, facts } = this.view;
    const change = { add, without: [...this.#void], section: sectionOf(root) };
    const changed = await changeCodes(cart, facts.update, change);
    Object.assign(facts, cartSums(changed, add));
    return changed;
  }

  /** @param {ShopCart} cart */
  #draw(cart) {
    drawHold(this.view);
    drawAround(this.view.root, cart);
  }

  #change() {
    const { root, range } = this.view;
    root.dataset['state'] = 'ready';
    show(root, 'choose', true);
    range.focus();
  }

  /** @param {string} text */
  #announce(text) {
    const status = part(this.view.root, 'announcement');
    if (status) status.textContent = text;
  }
}
