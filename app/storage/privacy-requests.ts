/** What was asked of us by law: kept until the operator has acted on it. */
import type { ShopId } from '../domain/ids.ts';
import type { Db, Tx } from './transaction.ts';

export type PrivacyRequestRow = {
  topic: string;
  /** Of the delivery that asked; null where it came before this was kept. */
  webhookId: string | null;
  customerId: string | null;
  orderIds: string[];
  receivedAt: string;
};

/** A delivery that came before adds nothing. */
export async function insertPrivacyRequests(
  tx: Tx,
  shop: ShopId,
  requests: readonly PrivacyRequestRow[],
): Promise<void> {
  // In one order: two transactions with the same requests would else wait for each other.
  const sorted = requests.toSorted((a, b) => ((a.webhookId ?? '') < (b.webhookId ?? '') ? -1 : 1));
  for (const { topic, webhookId, customerId, orderIds, receivedAt } of sorted) {
    await tx.query(
      `INSERT INTO privacy_request (shop, topic, webhook_id, customer_id, order_ids, received_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (shop, topic, webhook_id) DO NOTHING`,
      [shop, topic, webhookId, customerId, orderIds, receivedAt],
    );
  }
}

/** Requests that wait for the operator, who has 30 days from `oldestAt`. */
export async function openPrivacyRequests(
  db: Db,
  shop: ShopId,
): Promise<{ open: number; oldestAt: Date | null }> {
  const { rows } = await db.query<{ open: string; oldest_at: Date | null }>(
    'SELECT count(*) AS open, min(received_at) AS oldest_at FROM privacy_request WHERE shop = $1 AND fulfilled_at IS NULL',
    [shop],
  );
  return { open: Number(rows[0]?.open ?? 0), oldestAt: rows[0]?.oldest_at ?? null };
}
