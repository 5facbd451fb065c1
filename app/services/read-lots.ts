/** Of members who were locked without their lots, those that settling can touch: who has ordered much and spent nothing has one for each order. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Lot } from '../domain/ledger.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import { lotsOfOrders, openLots } from '../storage/members.ts';
import type { Tx } from '../storage/transaction.ts';
import type { Settling } from './post-order.ts';

/** The orders' own lots; all of a member's only where an order takes back more than its own hold. `complete` have all of theirs. */
export async function readLots(
  tx: Tx,
  shop: ShopId,
  writer: LedgerWriter,
  orders: readonly Settling[],
  complete: ReadonlySet<MemberId>,
): Promise<void> {
  const carrying = orders.filter((one) => one.posted.some(({ count }) => count > 0));
  if (carrying.length === 0) return;
  const ownLots = await lotsOfOrders(
    tx,
    shop,
    carrying.map((one) => one.orderId),
  );
  for (const [id, lots] of ownLots) if (writer.holds(id) && !complete.has(id)) writer.addLots(id, lots);
  const short = carrying.flatMap((order) => shortMembers(order, ownLots));
  const wanted = [...new Set(short)].filter((id) => !complete.has(id));
  if (wanted.length === 0) return;
  for (const [id, lots] of await openLots(tx, shop, wanted)) writer.addLots(id, lots);
}

/** Where the order takes back more than is left in its own lots. */
function shortMembers(
  { orderId, posted, member, worth }: Settling,
  ownLots: ReadonlyMap<MemberId, readonly Lot[]>,
): MemberId[] {
  return posted.flatMap(({ memberId, points }) => {
    const taken = points - (memberId === member ? worth.points : 0n);
    const own = (ownLots.get(memberId) ?? []).filter(({ source }) => source.id === orderId);
    return taken > own.reduce((sum, lot) => sum + lot.remaining, 0n) ? [memberId] : [];
  });
}
