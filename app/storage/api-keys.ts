/** REST API keys, hashed at rest: a key is shown once, when it is made. */
import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

export const API_KEY_SCOPES = ['read', 'write'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export type ApiKeyRow = { shop: ShopId; keyId: string; hash: Buffer; scopes: ApiKeyScope[] };
export type KnownApiKey = ApiKeyRow & { lastUsedAt: Date | null };

export async function insertApiKey(db: Db, key: ApiKeyRow & { createdAt: string }): Promise<void> {
  await db.query('INSERT INTO api_key (shop, key_id, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5)', [
    key.shop,
    key.keyId,
    key.hash,
    key.scopes,
    key.createdAt,
  ]);
}

/** The key with that public id, unless it is revoked. The shop comes from here and from nowhere else in a request. */
export async function findApiKey(db: Db, keyId: string): Promise<KnownApiKey | null> {
  const { rows } = await db.query<KnownApiKey>(
    'SELECT shop, key_id AS "keyId", hash, scopes, last_used_at AS "lastUsedAt" FROM api_key WHERE key_id = $1 AND revoked_at IS NULL',
    [keyId],
  );
  return rows[0] ?? null;
}

export async function touchApiKey(
  db: Db,
  { shop, keyId }: Pick<ApiKeyRow, 'shop' | 'keyId'>,
  at: Date,
): Promise<void> {
  await db.query('UPDATE api_key SET last_used_at = $3 WHERE shop = $1 AND key_id = $2', [shop, keyId, at]);
}
