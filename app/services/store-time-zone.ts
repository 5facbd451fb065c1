/** The shop's time zone, by which windows and holds of levels are reckoned (points.md section 5): known late or changed, it acts on all of them. */
import type { ShopId } from '../domain/ids.ts';
import { stampOf } from '../domain/stamp.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramExclusive } from '../storage/shops.ts';
import { dueForAll } from '../storage/tier-standings.ts';
import type { Tx } from '../storage/transaction.ts';

/** Settling reckons by it as long as none is known. */
export const TIME_ZONE_UNKNOWN = 'UTC';

/** Lets `store` write settings that name `timeZone` (null: none); where the shop's is another then, every level is computed again, in the background. */
export async function storeTimeZone(
  tx: Tx,
  shop: ShopId,
  timeZone: string | null,
  store: () => Promise<void>,
): Promise<void> {
  const zone = async () => (await ensureShop(tx, shop)).timeZone ?? TIME_ZONE_UNKNOWN;
  if (timeZone === null || timeZone === (await zone())) return store();
  // Nobody settles by the old one meanwhile.
  await lockProgramExclusive(tx, shop);
  const before = await zone();
  await store();
  const firstTiers = (await publishedVersions(tx, shop)).find(({ program }) => program.tiers !== null);
  if (firstTiers && (await zone()) !== before) await dueForAll(tx, shop, stampOf(firstTiers.publishedAt));
}
