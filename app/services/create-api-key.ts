import { createHash } from 'node:crypto';
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { insertApiKey, type ApiKeyScope } from '../storage/api-keys.ts';
import { ensureShop } from '../storage/shops.ts';

/** 32 random bytes need no slow hash: there is nothing to guess. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Makes a key `mrd_<id>_<secret>`; only its hash is stored, so that this is the one time it can be shown. */
export async function createApiKey(
  deps: Pick<Deps, 'pool' | 'clock' | 'random'>,
  shop: ShopId,
  scopes: ApiKeyScope[],
): Promise<{ key: string; keyId: string; scopes: ApiKeyScope[] }> {
  const keyId = deps.random.bytes(8).toString('hex');
  const secret = deps.random.bytes(32).toString('base64url');
  await ensureShop(deps.pool, shop);
  await insertApiKey(deps.pool, {
    shop,
    keyId,
    hash: hashOfSecret(secret),
    scopes,
    createdAt: deps.clock.now().toISOString(),
  });
  return { key: `mrd_${keyId}_${secret}`, keyId, scopes };
}
