// Points in the cart, loaded on first intent: choose, take off, change, undo. The code is put into the cart and taken out of it by itself.
import { working } from './actions.js';
import { createApi, keyOf, Problem } from './api.js';
import { decimal, drawAround, drawChoice, drawHold, moneyText, sectionOf, worthOf } from './cart-draw.js';
import { createFormat } from './format.js';
import { announce, show, write } from './render.js';
import { cartSums, changeCodes, readCart, takesCode } from './shop-cart.js';

/** @typedef {import('./cart-draw.js').Held} Held */
/** @typedef {import('./cart-draw.js').View} View */
/** @typedef {import('./shop-cart.js').ShopCart} ShopCart */

const PAUSE_MS = 1_000;
/** After that the shopper may try again: the points stay held, and the same wish goes on waiting. */
const ASKS = 20;

export class CartPoints {
  #api;
  /** @type {View} */
  #view;
  /** One key per wish: asking again after a lost answer is the same wish, until another was answered, which takes its place. @type {Map<string, string>} */
  #keys = new Map();
  #busy = false;
  /** At work without anybody's tap. */
  #unasked = false;
  /** Codes that are void, until the cart is without them. @type {Set<string>} */
  #void = new Set();

  /** @param {HTMLElement} root */
  constructor(root) {
    const config = JSON.parse(root.dataset['config'] ?? '{}');
    this.#api = createApi(config);
    this.#view = {
      root,
      range: /** @type {HTMLInputElement} */ (root.querySelector('input')),
      facts: JSON.parse(root.dataset['facts'] ?? '{}'),
      format: createFormat(config),
      currency: config.currency,
    };
  }

  /** @param {string} action @param {HTMLElement} [button] */
  async act(action, button) {
    const { range, facts } = this.#view;
    if (action === 'change') this.#change();
    if (!this.#busy) {
      this.#busy = true;
      if (action === 'use' && button) await this.#work(button, 'using', () => this.#use(Number(range.value)));
      if (action === 'undo' && button) await this.#work(button, 'undoing', () => this.#undo());
      this.#unasked = action === 'lower';
      if (this.#unasked && facts.hold && facts.hold.points > facts.most) await this.#lower();
      this.#unasked = false;
      this.#busy = false;
    }
    drawChoice(this.#view, !this.#busy);
  }

  /** @param {HTMLElement} button @param {string} busy what it says at work @param {() => Promise<string>} act gives what is announced */
  async #work(button, busy, act) {
    const { root, format } = this.#view;
    const told = await working({ row: root, button, busy, format }, act);
    if (typeof told === 'string') announce(root, told);
    // What was held, or given back, before something failed.
    else drawHold(this.#view);
  }

  /** The cart has become smaller than what is held: no points may burn for nothing. */
  async #lower() {
    const { root, facts } = this.#view;
    const { most } = facts;
    const told = await (most > 0 ? this.#use(most, true) : this.#undo()).catch((error) =>
      facts.hold ? null : error.text,
    );
    if (told) write(root, 'problem', told);
    else drawHold(this.#view);
  }

  /**
   * Holds the points, and puts their code into the cart. What it takes less than they are worth (the cart has changed meanwhile) is not held.
   * @param {number} points @param {boolean} [isLower] of a second choice, which is not lowered again: what does not fit then is given back
   * @returns {Promise<string>}
   */
  async #use(points, isLower) {
    const { root, facts, format } = this.#view;
    const cart = await readCart(facts.cart);
    const held = facts.hold?.points === points ? facts.hold : await this.#hold(cart, points);
    await this.#issued(held);
    const changed = await this.#putCodes(cart, held.code);
    const fitting = Math.min(points, Math.floor(facts.taken / facts.value) * facts.step);
    if (!fitting || (isLower && fitting < points)) {
      const why = format.text(takesCode(changed, held.code) ? 'small' : 'notApplied');
      throw new Problem('refused', (await this.#giveBack(changed, held)) ? why : format.text('undoing'));
    }
    if (fitting < points) {
      const told = await this.#use(fitting, true).catch((error) => {
        if (facts.hold === held) this.#draw(changed);
        throw error;
      });
      write(root, 'problem', told);
      return '';
    }
    this.#draw(changed);
    const amount = moneyText(this.#view, facts.taken);
    return format.text(isLower ? 'lowered' : 'held', { points: format.points(points), amount });
  }

  /** @param {ShopCart} cart @param {number} points @returns {Promise<Held>} */
  async #hold(cart, points) {
    const { facts, currency } = this.#view;
    const last = facts.hold;
    const wish = `${points} ${last?.id ?? ''}`;
    const { subtotal } = cartSums(cart, last?.code ?? null);
    const amounts = { amount: decimal(worthOf(facts, points)), subtotal: decimal(subtotal) };
    try {
      const { hold, replaced } = await this.#api.holdPoints(
        { points, currency, ...amounts },
        keyOf(this.#keys, wish),
      );
      // Of an answer that was lost, the next one does not tell again what was replaced.
      this.#forget(last && last.id !== hold.id ? [last.code, ...replaced] : replaced);
      if (last?.id !== hold.id) facts.available -= points;
      facts.hold = { id: hold.id, code: hold.code ?? '', points };
      this.#keys.clear();
      return facts.hold;
    } catch (error) {
      if (error instanceof Problem && error.kind === 'refused') {
        this.#keys.clear();
        this.#forget(error.replaced);
        // What was held before takes nothing off any more.
        if (error.replaced.length > 0) this.#draw(await this.#putCodes(cart, null));
      }
      throw error;
    }
  }

  /** The points of these codes are back. @param {readonly string[]} codes */
  #forget(codes) {
    const { facts } = this.#view;
    for (const code of codes) this.#void.add(code);
    if (!facts.hold || !codes.includes(facts.hold.code)) return;
    facts.available += facts.hold.points;
    facts.hold = null;
    facts.taken = 0;
  }

  /** Shopify may take its time. @param {Held} held */
  async #issued(held) {
    for (let asked = 0; !held.code && asked < ASKS; asked += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const { status, code } = (await this.#api.redemption(held.id)).redemption;
      if (status === 'failed') this.#forget(['']);
      if (status !== 'reserved' && status !== 'issued') break;
      held.code = code ?? '';
    }
    if (!held.code) throw new Problem('broken');
  }

  /** @returns {Promise<string>} */
  async #undo() {
    const { facts, format } = this.#view;
    const { hold } = facts;
    if (!hold) return '';
    const isBack = await this.#giveBack(await readCart(facts.cart), hold);
    return format.text(isBack ? 'undone' : 'undoing', { points: format.points(hold.points) });
  }

  /**
   * Out of the cart first: of a code that is void the checkout would complain. Gives whether the points are back: Shopify may take its time.
   * @param {ShopCart} cart @param {Held} hold
   */
  async #giveBack(cart, hold) {
    const { facts } = this.#view;
    this.#void.add(hold.code);
    const changed = await this.#putCodes(cart, null);
    const { redemption, returned } = await this.#api.cancel(hold.id);
    hold.points = returned;
    facts.available += returned;
    facts.hold = null;
    this.#draw(changed);
    return redemption.status === 'cancelled';
  }

  /** @param {ShopCart} cart @param {string | null} add */
  async #putCodes(cart, add) {
    const { root, facts } = this.#view;
    const change = { add, without: [...this.#void], section: sectionOf(root) };
    const changed = await changeCodes(cart, facts.update, change);
    Object.assign(facts, cartSums(changed, add));
    return changed;
  }

  /** @param {ShopCart} cart */
  #draw(cart) {
    drawHold(this.#view);
    drawAround(this.#view.root, cart, this.#unasked);
  }

  #change() {
    const { root, range } = this.#view;
    root.dataset['state'] = 'ready';
    show(root, 'choose', true);
    range.focus();
  }
}
