/** The install of a shop: what it told us of itself. Its row may be older, from a delivery that came first. */
import type { ShopId } from '../domain/ids.ts';
import { THEME_SHAPE } from '../domain/storefront-rates.ts';
import type { Db, Tx } from './transaction.ts';

/** timeZone null: Shopify told one that nobody here knows. */
export type ShopSettings = {
  name: string;
  currency: string;
  timeZone: string | null;
  isDevelopment: boolean;
};

/**
 * Called at every exchange and refresh of the token, with the moment from which on Shopify was asked: an uninstall since then stands. Keeps the moment of the
 * first install; a reinstall sets it anew. `settings` null keeps what is known.
 */
export async function writeInstall(
  db: Db,
  shop: ShopId,
  settings: ShopSettings | null,
  at: string,
): Promise<void> {
  await db.query(
    `INSERT INTO shop (shop, currency, time_zone, name, is_development, installed_at, authenticated_at, settings_at, theme_shape)
     VALUES ($1, $2, $3, $4, coalesce($5, false), $6, $6, CASE WHEN $4::text IS NULL THEN NULL ELSE $6::timestamptz END, $7)
     ON CONFLICT (shop) DO UPDATE SET
       currency = coalesce($2, shop.currency), time_zone = coalesce($3, shop.time_zone), name = coalesce($4, shop.name),
       is_development = coalesce($5, shop.is_development),
       installed_at = CASE WHEN shop.installed_at IS NULL OR shop.uninstalled_at IS NOT NULL THEN $6 ELSE shop.installed_at END,
       uninstalled_at = CASE WHEN shop.uninstalled_at > $6 THEN shop.uninstalled_at END,
       authenticated_at = coalesce(shop.authenticated_at, $6),
       settings_at = coalesce(excluded.settings_at, shop.settings_at)`,
    [
      shop,
      settings?.currency ?? null,
      settings?.timeZone ?? null,
      settings?.name ?? null,
      settings?.isDevelopment ?? null,
      at,
      THEME_SHAPE,
    ],
  );
}

/**
 * Shopify has given the shop a token where it had none: the app is installed, whatever is told yet of an uninstall before. Returns whether the shop is known;
 * of one that is not, everything begins with `writeInstall`. A reinstall is no install until that has written what the shop is by now.
 */
export async function noteToken(tx: Tx, shop: ShopId, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE shop SET authenticated_at = greatest(authenticated_at, $2), uninstalled_at = NULL,
       installed_at = CASE WHEN uninstalled_at IS NULL THEN installed_at END
     WHERE shop = $1`,
    [shop, at],
  );
  return rowCount === 1;
}

/** Whether the app is installed as far as we were told. */
export async function isInstalled(db: Db, shop: ShopId): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT FROM shop WHERE shop = $1 AND installed_at IS NOT NULL AND uninstalled_at IS NULL',
    [shop],
  );
  return rowCount === 1;
}
