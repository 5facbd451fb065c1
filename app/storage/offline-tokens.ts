/** Tokens of shops' sessions: shopify-app-remix writes and refreshes them. */
import type { ShopId } from '../domain/ids.ts';
import { answering, anyOf, type Db, type Tx } from './transaction.ts';

export type OfflineToken = { sessionId: string; accessToken: string };

/** The offline sessions' tokens that live longer than `until`, by shop. */
export async function offlineTokens(
  db: Tx,
  shops: readonly ShopId[],
  until: string,
): Promise<Map<ShopId, OfflineToken>> {
  const { rows } = await db.query<OfflineToken & { shop: ShopId }>(
    answering({
      name: 'offline-tokens',
      text: `SELECT shop, id AS "sessionId", access_token AS "accessToken" FROM session
       WHERE id = ${anyOf('$1::text[]')} AND NOT is_online AND expires > $2`,
      values: [shops.map((shop) => `offline_${shop}`), until],
    }),
  );
  return new Map(rows.map(({ shop, ...token }) => [shop, token]));
}

/** Drops the session whose token Shopify no longer accepts; one that has got another token meanwhile (a reinstall, a refresh) stays. */
export async function dropSession(db: Db, sessionId: string, accessToken: string): Promise<void> {
  await db.query('DELETE FROM session WHERE id = $1 AND access_token = $2', [sessionId, accessToken]);
}
