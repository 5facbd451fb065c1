/** What follows from a change of who is a member: every order of the customer is settled again. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { customersMergedInto, survivorOfCustomer } from '../storage/customer-aliases.ts';
import { enqueueOrdersOf } from '../storage/inbox.ts';
import { lockProgramExclusive } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';

export type MembershipChange = { customerId: string; reason: string };

/** Not only the orders that count from now on: the others keep later ones from being the first. */
export async function settleCustomers(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  shop: ShopId,
  changes: readonly MembershipChange[],
): Promise<void> {
  // Waits for the batches that are judging orders by what was known before; the orders of those are read below.
  await lockProgramExclusive(tx, shop);
  const now = deps.clock.now().toISOString();
  for (const { customerId, reason } of changes) {
    const survivor = await survivorOfCustomer(tx, shop, customerId);
    const customers = await customersMergedInto(tx, shop, survivor);
    await enqueueOrdersOf(tx, shop, customers, `${customerId}:${reason}`, now);
  }
}
