import { timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.server.ts';
import { findApiKeys, touchApiKey, type ApiKeyRow } from '../storage/api-keys.ts';
import { inStatement } from '../storage/transaction.ts';
import { hashOfSecret } from './create-api-key.ts';
import { gatherFor } from './gather.ts';

/** How exactly it is known when a key was last used: a write for every request would cost more than the read. */
const TOUCH_AFTER_MS = 60_000;

/** Read for each request, so that a revoked key is refused at once; requests that come together read together. */
const findKey = gatherFor((pool: Deps['pool']) => ({
  run: async (keyIds: readonly string[]) => {
    const found = await inStatement(pool, (tx) => findApiKeys(tx, [...new Set(keyIds)]));
    return keyIds.map((keyId) => found.get(keyId) ?? null);
  },
  most: 200,
  inFlight: 2,
}));
/** Of all shops: whose a key is, its row says. */
const EVERYBODY = '';

const BEARER_KEY = /^Bearer +mrd_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/i;

/** The key behind an `Authorization: Bearer mrd_…` header, or null where there is none or it is unknown, wrong or revoked. */
export async function authenticateApiKey(
  deps: Pick<Deps, 'pool' | 'clock'>,
  authorization: string | null,
): Promise<ApiKeyRow | null> {
  const [, keyId, secret] = BEARER_KEY.exec(authorization ?? '') ?? [];
  if (keyId === undefined || secret === undefined) return null;
  const row = await findKey(deps.pool, EVERYBODY, keyId);
  if (!row || !timingSafeEqual(row.hash, hashOfSecret(secret))) return null;
  const now = deps.clock.now();
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= TOUCH_AFTER_MS)
    await touchApiKey(deps.pool, row, now);
  return row;
}
