/** The automatic discounts that ship for the members of levels, as far as we made them. Whoever writes holds the mark of the shop's programme (metafield-marks). */
import type { ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

/** `codes`: what Shopify answered last, where it did not do what was asked. */
export type LevelDiscountRow = { levelId: string; discountId: string | null; title: string; codes: string[] };

export async function levelDiscounts(db: Db, shop: ShopId): Promise<LevelDiscountRow[]> {
  const { rows } = await db.query<LevelDiscountRow>(
    `SELECT level_id AS "levelId", discount_id AS "discountId", title, codes FROM level_discount WHERE shop = $1 ORDER BY level_id`,
    [shop],
  );
  return rows;
}

export async function saveLevelDiscount(
  db: Db,
  shop: ShopId,
  { levelId, discountId, title, codes }: LevelDiscountRow,
  now: string,
): Promise<void> {
  await db.query(
    `INSERT INTO level_discount (shop, level_id, discount_id, title, codes, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop, level_id) DO UPDATE SET discount_id = excluded.discount_id, title = excluded.title, codes = excluded.codes,
       updated_at = excluded.updated_at`,
    [shop, levelId, discountId, title, codes, now],
  );
}

export async function dropLevelDiscount(db: Db, shop: ShopId, levelId: string): Promise<void> {
  await db.query('DELETE FROM level_discount WHERE shop = $1 AND level_id = $2', [shop, levelId]);
}
