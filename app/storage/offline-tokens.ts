/** Tokens of shops' offline sessions, read only: shopify-app-remix writes, refreshes and drops them. */
import type { ShopId } from '../domain/ids.ts';
import { answering, type Db } from './transaction.ts';

export type OfflineToken = { sessionId: string; accessToken: string };

/** The offline sessions' tokens that live longer than `until`, by shop. */
export async function offlineTokens(
  db: Db,
  shops: readonly ShopId[],
  until: string,
): Promise<Map<ShopId, OfflineToken>> {
  const { rows } = await db.query<OfflineToken & { shop: ShopId }>(
    answering({
      text: `SELECT shop, id AS "sessionId", access_token AS "accessToken" FROM session
       WHERE id = ANY($1::text[]) AND NOT is_online AND expires > $2`,
      values: [shops.map((shop) => `offline_${shop}`), until],
    }),
  );
  return new Map(rows.map(({ shop, ...token }) => [shop, token]));
}
