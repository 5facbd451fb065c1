/**
 * The locks of settling, in the order that every write keeps (docs/data-model.md): members by id, orders by id, redemptions, marks. An order is
 * written only by whoever holds its member, so whose it is has to be asked before it is locked, and again after.
 */
import type { Membership } from '../domain/enrolment.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { MemberLedger } from '../domain/ledger.ts';
import type { OrderNews, OrderState } from '../domain/order-facts.ts';
import { emptyOrderState, mergeOrderNews } from '../domain/order-state.ts';
import type { PublishedProgram } from '../domain/program.ts';
import { postedByOrders, type OrderPosted } from '../storage/entries.ts';
import {
  lockMembers,
  membershipsOf,
  membershipsOfCustomers,
  openLots,
  type KnownMember,
} from '../storage/members.ts';
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
  const { customers, members } = await lockOwners(tx, shop, orderIds, news);
  const rewarded = new Set(await enrolOrderers(deps, tx, shop, news, versions, now));
  const memberOf = await membershipsOfCustomers(tx, shop, customers);
  const own = [...memberOf.values()].map((one) => one.memberId);
  // Those whom this transaction has enrolled, the newest members of all; and whose ledger has moved since it was read.
  const enrolled = await lockMembers(
    tx,
    shop,
    [...new Set(own)].filter((id) => !members.has(id) || rewarded.has(id)),
    'later',
  );
  for (const [id, ledger] of enrolled) members.set(id, ledger);
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
  const others = [...members.keys()].filter((id) => !own.includes(id));
  const memberships: LockedOrders['memberships'] = await membershipsOf(tx, shop, others);
  for (const one of memberOf.values()) memberships.set(one.memberId, one);
  return { states, known, members, memberships, memberOf, posted, uses, redeemers, rewarded };
}

/**
 * Locks, in one statement, every member whom the orders may concern: whose they were, who has their points (a merge moves some before
 * the order), whose they are told to be, and whose codes came with them.
 */
async function lockOwners(tx: Tx, shop: ShopId, orderIds: readonly string[], news: readonly OrderNews[]) {
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
  return { customers, members: await lockMembers(tx, shop, [...new Set(ids)], 'later') };
}
