/** A member's birthday is forgotten, as they or the shop ask. What was given for it stays in the ledger, which tells no day. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { dropBirthdayOccasions, lockActionDay } from '../storage/action-days.ts';
import { deleteBirthdays } from '../storage/birthdays.ts';
import { lockMembers, membershipsOfCustomers } from '../storage/members.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';

/** False: whom we do not know. Another birthday may be told at once; of one year one is rewarded all the same. */
export async function forgetBirthday(
  deps: Pick<Deps, 'pool'>,
  shop: ShopId,
  customerId: string,
): Promise<boolean> {
  return inTransaction(deps.pool, async (tx) => {
    // Before all else, against a date that is being noted: what is noted by then is there to be dropped, and the birthday is gone before the next.
    await lockActionDay(tx, shop);
    // Against a merge of this customer that is under way.
    await lockProgramShared(tx, shop);
    const known = (await membershipsOfCustomers(tx, shop, [customerId])).get(customerId);
    if (!known) return false;
    // Before the member, as those who judge occasions lock them.
    await dropBirthdayOccasions(tx, shop, known.memberId);
    await lockMembers(tx, shop, [known.memberId], 'later');
    await deleteBirthdays(tx, shop, known.memberId);
    return true;
  });
}
