/** Who is to be given something, and what they were given before. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Redemption } from '../domain/redemption.ts';
import { redemptionsGiven } from './redemptions.ts';
import type { Tx } from './transaction.ts';

export type Receiver = {
  memberId: MemberId;
  customerId: string;
  /** The handle of their last order's market; null where none is known. */
  market: string | null;
  /** All that the member was ever given. */
  given: Redemption[];
};

/** Of the members those who are somebody's. They are locked. */
export async function receiversOf(
  tx: Tx,
  shop: ShopId,
  members: readonly MemberId[],
): Promise<Map<MemberId, Receiver>> {
  const { rows } = await tx.query<{ member_id: string; customer_id: string; market: string | null }>(
    `SELECT member_id, customer_id, (
       SELECT explanation->>'market' FROM order_facts WHERE order_facts.shop = $1 AND order_facts.member_id = member.member_id
       ORDER BY processed_at DESC, order_id DESC LIMIT 1
     ) AS market
     FROM member WHERE shop = $1 AND member_id = ANY($2::bigint[]) AND customer_id IS NOT NULL`,
    [shop, members],
  );
  const given = Map.groupBy(await redemptionsGiven(tx, shop, members), (one) => one.memberId);
  return new Map(
    rows.map((row) => {
      const id = memberId(row.member_id);
      const receiver = { memberId: id, customerId: row.customer_id, market: row.market };
      return [id, { ...receiver, given: given.get(id) ?? [] }];
    }),
  );
}
