// The app proxy. Every answer is an answer: what fails is a Problem with a text for the shopper or none.

/** @typedef {{ currency: string, minorUnits: number | string }} Worth */
/** `next`: of the pending points, the first with a known date. @typedef {{ available: number, pending: number, balance: number, next: { points: number, at: string } | null, nextExpiry?: { points: number, at: string } | null }} Points */
/** `perks`: what else it gives, in sentences. @typedef {{ id: string, name: string, multiplier: string, perks?: string[] }} Tier */
/** @typedef {{ points: Points, worth: Worth | null, tier: Tier | null }} Member */
/** `terms` are null where there are none to accept. @typedef {{ terms: { version: string, url: string } | null }} JoinOffer */
/** @typedef {{ kind: 'points', missing: number } | { kind: 'tier' | 'market' | 'limit' | 'inactive' }} Unavailable */
/** @typedef {{ id: string, points: number, name: string, amount?: string | null, currency?: string | null, description: string, minSpend: string | null, available: boolean, reason: Unavailable | null, text?: string | null }} Reward */
/** @typedef {'reserved' | 'issued' | 'failed' | 'used' | 'expired' | 'cancelled' | 'needs_review'} Status */
/** @typedef {{ text?: string }} Refusal */
/** @typedef {{ id: string, rewardId: string, kind: string, name: string, points: number, currency: string, amount: string | null, isForCart: boolean, origin?: { kind: string, text: string } | null, description: string, minSpend: string | null, status: Status, ending?: 'cancelled' | 'expired' | null, code: string | null, createdAt: string, expiresAt: string | null, usedAt: string | null, refusal: Refusal | null }} Redemption */
/** @typedef {{ seq: number, points: number, at: string, availableAt: string | null, text: string }} Entry */
/** @typedef {{ month: number, day: number }} MonthDay */
/** Both null: none is told. @typedef {{ birthday: MonthDay | null, changeableFrom: string | null }} Birthday */
/** Points that are held for a cart. @typedef {{ id: string, status: Status, points: number, code: string | null }} Hold */
/** What is chosen in the cart, as the page knows it: decimals of the cart's currency. @typedef {{ points: number, currency: string, amount: string, subtotal: string }} CartChoice */
/** @typedef {ReturnType<typeof createApi>} Api */

const TIMEOUT_MS = 10_000;

/** What went wrong: the app said no (with its reason in the shopper's language), nothing was reached, or something broke. */
export class Problem extends Error {
  /** `replaced`: codes that are void all the same. @param {'refused' | 'unreached' | 'broken'} kind @param {string} [text] @param {string[]} [replaced] */
  constructor(kind, text = '', replaced = []) {
    super(kind);
    this.kind = kind;
    this.text = text;
    this.replaced = replaced;
  }
}

/** 128 random bits. `crypto.randomUUID` is not there on a page without TLS. */
const newKey = () => crypto.getRandomValues(new BigUint64Array(2)).join('-');

/** The key of a wish: asking again after a lost answer is the same one. @param {Map<string, string>} keys @param {string} wish */
export function keyOf(keys, wish) {
  const key = keys.get(wish) ?? newKey();
  keys.set(wish, key);
  return key;
}

/** What is no JSON is no answer. @param {string} url @param {RequestInit} [init] */
export async function ask(url, init) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { cache: 'no-store', signal, ...init }).catch(() => {
    throw new Problem('unreached');
  });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  if (body?.refusal) throw new Problem('refused', body.refusal.text, body.replaced);
  throw new Problem('broken');
}

/** @param {string} url @param {unknown} body @param {string} [key] */
export const send = (url, body, key) =>
  ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });

/** @param {{ base: string, market: string | null, locale: string }} config */
export function createApi({ base, market, locale }) {
  /** @param {string} path @param {Record<string, string> | ''} [query] */
  const urlOf = (path, query) =>
    `${base}/${path}?${new URLSearchParams({ ...(market && { market }), locale, ...query })}`;

  return {
    /** `join` is there for those who may. @returns {Promise<{ member: Member | null, join: JoinOffer | null }>} */
    member: () => ask(urlOf('member')),
    /** @param {string | null} termsVersion @returns {Promise<{ member: Member | null }>} */
    join: (termsVersion) => send(urlOf('join'), { termsVersion }, newKey()),
    /** As it is now, or told by `day`. @param {MonthDay} [day] @returns {Promise<Birthday>} */
    birthday: (day) => (day ? send(urlOf('birthday'), day, newKey()) : ask(urlOf('birthday'))),
    /** @returns {Promise<{ rewards: Reward[], redemptions: Redemption[] }>} */
    rewards: () => ask(urlOf('rewards')),
    /** @param {string} [cursor] @returns {Promise<{ entries: Entry[], next: string | null }>} */
    entries: (cursor) => ask(urlOf('entries', cursor && { cursor })),
    /** `points`: the price that was seen; at another one the app says no. @param {string} rewardId @param {number} points @param {string} key @returns {Promise<{ redemption: Redemption }>} */
    redeem: (rewardId, points, key) => send(urlOf('redemptions'), { rewardId, points }, key),
    /** @param {CartChoice} choice @param {string} key @returns {Promise<{ hold: Hold, replaced: string[] }>} */
    holdPoints: (choice, key) => send(urlOf('cart-points'), choice, key),
    /** @param {string} id @returns {Promise<{ redemption: Redemption }>} */
    redemption: (id) => ask(urlOf(`redemptions/${encodeURIComponent(id)}`)),
    /** `returned`: points that are there again. @param {string} id @returns {Promise<{ redemption: Redemption, returned: number }>} */
    cancel: (id) => send(urlOf(`redemptions/${encodeURIComponent(id)}/cancel`), {}),
  };
}
