/** An order that came with our code has used it: the redemption is spent, whatever was on its way to happen to it. */
import type { ShopId } from '../domain/ids.ts';
import type { OrderState } from '../domain/order-facts.ts';
import { hasReturnedPoints, type Redemption } from '../domain/redemption.ts';
import type { LedgerWriter } from '../storage/ledger-writer.ts';
import { redemptionsOfCodes, saveRedemption } from '../storage/redemptions.ts';
import type { Tx } from '../storage/transaction.ts';
import { REDEMPTION_CODE } from './redemption-code.ts';
import { takeAgain } from './return-points.ts';

type Use = { orderId: string; at: string };

/** Shopify takes codes in any case. Codes of another form are not ours and cost no look-up. */
export function usesIn(states: ReadonlyMap<string, OrderState>): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const [orderId, state] of states) {
    const facts = state.order?.facts;
    for (const given of facts?.discountCodes ?? []) {
      const code = given.trim().toUpperCase();
      if (facts && REDEMPTION_CODE.test(code)) uses.set(code, { orderId, at: facts.processedAt });
    }
  }
  return uses;
}

/** The redemptions behind the codes, unlocked: so that their members can be locked first. */
export function redemptionsBehind(
  tx: Tx,
  shop: ShopId,
  uses: ReadonlyMap<string, Use>,
): Promise<Redemption[]> {
  return uses.size === 0 ? Promise.resolve([]) : redemptionsOfCodes(tx, shop, [...uses.keys()]);
}

/** Gives the redemptions that changed. Their members are locked; the writer is flushed by the caller. */
export async function recordUses(
  tx: Tx,
  writer: LedgerWriter,
  shop: ShopId,
  uses: ReadonlyMap<string, Use>,
  now: string,
): Promise<Redemption[]> {
  if (uses.size === 0) return [];
  const changed: Redemption[] = [];
  for (const redemption of await redemptionsOfCodes(tx, shop, [...uses.keys()], true)) {
    const use = uses.get(redemption.code);
    if (!use || redemption.usedOrderId !== null) continue;
    if (hasReturnedPoints(redemption)) takeAgain(writer, redemption, use.at);
    const used: Redemption = {
      ...redemption,
      status: 'used',
      usedOrderId: use.orderId,
      usedAt: use.at,
      ending: null,
      refusal: null,
      dueAt: null,
      leaseUntil: null,
    };
    await saveRedemption(tx, used, now);
    changed.push(used);
  }
  return changed;
}
