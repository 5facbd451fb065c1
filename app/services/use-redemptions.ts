/**
 * An order that came with our code has used it: the redemption is spent, whatever was on its way to happen to it. Whose order it is does not
 * matter: the code is void now, and its points are those of the member who redeemed them. As that order is refunded or cancelled, they return.
 */
import type { ShopId } from '../domain/ids.ts';
import { compareOrderMoments } from '../domain/order-state.ts';
import type { OrderFacts, OrderState } from '../domain/order-facts.ts';
import { type PublishedProgram, versionAt } from '../domain/program.ts';
import { hasReturnedPoints, type Redemption } from '../domain/redemption.ts';
import { goneShare, pointsToReturn, unneededPoints } from '../domain/spent-points.ts';
import { returnedByOrders } from '../storage/entries.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockRedemptionsOfCodes, redemptionsOfCodes, saveRedemption } from '../storage/redemptions.ts';
import type { Tx } from '../storage/transaction.ts';
import { effectiveAt } from './post-order.ts';
import { REDEMPTION_CODE } from './redemption-code.ts';
import { renewPersonalCodes } from './renew-personal-codes.ts';
import { returnWithOrder, takeAgain } from './return-points.ts';

/** An order with a code of ours. */
export type Use = { facts: OrderFacts; state: OrderState };
/** By upper-case code; the first order first, since a code is used once. */
export type Uses = ReadonlyMap<string, readonly Use[]>;

/** By upper-case code. */
export const isOwnCode = (code: string): boolean => REDEMPTION_CODE.test(code);

/** Shopify takes codes in any case. Codes of another form are not ours and cost no look-up. */
export function usesIn(states: ReadonlyMap<string, OrderState>): Uses {
  const uses = new Map<string, Use[]>();
  for (const state of states.values()) {
    const facts = state.order?.facts;
    for (const given of facts?.discountCodes ?? []) {
      const code = given.trim().toUpperCase();
      if (facts && isOwnCode(code)) uses.set(code, [...(uses.get(code) ?? []), { facts, state }]);
    }
  }
  for (const own of uses.values()) own.sort((a, b) => compareOrderMoments(a.facts, b.facts));
  return uses;
}

/** The redemptions behind the codes, unlocked: so that their members can be locked first. */
export function redemptionsBehind(tx: Tx, shop: ShopId, uses: Uses): Promise<Redemption[]> {
  return uses.size === 0 ? Promise.resolve([]) : redemptionsOfCodes(tx, shop, [...uses.keys()]);
}

/**
 * Marks the redemptions as used and returns what refunds of their orders give back. Before the orders' own entries are posted: a reward's points that
 * return are there for the order's reversal to take. Gives the redemptions that changed. Their members are locked; the writer is flushed by the caller.
 */
export async function recordUses(
  tx: Tx,
  writer: LedgerWriter,
  shop: ShopId,
  uses: Uses,
  versions: readonly PublishedProgram[],
  now: string,
): Promise<Redemption[]> {
  if (uses.size === 0) return [];
  const known = await lockRedemptionsOfCodes(tx, shop, [...uses.keys()]);
  const changed: Redemption[] = [];
  for (const redemption of known) {
    const [use] = uses.get(redemption.code) ?? [];
    if (use && isFirstUse(redemption, use)) changed.push(await markUsed(tx, writer, redemption, use, now));
  }
  // What was taken again stands in memory only, and what a refund gives back goes into the lots it was taken from.
  if (changed.length > 0) await writer.flush(tx);
  const byId = new Map([...known, ...changed].map((redemption) => [redemption.id, redemption]));
  await returnWithOrders(tx, writer, shop, [...byId.values()], uses, versions, now);
  await renewPersonalCodes(tx, shop, changed, now);
  return changed;
}

/** Of two orders with one code the earlier has used it, whichever was told first. */
function isFirstUse({ usedOrderId, usedAt }: Redemption, { facts }: Use): boolean {
  if (usedOrderId === null || usedAt === null) return true;
  if (usedOrderId === facts.orderId) return false;
  return compareOrderMoments(facts, { orderId: usedOrderId, processedAt: usedAt }) < 0;
}

async function markUsed(
  tx: Tx,
  writer: LedgerWriter,
  redemption: Redemption,
  { facts }: Use,
  now: string,
): Promise<Redemption> {
  if (hasReturnedPoints(redemption)) takeAgain(writer, redemption, facts.processedAt);
  const used: Redemption = {
    ...redemption,
    status: 'used',
    usedOrderId: facts.orderId,
    usedAt: facts.processedAt,
    ending: null,
    refusal: null,
    dueAt: null,
    leaseUntil: null,
  };
  await saveRedemption(tx, used, now);
  return used;
}

/** What the order did not need of points in a cart; and points.md 4, `spentPoints`, by the version in force at the order, of the others. */
async function returnWithOrders(
  tx: Tx,
  writer: LedgerWriter,
  shop: ShopId,
  redemptions: readonly Redemption[],
  uses: Uses,
  versions: readonly PublishedProgram[],
  now: string,
): Promise<void> {
  const ids = redemptions.map((redemption) => redemption.id);
  const returned = await returnedByOrders(tx, shop, ids);
  const none = { points: 0n, count: 0 };
  for (const redemption of redemptions) {
    const use = uses.get(redemption.code)?.find(({ facts }) => facts.orderId === redemption.usedOrderId);
    const program = use ? versionAt(versions, use.facts.processedAt)?.program : undefined;
    if (!use || !program) continue;
    const { orderId, name } = use.facts;
    const order = { orderId, orderName: name, effectiveAt: effectiveAt(use.state, false) };
    const before = returned.get(redemption.id);
    // No news have told it, or an older release did not keep what some did: what returned stays.
    const unneeded = unneededPoints(redemption, use.state) ?? before?.unneeded?.points ?? 0n;
    const fewer = { ...order, due: unneeded, returned: before?.unneeded ?? none };
    // What comes next goes into the lots that this has left.
    if (await returnWithOrder(tx, writer, redemption, fewer, 'unneeded', now)) await writer.flush(tx);
    const spent = redemption.points - unneeded;
    const due = pointsToReturn(spent, goneShare(use.state, program), program.refunds.spentPoints);
    const refunded = { ...order, due, returned: before?.refunded ?? none };
    await returnWithOrder(tx, writer, redemption, refunded, due === spent ? 'full' : 'part', now);
  }
}
