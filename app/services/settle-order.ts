/**
 * Settling (points.md section 4): merges what deliveries tell into the orders' facts, computes each order's target and posts the
 * difference to what its entries carry. Every trigger does this same thing, so repetition and order of arrival change nothing.
 */
import type { Deps } from '../deps.server.ts';
import { asksActivity, everExpires, expiryRules } from '../domain/expiry.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { lookupsNeeded } from '../domain/lookups.ts';
import type { OrderNews, OrderState } from '../domain/order-facts.ts';
import { hasPerks } from '../domain/perks.ts';
import { versionAt } from '../domain/program.ts';
import { postedByOrders, type OrderPosted } from '../storage/entries.ts';
import { lookAtWaiting } from '../storage/entry-waits.ts';
import { expiredByOrders } from '../storage/expired-lots.ts';
import { resettleInBackground } from '../storage/inbox.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { dueForExpiry } from '../storage/lot-expiry.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { lockFreeOrders, saveOrders } from '../storage/orders.ts';
import { publishedVersions } from '../storage/programs.ts';
import { holdProgram } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import type { GrantDeps } from './grant-reward.ts';
import { lockForSettling } from './lock-orders.ts';
import { leaveToLookups, waitingForLookups } from './look-up-orders.ts';
import { settleOne, type Settling } from './post-order.ts';
import { readLots } from './read-lots.ts';
import { expireDue } from './refresh-expiry.ts';
import { settleTiers, type TierCandidate } from './settle-tiers.ts';
import { historyOf, rememberingTarget, type TierScope } from './tier-scope.ts';
import { recordUses } from './use-redemptions.ts';
import type { WalkOutcome } from './walk-tiers.ts';

/** Orders whose level changed by others are settled at once up to here; the rest in the background. */
export const LATER_AT_ONCE = 500;

type Own = Pick<Deps, 'clock' | 'random'> & GrantDeps;

/** Settles the orders of `news`, all of one shop, in the caller's transaction: some thirty statements however many orders and whoever's. */
export async function settleOrders(
  deps: Own,
  tx: Tx,
  shop: ShopId,
  news: readonly OrderNews[],
): Promise<void> {
  const now = deps.clock.now().toISOString();
  const { isDevelopment, timeZone } = await holdProgram(tx, shop);
  const versions = await publishedVersions(tx, shop);
  const locked = await lockForSettling(deps, tx, shop, news, versions, now);
  const { states, memberOf, members, memberships } = locked;
  const waiting = waitingForLookups(states, versions);
  for (const orderId of waiting.keys()) states.delete(orderId);
  const expiry = expiryRules(versions, timeZone);
  const expired = everExpires(expiry) ? await expireDue(tx, shop, members, locked.dueForExpiry, now) : [];
  const writer = new LedgerWriter(shop, members, now, expiry);
  const used = await recordUses(tx, writer, shop, locked.uses, versions, now);

  const worth = rememberingTarget();
  const scope = {
    ...{ tx, shop, versions, memberships, now, worth },
    shopIsDevelopment: isDevelopment,
    timeZone,
  };
  const candidates = [...states].map(([orderId, state]): TierCandidate => {
    const customerId = state.order?.facts.customerId ?? null;
    const member = customerId === null ? null : (memberOf.get(customerId)?.memberId ?? null);
    return candidate(scope, orderId, state, member);
  });
  const tiers = await settleTiers(scope, candidates);
  writer.keepLevels(tiers.levels);
  const later = await laterOrders(deps, scope, tiers.later);
  const posted = new Map([...locked.posted, ...(await postedOf(scope, later))]);
  const orders = await worthOf(scope, [...candidates, ...later], tiers.decided, posted);
  await readLots(tx, shop, writer, orders, locked.redeemers);
  const settled = orders.map((order) => settleOne(writer, order));
  // An order is activity, whatever it is worth.
  for (const { member, state } of orders)
    if (member !== null && state.order) writer.noteActivity(member, state.order.facts.processedAt);
  const touched = writer.touched();
  await writer.flush(tx);
  await leaveToLookups(tx, shop, waiting, locked.known, now);
  await saveOrders(tx, shop, settled, [...locked.known, ...later.map((one) => one.orderId)], now);
  // Also to whom it is no longer.
  if (asksActivity(expiry)) await dueForExpiry(tx, shop, members.keys(), now);
  if (hasPerks(versions)) await lookAtWaiting(tx, shop, [...members.keys()], now);
  const changed = [
    ...expired,
    ...touched,
    ...locked.rewarded,
    ...used.map((one) => one.memberId),
    ...tiers.changed,
  ];
  await markMetafields(tx, shop, changed, now);
}

function candidate(
  { versions }: TierScope,
  orderId: string,
  state: OrderState,
  member: MemberId | null,
): TierCandidate {
  const version = state.order ? versionAt(versions, state.order.facts.processedAt) : null;
  return { orderId, state, member, version };
}

/**
 * The orders whose level changed by those that are settled, locked. Where somebody else holds one (who took it for another's and will have to begin
 * again), or there are too many, they are settled in the background; one that waits for look-ups is settled with them.
 */
async function laterOrders(
  deps: Own,
  scope: TierScope,
  changed: WalkOutcome['later'],
): Promise<TierCandidate[]> {
  if (changed.length === 0) return [];
  const { tx, shop, now } = scope;
  const states = await lockFreeOrders(
    tx,
    shop,
    changed.slice(0, LATER_AT_ONCE).map((one) => one.orderId),
  );
  const rest = changed.filter(({ orderId }) => !states.has(orderId)).map((one) => one.orderId);
  const once = deps.random.bytes(8).toString('hex');
  await resettleInBackground(tx, shop, once, rest, now);
  return changed.flatMap(({ orderId, memberId }) => {
    const state = states.get(orderId);
    const found = state && candidate(scope, orderId, state, memberId);
    return found && lookupsNeeded(found.state, found.version) === null ? [found] : [];
  });
}

async function postedOf(
  { tx, shop }: TierScope,
  orders: readonly TierCandidate[],
): Promise<Map<string, OrderPosted[]>> {
  if (orders.length === 0) return new Map();
  return postedByOrders(
    tx,
    shop,
    orders.map((one) => one.orderId),
  );
}

/** The orders with what they should carry, and what their entries carry. */
async function worthOf(
  scope: TierScope & Required<Pick<TierScope, 'worth'>>,
  orders: readonly TierCandidate[],
  decided: WalkOutcome['decided'],
  posted: ReadonlyMap<string, OrderPosted[]>,
): Promise<Settling[]> {
  const expired = await expiredByOrders(scope.tx, scope.shop, [...posted.keys()]);
  return orders.map((order) => {
    const { orderId, state, member, version } = order;
    const { level, firstOrder } = decided.get(orderId) ?? { level: null, firstOrder: false };
    const worth = scope.worth(state, { ...historyOf(scope, member, state), level, firstOrder }, version);
    const carried = { posted: posted.get(orderId) ?? [], expired: expired.get(orderId) ?? [] };
    return { orderId, state, member, version, worth, ...carried };
  });
}
