/** Levels that change without an order: a hold or a placement ends, a version has other tiers, a fact was dated ahead of our clock. */
import type { Deps } from '../deps.server.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { stampOf, type Stamp } from '../domain/stamp.ts';
import { resettleInBackground } from '../storage/inbox.ts';
import { lockMembers, membershipsOf } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';
import {
  lockDueMembers,
  postponeTiers,
  readStandings,
  saveLevels,
  shopsWithDueTiers,
} from '../storage/tier-standings.ts';
import type { Tx } from '../storage/transaction.ts';
import type { TierCause } from './tier-cause.ts';
import { walkTiers } from './walk-tiers.ts';
import { workDueMembers } from './work-due-members.ts';

/** Nothing happened but that time went by. */
export const TIME: TierCause = { reason: { kind: 'time', orderId: null }, at: [] };

/** Members of one shop in one transaction. */
export const TIERS_AT_ONCE = 200;

/** Works on due members of every shop in turn. Returns how many it took. */
export function refreshTiers(deps: Pick<Deps, 'pool' | 'clock' | 'random' | 'log'>): Promise<number> {
  return workDueMembers(deps, {
    atOnce: TIERS_AT_ONCE,
    shopsWithDue: shopsWithDueTiers,
    lockDue: lockDueMembers,
    work: (tx, shop, members, now) => recomputeTiers(deps, tx, shop, members, stampOf(now), TIME),
    postpone: postponeTiers,
    fault: 'a level could not be computed',
  });
}

/**
 * For who is about to rely on kept levels: those whose time has come are computed again. Locks the members; the caller holds the shop's programme, and
 * marks the metafields of those whom it gives, whose level has changed.
 */
export async function refreshDueTiers(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
): Promise<MemberId[]> {
  await lockMembers(tx, shop, members, 'later');
  const now = stampOf(deps.clock.now().toISOString());
  const standings = await readStandings(tx, shop, members);
  const due = [...standings.values()].filter((one) => one.due !== null && one.due <= now);
  const ids = due.map((one) => one.memberId);
  return recompute(deps, tx, shop, ids, now, TIME);
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
  const changed = await recompute(deps, tx, shop, members, from, cause);
  await markMetafields(tx, shop, changed, deps.clock.now().toISOString());
}

/** Gives whose level has changed. */
async function recompute(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
  from: Stamp,
  cause: TierCause,
): Promise<MemberId[]> {
  if (members.length === 0) return [];
  const now = deps.clock.now().toISOString();
  const { isDevelopment, timeZone } = await ensureShop(tx, shop);
  const versions = await publishedVersions(tx, shop);
  const memberships = await membershipsOf(tx, shop, members);
  const start = { moment: from, orderId: '0' };
  const outcome = await walkTiers(
    {
      ...{ tx, shop, versions, memberships, now },
      shopIsDevelopment: isDevelopment,
      timeZone,
    },
    members.map((memberId) => ({
      ...{ memberId, from: start, start, causes: [cause] },
      orders: new Map(),
      gone: new Set<string>(),
    })),
  );
  await saveLevels(tx, shop, outcome.levels);
  const once = deps.random.bytes(8).toString('hex');
  const later = outcome.later.map((one) => one.orderId);
  await resettleInBackground(tx, shop, once, later, now);
  return outcome.changed;
}
