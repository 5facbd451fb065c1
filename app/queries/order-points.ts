/** What an order is worth and what its entries carry, for the REST API. */
import type { ShopId } from '../domain/ids.ts';
import type { JsonValue } from '../domain/ledger.ts';
import type { Db } from '../storage/transaction.ts';
import { jsonNumber } from './member-points.ts';

export type OrderPoints = {
  orderId: string;
  customerId: string | null;
  market: string | null;
  currency: string | null;
  target: number;
  /** Sum of its entries of kind `order`, over all members. */
  posted: number;
  programNumber: number | null;
  /** null: not yet. */
  settledAt: string | null;
  /** What keeps the order from being settled (again). */
  waitingFor: 'lookups' | null;
  explanation: JsonValue;
};

type Row = {
  customer_id: string | null;
  market: string | null;
  currency: string | null;
  target: string;
  posted: string;
  program_number: number | null;
  settled_at: Date | null;
  waits: boolean;
  explanation: JsonValue;
};

/** null where no delivery told of the order. */
export async function orderPoints(db: Db, shop: ShopId, orderId: string): Promise<OrderPoints | null> {
  const { rows } = await db.query<Row>(
    `SELECT o.customer_id, o.market, o.currency, o.target, o.program_number, o.explanation, o.settled_at,
            EXISTS (SELECT FROM order_lookup l WHERE l.shop = o.shop AND l.order_id = o.order_id) AS waits,
            (SELECT coalesce(sum(e.points), 0) FROM entry e
             WHERE e.shop = o.shop AND e.source_kind = 'order' AND e.source_id = o.order_id::text AND e.kind = 'order') AS posted
     FROM order_facts o WHERE o.shop = $1 AND o.order_id = $2`,
    [shop, orderId],
  );
  const [row] = rows;
  if (!row) return null;
  return {
    orderId,
    customerId: row.customer_id,
    market: row.market,
    currency: row.currency,
    target: jsonNumber(BigInt(row.target)),
    posted: jsonNumber(BigInt(row.posted)),
    programNumber: row.program_number,
    settledAt: row.settled_at?.toISOString() ?? null,
    waitingFor: row.waits ? 'lookups' : null,
    explanation: row.explanation,
  };
}
