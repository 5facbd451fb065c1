/** Levels that change without an order: a hold or a placement ends, a version has other tiers, a fact was dated ahead of our clock. */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';
import { resettleOrders } from '../storage/inbox.ts';
import { lockMembers, membershipsOf } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { lockDueMembers, readStandings, shopWithDueTiers } from '../storage/tier-standings.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import type { TierCause } from './tier-cause.ts';
import { walkTiers } from './walk-tiers.ts';

/** Members of one shop in one transaction. */
export const TIERS_AT_ONCE = 200;

/** Works on the due members of one shop. Returns how many it took. */
export async function refreshTiers(deps: Pick<Deps, 'pool' | 'clock' | 'random'>): Promise<number> {
  const now = stampOf(deps.clock.now().toISOString());
  const shop = await shopWithDueTiers(deps.pool, now);
  if (shop === null) return 0;
  return inTransaction(deps.pool, async (tx) => {
    await lockProgramShared(tx, shop);
    const due = await lockDueMembers(tx, shop, now, TIERS_AT_ONCE);
    const cause: TierCause = { reason: { kind: 'time', orderId: null }, at: [] };
    await recomputeTiers(deps, tx, shop, due, now, cause);
    return due.length;
  });
}

/** For who is about to rely on kept levels: those whose time has come are computed again. Locks the members; the caller holds the shop's programme. */
export async function refreshDueTiers(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
): Promise<void> {
  await lockMembers(tx, shop, members);
  const now = stampOf(deps.clock.now().toISOString());
  const standings = await readStandings(tx, shop, members);
  const due = [...standings.values()].filter((one) => one.due !== null && one.due <= now);
  const cause: TierCause = { reason: { kind: 'time', orderId: null }, at: [] };
  await recomputeTiers(
    deps,
    tx,
    shop,
    due.map((one) => one.memberId),
    now,
    cause,
  );
}

/** The levels of members from `from` on, and the orders since that it changes. The shop's programme and the members are locked. */
export async function recomputeTiers(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  from: Stamp,
  cause: TierCause,
): Promise<void> {
  if (members.length === 0) return;
  const now = deps.clock.now().toISOString();
  const { isDevelopment, timeZone } = await ensureShop(tx, shop);
  const versions = await publishedVersions(tx, shop);
  const memberships = await membershipsOf(tx, shop, members);
  const start = { moment: from, orderId: '0' };
  const outcome = await walkTiers(
    {
      ...{ tx, shop, versions, memberships, now },
      shopIsDevelopment: isDevelopment,
      timeZone: timeZone ?? 'UTC',
    },
    members.map((memberId) => ({
      ...{ memberId, from: start, start, causes: [cause] },
      orders: new Map(),
      gone: new Set<string>(),
    })),
  );
  const once = deps.random.bytes(8).toString('hex');
  const later = outcome.later.map((one) => one.orderId);
  if (later.length > 0) await resettleOrders(tx, shop, `tiers-${once}`, later, now, 1);
  await markMetafields(tx, shop, outcome.changed, now);
}
