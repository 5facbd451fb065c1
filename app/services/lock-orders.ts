/**
 * The locks of settling, in the order that every write keeps (docs/data-model.md): members by id, orders by id, redemptions, marks. An order is
 * written only by whoever holds its member, so whose it is has to be asked before it is locked, and again after.
 */
import type { Membership } from '../domain/enrolment.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import type { MemberLedger } from '../domain/ledger.ts';
import type { OrderNews, OrderState } from '../domain/order-facts.ts';
import { emptyOrderState, mergeOrderNews } from '../domain/order-state.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { postedByOrders, type OrderPosted } from '../storage/entries.ts';
import { lockOrderers, membershipsOfCustomers, openLots, type KnownMember } from '../storage/members.ts';
import { insertEmptyOrders, lockOrders, ownersOfOrders } from '../storage/orders.ts';
import { redemptionsOfCodes } from '../storage/redemptions.ts';
import type { Tx } from '../storage/transaction.ts';
import { enrolOrderers } from './enrol-member.ts';
import type { GrantDeps } from './grant-reward.ts';
import { isOwnCode, redemptionsBehind, usesIn, type Uses } from './use-redemptions.ts';

/** Another delivery gave an order to somebody else between asking and locking: the transaction begins again. */
class OwnerChanged extends Error {
  /** As PostgreSQL says it: storage/transaction tries again at once. */
  readonly code = '40001';
}

export type LockedOrders = {
  /** With the news merged. */
  states: Map<string, OrderState>;
  /** Those of them that are stored, and locked; the others are their members' who are locked. */
  known: ReadonlySet<string>;
  members: Map<MemberId, MemberLedger>;
  memberships: Map<MemberId, Membership>;
  memberOf: Map<string, KnownMember>;
  posted: Map<string, OrderPosted[]>;
  uses: Uses;
  /** Those whose redemptions came with the orders: all of their open lots are read, of the others none. */
  redeemers: ReadonlySet<MemberId>;
  /** Those of the members whose lots have to be looked at first. */
  dueForExpiry: readonly MemberId[];
  /** Whose sign-up was rewarded: their metafields have to be marked. */
  rewarded: ReadonlySet<MemberId>;
};

/** Enrols the customers of the news. The caller holds the shop's programme: nobody is merged or joins meanwhile. */
export async function lockForSettling(
  deps: GrantDeps,
  tx: Tx,
  shop: ShopId,
  news: readonly OrderNews[],
  versions: readonly PublishedProgram[],
  now: string,
): Promise<LockedOrders> {
  const orderIds = [...new Set(news.map((one) => one.orderId))];
  const held = await lockOwners(tx, shop, orderIds, news, now);
  const { customers, memberOf } = held;
  const enrolling = news.filter((one) => enrols(one, memberOf));
  const rewarded = new Set(await enrolOrderers(deps, tx, shop, enrolling, versions, now));
  const unknown = customers.filter((id) => !memberOf.has(id));
  // All of them: who was merged and who they were merged into are one member, whichever of the two an order enrols.
  const asked = enrolling.length + unknown.length > 0 ? customers : [];
  for (const [id, one] of await membershipsOfCustomers(tx, shop, asked)) memberOf.set(id, one);
  // Those whom this transaction has enrolled, the newest members of all; and whose ledger has moved since it was read.
  const own = new Set([...memberOf.values()].map((one) => one.memberId));
  const again = [...own].filter((id) => !held.members.has(id) || rewarded.has(id));
  const enrolled = await lockOrderers(tx, shop, again, now);
  const members = new Map([...held.members, ...enrolled.ledgers]);
  const states = await lockOrders(tx, shop, orderIds);
  const named = new Set(news.flatMap((one) => (one.order?.facts.customerId ? one.orderId : [])));
  const unheld = orderIds.filter((id) => !states.has(id) && !named.has(id));
  await insertEmptyOrders(tx, shop, unheld);
  for (const id of unheld) states.set(id, emptyOrderState);
  const known = new Set(states.keys());
  for (const one of news)
    states.set(one.orderId, mergeOrderNews(states.get(one.orderId) ?? emptyOrderState, one));
  const posted = await postedByOrders(tx, shop, orderIds);
  const uses = usesIn(states);
  const redeemed = await redemptionsBehind(tx, shop, uses);
  const carrying = [...posted.values()].flat().filter((one) => one.points !== 0n);
  const told = [...states.values()].flatMap((state) => state.order?.facts.customerId ?? []);
  const isHeld = [...carrying, ...redeemed].every((one) => members.has(one.memberId));
  if (!isHeld || told.some((customer) => !customers.includes(customer)))
    throw new OwnerChanged('an order went to another customer meanwhile');
  const redeemers = new Set(redeemed.map((one) => one.memberId));
  const lots = redeemers.size > 0 ? await openLots(tx, shop, [...redeemers]) : [];
  for (const [id, own] of lots) {
    const ledger = members.get(id);
    if (ledger) members.set(id, { ...ledger, lots: own });
  }
  const memberships = new Map<MemberId, Membership>(held.memberships);
  for (const one of memberOf.values()) memberships.set(one.memberId, one);
  const dueForExpiry = [...held.dueForExpiry.filter((id) => !again.includes(id)), ...enrolled.dueForExpiry];
  return { states, known, members, memberships, memberOf, posted, uses, redeemers, dueForExpiry, rewarded };
}

/** Whether the order makes its customer a member, or one from an earlier time on. */
function enrols({ order }: OrderNews, memberOf: ReadonlyMap<string, KnownMember>): boolean {
  const customerId = order?.facts.customerId ?? null;
  if (order === null || customerId === null) return false;
  const known = memberOf.get(customerId);
  return known === undefined || compareInstants(order.facts.processedAt, known.enrolledAt) < 0;
}

/**
 * Locks, in one statement, every member whom the orders may concern: whose they were, who has their points (a merge moves some before
 * the order), whose they are told to be, and whose codes came with them.
 */
async function lockOwners(
  tx: Tx,
  shop: ShopId,
  orderIds: readonly string[],
  news: readonly OrderNews[],
  now: string,
) {
  const owners = await ownersOfOrders(tx, shop, orderIds);
  const told = news.flatMap((one) => one.order?.facts ?? []);
  const customers = [...new Set([...owners, ...told].flatMap((one) => one.customerId ?? []))];
  const codes = [...owners.flatMap((one) => one.codes), ...told.flatMap((one) => one.discountCodes)];
  const known = await membershipsOfCustomers(tx, shop, customers);
  const asked = codes.map((code) => code.trim().toUpperCase()).filter(isOwnCode);
  const redeemed = asked.length > 0 ? await redemptionsOfCodes(tx, shop, asked) : [];
  const ids = [
    ...[...known.values(), ...redeemed].map((one) => one.memberId),
    ...owners.flatMap((one) => one.memberIds),
  ];
  const { ledgers, memberships, dueForExpiry } = await lockOrderers(tx, shop, [...new Set(ids)], now);
  // As they were locked: somebody may have enrolled them earlier since they were asked for. Whose customers they are stays.
  const memberOf = new Map([...known].map(([id, one]) => [id, { ...one, ...memberships.get(one.memberId) }]));
  return { customers, members: ledgers, memberships, memberOf, dueForExpiry };
}
