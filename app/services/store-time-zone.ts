/**
 * The shop's time zone, by which windows and holds of levels are reckoned, and the days at whose end points expire (points.md sections 5 and 6): known late
 * or changed, it acts on all of them.
 */
import type { ShopId } from '../domain/ids.ts';
import { stampOf } from '../domain/stamp.ts';
import { dueForExpiryAll } from '../storage/lot-expiry.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramExclusive } from '../storage/shops.ts';
import { dueForAll } from '../storage/tier-standings.ts';
import type { Tx } from '../storage/transaction.ts';

/**
 * Lets `store` write settings that name `timeZone` (null: none); where the shop's is another then, every level is computed again and every lot dated again,
 * in the background.
 */
export async function storeTimeZone(
  tx: Tx,
  shop: ShopId,
  timeZone: string | null,
  now: string,
  store: () => Promise<void>,
): Promise<void> {
  const zone = async () => (await ensureShop(tx, shop)).timeZone;
  if (timeZone === null || timeZone === (await zone())) return store();
  // Nobody settles by the old one meanwhile.
  await lockProgramExclusive(tx, shop);
  const before = await zone();
  await store();
  if ((await zone()) === before) return;
  const versions = await publishedVersions(tx, shop);
  const firstTiers = versions.find(({ program }) => program.tiers !== null);
  if (firstTiers) await dueForAll(tx, shop, stampOf(firstTiers.publishedAt));
  if (versions.some(({ program }) => program.expiry.kind !== 'never')) await dueForExpiryAll(tx, shop, now);
}
