/** What we hold of one person, as a file for them: the merchant answers a request for data with it. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { customersMergedInto, survivorOfCustomer } from '../storage/customer-aliases.ts';
import { exportedRows } from '../storage/member-export.ts';
import { membersOfCustomers } from '../storage/members.ts';
import { membersMergedInto } from '../storage/merges.ts';
import { inSnapshot } from '../storage/transaction.ts';

/** JSON; null where the customer is no member. */
export function memberExport(
  { pool }: Pick<Deps, 'pool'>,
  shop: ShopId,
  customerId: string,
): Promise<string | null> {
  return inSnapshot(pool, async (db) => {
    const survivor = await survivorOfCustomer(db, shop, customerId);
    const member = (await membersOfCustomers(db, shop, [survivor])).get(survivor);
    if (member === undefined) return null;
    const members = [member, ...(await membersMergedInto(db, shop, member))];
    const customerIds = await customersMergedInto(db, shop, survivor);
    return exportedRows(db, shop, { members, customerIds });
  });
}
