/** Shops: a row appears with the first verified delivery or the install, whichever comes first. */
import type { ShopId } from '../domain/ids.ts';
import { THEME_SHAPE } from '../domain/storefront-rates.ts';
import { shopTimeZone } from '../domain/time-zone.ts';
import { dropMarks } from './metafield-marks.ts';
import { together, type Db, type Tx } from './transaction.ts';

export type ShopRow = {
  shop: ShopId;
  currency: string | null;
  /** By which the shop's days are reckoned: UTC as long as none is known. */
  timeZone: string;
  isDevelopment: boolean;
  /** As they are stored: shop-traits reads them. */
  traits: unknown;
  /** Whether it has uninstalled the app, and not installed it again. */
  isGone: boolean;
};

/** Inserted where it is not there. */
export async function ensureShop(db: Db, shop: ShopId): Promise<ShopRow> {
  const known = await readShop(db, shop);
  if (known) return known;
  await db.query('INSERT INTO shop (shop, theme_shape) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    shop,
    THEME_SHAPE,
  ]);
  const inserted = await readShop(db, shop);
  if (!inserted) throw new Error(`shop ${shop} is not there after it was inserted`);
  return inserted;
}

/** null where nobody has heard of the shop. */
export async function readShop(db: Db, shop: ShopId): Promise<ShopRow | null> {
  const { rows } = await db.query<Omit<ShopRow, 'timeZone'> & { timeZone: string | null }>(
    'SELECT shop, currency, time_zone AS "timeZone", is_development AS "isDevelopment", traits, uninstalled_at IS NOT NULL AS "isGone" FROM shop WHERE shop = $1',
    [shop],
  );
  return rows[0] ? { ...rows[0], timeZone: shopTimeZone(rows[0].timeZone) } : null;
}

/** Does nothing where a token since `at` proves that the app is installed again (`noteToken`). */
export async function markUninstalled(tx: Tx, shop: ShopId, at: string): Promise<void> {
  const { rowCount } = await tx.query(
    'UPDATE shop SET uninstalled_at = $2 WHERE shop = $1 AND (authenticated_at IS NULL OR authenticated_at <= $2)',
    [shop, at],
  );
  if (rowCount !== 1) return;
  await tx.query('DELETE FROM session WHERE shop = $1', [shop]);
  await dropMarks(tx, shop);
}

/** null keeps what is known; settings from before those that are stored change nothing. */
export async function updateShopSettings(
  tx: Tx,
  shop: ShopId,
  settings: { name: string | null; currency: string | null; timeZone: string | null; at: string },
): Promise<void> {
  await tx.query(
    `UPDATE shop SET name = coalesce($2, name), currency = coalesce($3, currency), time_zone = coalesce($4, time_zone), settings_at = $5
     WHERE shop = $1 AND (settings_at IS NULL OR settings_at <= $5)`,
    [shop, settings.name, settings.currency, settings.timeZone, settings.at],
  );
}

/**
 * Taken by settling: the programme stays as it is until the transaction ends. Without it, an order that is settled while a version
 * is being published would be judged by the old one and never looked at again.
 */
export async function lockProgramShared(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 7))', [shop]);
}

/**
 * `lock` taken by whoever goes by the shop's row: read once it is held, since its time zone may change for as long as it is waited for. Inserted before that:
 * who holds the programme exclusively may have just inserted it.
 */
export async function holdProgram(tx: Tx, shop: ShopId, lock = lockProgramShared): Promise<ShopRow> {
  await ensureShop(tx, shop);
  const [, row] = await together(
    tx,
    () => lock(tx, shop),
    () => readShop(tx, shop),
  );
  if (!row) throw new Error(`shop ${shop} is gone, and shops are never deleted`);
  return row;
}

/** Taken by publishing: waits for the batches that settle by the versions so far, and keeps others from starting. */
export async function lockProgramExclusive(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [shop]);
}

/** Every shop, for jobs that go over all of them. */
export async function listShops(db: Db): Promise<ShopId[]> {
  const { rows } = await db.query<{ shop: ShopId }>('SELECT shop FROM shop ORDER BY shop');
  return rows.map((row) => row.shop);
}
