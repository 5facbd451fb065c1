/** Records that a shop has installed the app, with what points need of it (currency, time zone, whether test orders earn) and what it can do for rewards. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { ofLevels, shippingLevels } from '../domain/perks.ts';
import { versionAt } from '../domain/program.ts';
import { knownTimeZone } from '../domain/time-zone.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import { ShopSettingsDocument } from '../shopify/admin-types.generated.ts';
import { readShopTraits } from '../shopify/shop-traits.ts';
import { markAll, markMetafields, PROGRAM_MARK } from '../storage/metafield-marks.ts';
import { isInstalled, writeInstall } from '../storage/installs.ts';
import { hastenLookups } from '../storage/order-lookups.ts';
import { markPerksOfLevels } from '../storage/perk-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { lockProgramExclusive } from '../storage/shops.ts';
import { areOtherTraits, writeTraits } from '../storage/shop-traits.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { storeTimeZone } from './store-time-zone.ts';

/**
 * Where Shopify does not answer the install is recorded all the same: this runs again with every exchange and refresh of the token (`shopSessions`), so the
 * settings are caught up within the hour in which somebody asks Shopify for the shop.
 */
export async function recordInstall(deps: Deps, shop: ShopId, admin: AdminGateway): Promise<void> {
  const now = deps.clock.now().toISOString();
  const [answer, told] = await Promise.all([admin(ShopSettingsDocument, {}), readShopTraits(admin)]);
  if (!answer.ok)
    deps.log.warn({ shop, reason: answer.reason, codes: answer.codes }, 'shop settings could not be read');
  if (!told.ok)
    deps.log.warn({ shop, reason: told.reason, codes: told.codes }, 'what the shop can do could not be read');
  const settings = answer.ok
    ? {
        name: answer.data.shop.name,
        currency: answer.data.shop.currencyCode,
        timeZone: knownTimeZone(answer.data.shop.ianaTimezone),
        isDevelopment: answer.data.shop.plan.partnerDevelopment,
      }
    : null;
  const isNew = !(await isInstalled(deps.pool, shop));
  await inTransaction(deps.pool, (tx) =>
    storeTimeZone(tx, shop, settings?.timeZone ?? null, now, () => writeInstall(tx, shop, settings, now)),
  );
  // What the shop can do decides which rewards the theme lists.
  if (told.ok && (await areOtherTraits(deps.pool, shop, told.traits)))
    await inTransaction(deps.pool, async (tx) => {
      await lockProgramExclusive(tx, shop);
      // With the marks: what is known already marks nobody the next time.
      if (!(await writeTraits(tx, shop, told.traits))) return;
      await markShipping(tx, shop, now);
      await markMetafields(tx, shop, [PROGRAM_MARK], now);
    });
  if (isNew) await markAll(deps.pool, shop, now);
  await hastenLookups(deps.pool, shop, now);
}

/** Whether the Function runs decides how a level's shipping is had: by an automatic discount, or by personal codes. */
async function markShipping(tx: Tx, shop: ShopId, now: string): Promise<void> {
  const program = versionAt(await publishedVersions(tx, shop), now)?.program;
  if (!program) return;
  const levels = shippingLevels(program.tiers);
  if (levels.length > 0) await markPerksOfLevels(tx, shop, ofLevels(program, levels), now);
}
