/** Orders that count for nobody because their customers have not joined: what joining could bring back (points.md 3, `backdateDays`). */
import { OrderStateSchema, type OrderState } from '../domain/order-facts.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Tx } from './transaction.ts';

export type WaitingOrders = {
  orders: number;
  customers: number;
  /** The newest of them. */
  newest: OrderState[];
};

/** Nobody's (the index of members' orders has these too), since `$2`: of somebody who has joined, no order comes back any more. */
const WAITING = `FROM order_facts WHERE shop = $1 AND member_id IS NULL AND processed_at >= $2
  AND customer_id IS NOT NULL AND explanation->>'reason' = 'notMember'`;

/** `since`: of when they were processed. At most `newest` of them are read whole. */
export async function ordersBeforeJoining(
  tx: Tx,
  shop: ShopId,
  { since, newest }: { since: string; newest: number },
): Promise<WaitingOrders> {
  const counted = await tx.query<{ orders: number; customers: number }>(
    `SELECT count(*)::int AS orders, count(DISTINCT customer_id)::int AS customers ${WAITING}`,
    [shop, since],
  );
  const read = await tx.query<{ state: unknown }>(
    `SELECT state ${WAITING} ORDER BY processed_at DESC LIMIT $3`,
    [shop, since, newest],
  );
  const { orders = 0, customers = 0 } = counted.rows[0] ?? {};
  return { orders, customers, newest: read.rows.map(({ state }) => OrderStateSchema.parse(state)) };
}
