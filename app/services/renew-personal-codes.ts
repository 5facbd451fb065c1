/** The personal code of a level's shipping renews itself while the level is held (rewards.md): give-perks looks at whose code has ended. */
import { SHIPPING_FACT } from '../domain/grant.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Redemption } from '../domain/redemption.ts';
import { markPerks } from '../storage/perk-marks.ts';
import type { Tx } from '../storage/transaction.ts';

/** `ended`: used, or gone in another way; others than personal codes are passed over. Their members are locked. */
export async function renewPersonalCodes(
  tx: Tx,
  shop: ShopId,
  ended: readonly Redemption[],
  now: string,
): Promise<void> {
  const codes = ended.filter(({ grant }) => grant?.fact === SHIPPING_FACT);
  const members = codes.map((one) => one.memberId);
  await markPerks(tx, shop, members, now);
}
