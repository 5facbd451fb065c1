import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { shop } from '../data/catalogue.ts';

const lifetimeSeconds = 60;

type Keys = { apiKey: string; apiSecret: string };

const claims = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** A session token as App Bridge gives it out: HS256 with the app's secret, 60 seconds. `nowMs` in milliseconds. */
export function mintIdToken(
  { apiKey, apiSecret }: Keys,
  { sessionId, userId, nowMs }: { sessionId: string; userId: number; nowMs: number },
): string {
  const now = Math.floor(nowMs / 1000);
  const payload = {
    iss: `https://${shop.domain}/admin`,
    dest: `https://${shop.domain}`,
    aud: apiKey,
    sub: String(userId),
    exp: now + lifetimeSeconds,
    nbf: now,
    iat: now,
    jti: randomUUID(),
    sid: sessionId,
  };
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${text}.${signature(text, apiSecret)}`;
}

/** Whether a token is ours, of this app and shop, and still good; with the user's id. */
export function verifyIdToken(
  token: string,
  { apiKey, apiSecret }: Keys,
  nowMs: number,
): { ok: true; userId: number } | { ok: false; reason: string } {
  const [header, payload, mac, ...rest] = token.split('.');
  if (!header || !payload || !mac || rest.length > 0) return { ok: false, reason: 'not a JSON web token' };
  const expected = Buffer.from(signature(`${header}.${payload}`, apiSecret));
  const given = Buffer.from(mac);
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    return { ok: false, reason: 'wrong signature' };
  const parsed = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!parsed.success) return { ok: false, reason: 'claims are missing' };
  const { aud, dest, exp, nbf, sub } = parsed.data;
  if (aud !== apiKey) return { ok: false, reason: 'of another app' };
  if (dest !== `https://${shop.domain}`) return { ok: false, reason: 'of another shop' };
  const now = nowMs / 1000;
  if (exp <= now) return { ok: false, reason: 'expired' };
  if (nbf > now + 5) return { ok: false, reason: 'not valid yet' };
  return { ok: true, userId: Number(sub) };
}
