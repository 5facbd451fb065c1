import type { StoreContext } from './context.ts';
import { discountGid, findAppDiscount } from './discounts.ts';

/** A code that the app made goes, by the app or in the admin's list of discounts; discounts/delete follows. false where there is none. */
export function deleteDiscount({ tables, act, tell }: StoreContext, code: string): boolean {
  const discount = findAppDiscount(tables, code);
  if (!discount) return false;
  const now = Date.now();
  act(() => {
    tables.remove('discount', discount.id);
    const payload = { admin_graphql_api_id: discountGid(discount), deleted_at: new Date(now).toISOString() };
    tell({
      notices: [{ topic: 'discounts/delete', payload }],
      orderId: null,
      customerId: null,
      at: now,
    });
  });
  return true;
}
