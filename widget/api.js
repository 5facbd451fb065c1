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
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** @param {Response} response */
async function answerOf(response) {
  const isJson = response.headers.get('content-type')?.includes('json');
  const body = isJson ? await response.json().catch(() => null) : null;
  if (response.ok && body) return body;
  if (body?.refusal) throw new Problem('refused', String(body.refusal.text ?? ''), body.replaced);
  throw new Problem('broken');
}

/** @param {{ base: string, market: string | null, locale: string }} config */
export function createApi({ base, market, locale }) {
  /**
   * @param {string} path
   * @param {{ method?: string, query?: Record<string, string>, key?: string, body?: unknown }} [options]
   */
  async function ask(path, { method = 'GET', query = {}, key, body } = {}) {
    const search = new URLSearchParams({ ...(market ? { market } : {}), locale, ...query });
    /** @type {Record<string, string>} */
    const headers = { accept: 'application/json' };
    if (key) headers['idempotency-key'] = key;
    if (body) headers['content-type'] = 'application/json';
    /** @type {Response} */
    let response;
    try {
      response = await fetch(`${base}/${path}?${search}`, {
        method,
        headers,
        body: body ? JSON.stringify(body) : undefined,
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new Problem('unreached');
    }
    return answerOf(response);
  }

  return {
    /** `join` is there for those who may. @returns {Promise<{ member: Member | null, join: JoinOffer | null }>} */
    member: () => ask('member'),
    /** @param {string | null} termsVersion @param {string} key @returns {Promise<{ member: Member | null }>} */
    join: (termsVersion, key) => ask('join', { method: 'POST', key, body: { termsVersion } }),
    /** @returns {Promise<{ rewards: Reward[], redemptions: Redemption[] }>} */
    rewards: () => ask('rewards'),
    /** @param {string | null} cursor @returns {Promise<{ entries: Entry[], next: string | null }>} */
    entries: (cursor) => ask('entries', { query: cursor ? { cursor } : {} }),
    /** The price is the one that was seen. @param {Reward} reward @param {string} key @returns {Promise<Redemption>} */
    redeem: async (reward, key) => {
      const body = { rewardId: reward.id, points: reward.points };
      return (await ask('redemptions', { method: 'POST', key, body })).redemption;
    },
    /** @param {CartChoice} choice @param {string} key @returns {Promise<{ hold: Hold, replaced: string[] }>} */
    holdPoints: (choice, key) => ask('cart-points', { method: 'POST', key, body: choice }),
    /** @param {string} id @returns {Promise<{ redemption: Redemption }>} */
    redemption: (id) => ask(`redemptions/${encodeURIComponent(id)}`),
    /** @param {string} id @returns {Promise<Redemption>} */
    cancel: async (id) =>
      (await ask(`redemptions/${encodeURIComponent(id)}/cancel`, { method: 'POST' })).redemption,
  };
}
