import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Market } from '../../state/catalogue-types.ts';
import type { DevStore } from '../../state/dev-store.ts';
import type { Customer } from '../../state/order-types.ts';
import { isStoreLanguage, type StoreLanguage } from './texts.ts';

// The shopper's session is in cookies, so that a restart of the dev store loses no cart. Nothing guards the customer:
// whoever sits before a dev store may be any of its invented people.
const CUSTOMER = 'devstore_customer';
const DISCOUNT = 'devstore_discount';
const MAX_LINES = 100;
const MAX_QUANTITY = 999;
const MAX_CODE = 255;
const MAX_CODES = 10;
const DAYS_30 = 30 * 24 * 60 * 60;

export type CartLine = { variantId: number; quantity: number };

const options = { path: '/store', httpOnly: true, sameSite: 'Lax', maxAge: DAYS_30 } as const;

/** The cart of a market, as the cookie holds it; lines whose variant is gone are left out. */
export function readCart(context: Context, store: DevStore, market: Market): CartLine[] {
  const text = getCookie(context, `devstore_cart_${market.handle}`) ?? '';
  return parseCart(text).filter((line) => store.variant(line.variantId) !== null);
}

/** `1234x2.5678x1` as lines; what is not a line is passed over. */
export function parseCart(text: string): CartLine[] {
  return text.split('.').flatMap((part) => {
    const match = /^(\d{1,15})x([1-9]\d{0,2})$/.exec(part);
    return match ? [{ variantId: Number(match[1]), quantity: Number(match[2]) }] : [];
  });
}

export function writeCart(context: Context, market: Market, lines: readonly CartLine[]): void {
  const kept = lines.filter((line) => line.quantity > 0).slice(0, MAX_LINES);
  const text = kept.map((line) => `${line.variantId}x${Math.min(line.quantity, MAX_QUANTITY)}`).join('.');
  setCookie(context, `devstore_cart_${market.handle}`, text, options);
}

/** The codes that the shopper's cart holds, as `/discount/CODE` and the Ajax API leave them. */
export function heldCodes(context: Context): string[] {
  return parseCodes(getCookie(context, DISCOUNT) ?? '');
}

/** Codes with commas between, each once, whatever its case. */
export function parseCodes(text: string): string[] {
  const codes = new Map<string, string>();
  for (const part of text.split(',')) {
    const code = part.trim().slice(0, MAX_CODE);
    if (code !== '' && !codes.has(code.toUpperCase())) codes.set(code.toUpperCase(), code);
  }
  return [...codes.values()].slice(0, MAX_CODES);
}

export function holdCodes(context: Context, codes: readonly string[]): void {
  if (codes.length === 0) deleteCookie(context, DISCOUNT, { path: '/store' });
  else setCookie(context, DISCOUNT, codes.join(','), options);
}

/** Puts more of a variant into a cart. */
export function withLine(lines: readonly CartLine[], added: CartLine): CartLine[] {
  const there = lines.some((line) => line.variantId === added.variantId);
  if (!there) return [...lines, added];
  return lines.map((line) =>
    line.variantId === added.variantId ? { ...line, quantity: line.quantity + added.quantity } : line,
  );
}

/** Who is signed in, or null for a guest. */
export function signedIn(context: Context, store: DevStore): Customer | null {
  const id = getCookie(context, CUSTOMER);
  return id !== undefined && /^\d{1,15}$/.test(id) ? store.customer(Number(id)) : null;
}

export function rememberCustomer(context: Context, customer: Customer): void {
  setCookie(context, CUSTOMER, String(customer.id), options);
}

export function forgetCustomer(context: Context): void {
  deleteCookie(context, CUSTOMER, { path: '/store' });
}

/** The languages of a market that the storefront speaks, its default first. */
export function languagesOf(market: Market): StoreLanguage[] {
  return market.locales.filter(isStoreLanguage);
}

/** The page's language: as asked for now, as chosen before, the customer's, else the market's first. */
export function chooseLanguage(context: Context, market: Market, customer: Customer | null): StoreLanguage {
  const languages = languagesOf(market);
  const name = `devstore_language_${market.handle}`;
  const asked = languages.find((language) => language === context.req.query('locale'));
  if (asked) setCookie(context, name, asked, options);
  const chosen = [asked, getCookie(context, name), customer?.locale].find((each) =>
    languages.some((own) => own === each),
  );
  return isStoreLanguage(chosen) ? chosen : (languages[0] ?? 'en');
}
