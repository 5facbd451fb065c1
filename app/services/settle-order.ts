/**
 * Settling (points.md section 4): merges what deliveries tell into the orders' facts, computes each order's target and posts the
 * difference to what its entries carry. Every trigger does this same thing, so repetition and order of arrival change nothing.
 */
import type { Deps } from '../deps.server.ts';
import { target } from '../domain/earning.ts';
import { countsForMember } from '../domain/enrolment.ts';
import type { ShopId } from '../domain/ids.ts';
import type { OrderNews } from '../domain/order-facts.ts';
import { emptyOrderState, mergeOrderNews } from '../domain/order-state.ts';
import { versionAt } from '../domain/program.ts';
import { postedByOrders } from '../storage/entries.ts';
import { expiredByOrders } from '../storage/expired-lots.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { lockOrders, saveOrders } from '../storage/orders.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { membersOfOrders } from './enrol-member.ts';
import { leaveToLookups } from './look-up-orders.ts';
import { settleOne } from './post-order.ts';
import { recordUses, redemptionsBehind, usesIn } from './use-redemptions.ts';

/** Settles the orders of `news`, all of one shop, in the caller's transaction: about ten statements however many orders. */
export async function settleOrders(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  shop: ShopId,
  news: readonly OrderNews[],
): Promise<void> {
  const now = deps.clock.now().toISOString();
  const { isDevelopment } = await ensureShop(tx, shop);
  await lockProgramShared(tx, shop);
  const versions = await publishedVersions(tx, shop);
  const orderIds = [...new Set(news.map((one) => one.orderId))];
  const states = await lockOrders(tx, shop, orderIds);
  for (const one of news)
    states.set(one.orderId, mergeOrderNews(states.get(one.orderId) ?? emptyOrderState, one));
  for (const waiting of await leaveToLookups(tx, shop, states, versions, now)) states.delete(waiting);
  const posted = await postedByOrders(tx, shop, orderIds);
  const memberOf = await membersOfOrders(tx, shop, news, [...states.values()], versions, now);
  const uses = usesIn(states);
  const redeemed = await redemptionsBehind(tx, shop, uses);
  const involved = new Set([
    ...[...memberOf.values()].map((one) => one.memberId),
    ...[...posted.values()].flat().map((one) => one.memberId),
    ...redeemed.map((one) => one.memberId),
  ]);
  const writer = new LedgerWriter(shop, await lockMembers(tx, shop, [...involved]), now);
  const expired = await expiredByOrders(tx, shop, [...posted.keys()]);
  const used = await recordUses(tx, writer, shop, uses, versions, now);

  const history = {
    shopIsDevelopment: isDevelopment,
    programPublished: versions.length > 0,
    level: null,
    firstOrder: false,
  };
  const settled = [...states].map(([orderId, state]) => {
    const customerId = state.order?.facts.customerId ?? null;
    const known = customerId === null ? null : (memberOf.get(customerId) ?? null);
    const member = known?.memberId ?? null;
    const version = state.order ? versionAt(versions, state.order.facts.processedAt) : null;
    const counts = state.order !== null && countsForMember(versions, known, state.order.facts.processedAt);
    const worth = target(state, { ...history, member: member !== null && counts }, version);
    return settleOne(writer, {
      orderId,
      state,
      member,
      version,
      worth,
      posted: posted.get(orderId) ?? [],
      expired: expired.get(orderId) ?? [],
    });
  });
  const touched = [...writer.touched(), ...used.map((one) => one.memberId)];
  await writer.flush(tx);
  await saveOrders(tx, shop, settled, now);
  await markMetafields(tx, shop, touched, now);
}
