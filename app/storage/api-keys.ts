/** REST API keys, hashed at rest: a key is shown once, when it is made. */
import type { ShopId } from '../domain/ids.ts';
import { answering, anyOf, type Db, type Tx } from './transaction.ts';

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

/** The keys with those public ids that are not revoked, by id. The shop comes from here and from nowhere else in a request. */
export async function findApiKeys(db: Tx, keyIds: readonly string[]): Promise<Map<string, KnownApiKey>> {
  const { rows } = await db.query<KnownApiKey>(
    answering({
      name: 'find-api-keys',
      text: `SELECT shop, key_id AS "keyId", hash, scopes, last_used_at AS "lastUsedAt" FROM api_key
       WHERE key_id = ${anyOf('$1::text[]')} AND revoked_at IS NULL`,
      values: [keyIds],
    }),
  );
  return new Map(rows.map((row) => [row.keyId, row]));
}

export async function touchApiKey(
  db: Db,
  { shop, keyId }: Pick<ApiKeyRow, 'shop' | 'keyId'>,
  at: Date,
): Promise<void> {
  await db.query('UPDATE api_key SET last_used_at = $3 WHERE shop = $1 AND key_id = $2', [shop, keyId, at]);
}
