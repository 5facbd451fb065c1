/** Everything that the database holds of one person, table by table, for a request of theirs. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Db } from './transaction.ts';

/** By the members that the person is and was ($2), or by Shopify's numbers of them ($3). */
const OF_MEMBER = 't.member_id = ANY($2::bigint[])';

/** Each table with its rows' order. tests/integration/member-export.test.ts names a table of persons that is missing. */
export const EXPORTED = {
  member: { where: OF_MEMBER, order: 'member_id' },
  member_consent: { where: OF_MEMBER, order: 'consent_id' },
  member_birthday: { where: OF_MEMBER, order: 'told_at' },
  customer_alias: { where: 't.from_customer_id = ANY($3::bigint[])', order: 'from_customer_id' },
  entry: { where: OF_MEMBER, order: 'member_id, seq' },
  lot: { where: OF_MEMBER, order: 'member_id, seq' },
  lot_consumption: { where: OF_MEMBER, order: 'member_id, entry_seq, lot_seq' },
  order_facts: { where: `(${OF_MEMBER} OR t.customer_id = ANY($3::bigint[]))`, order: 'order_id' },
  tier_order: { where: OF_MEMBER, order: 'member_id, moment, order_id' },
  tier_span: { where: OF_MEMBER, order: 'member_id, since' },
  tier_change: { where: OF_MEMBER, order: 'change_id' },
  tier_placement: { where: OF_MEMBER, order: 'placement_id' },
  redemption: { where: OF_MEMBER, order: 'created_at, redemption_id' },
  award: { where: OF_MEMBER, order: 'award_id' },
  award_request: { where: OF_MEMBER, order: 'recorded_at, key' },
  entry_wait: { where: OF_MEMBER, order: 'since, level_id' },
  action_occasion: { where: OF_MEMBER, order: 'at, fact' },
  outbox_event: { where: OF_MEMBER, order: 'event_id' },
  privacy_request: { where: 't.customer_id = ANY($3::bigint[])', order: 'request_id' },
} as const satisfies Record<string, { where: string; order: string }>;

/** Ours, and nothing about a person. */
const LEFT_OUT = "'{shop,input_hash,previous_hash,hash,head_hash,webhook_id}'::text[]";

/** A gift card's code is as good as money: it is its member's alone, and not in the admin (decision 0032). */
const rowOf = (table: string) =>
  table === 'redemption'
    ? `(to_jsonb(t) - ${LEFT_OUT} - CASE WHEN carrier = 'giftCard' THEN 'code' ELSE '' END)`
    : `(to_jsonb(t) - ${LEFT_OUT})`;

const SECTIONS = Object.entries(EXPORTED).map(
  ([table, { where, order }]) =>
    `'${table}', (SELECT coalesce(jsonb_agg(${rowOf(table)} ORDER BY ${order}), '[]') FROM ${table} t WHERE t.shop = $1 AND ${where})`,
);

/** JSON, as PostgreSQL writes it: no number loses a digit. `customerIds`: of the person by now, and those that were merged into them. */
export async function exportedRows(
  db: Db,
  shop: ShopId,
  { members, customerIds }: { members: readonly MemberId[]; customerIds: readonly string[] },
): Promise<string> {
  const { rows } = await db.query<{ json: string }>(
    `SELECT jsonb_pretty(jsonb_build_object(${SECTIONS.join(', ')})) AS json WHERE cardinality($2::bigint[]) + cardinality($3::bigint[]) > 0`,
    [shop, members, customerIds],
  );
  return rows[0]?.json ?? '{}';
}
