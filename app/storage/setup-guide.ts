import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

/** `at`: when it was put away; null: it is shown again. */
export async function dismissSetup(db: Db, shop: ShopId, at: string | null): Promise<void> {
  await db.query('UPDATE shop SET setup_dismissed_at = $2 WHERE shop = $1', [shop, at]);
}
