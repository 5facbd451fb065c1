/** Redemptions: one row each, locked after its member. Whoever works on one holds its lease, and the lease's number of attempts. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import { GrantOriginSchema, SHIPPING_FACT } from '../domain/grant.ts';
import type { Carrier } from '../domain/reward-kinds/kind.ts';
import type { Ending, Redemption, RedemptionFault, RedemptionStatus } from '../domain/redemption.ts';
import { RewardSchema } from '../domain/reward.ts';
import { shopTimeZone } from '../domain/time-zone.ts';
import type { ShopRow } from './shops.ts';
import { formOf, inBothForms, namesOf, rowsFrom, valuesOf, type Column } from './rows.ts';
import { together, type Db, type Tx } from './transaction.ts';
import type { Write } from './writes.ts';

type Row = {
  shop: ShopId;
  redemption_id: string;
  member_id: string;
  customer_id: string | null;
  reward_id: string;
  reward: unknown;
  points: string;
  currency: string;
  carrier: Carrier;
  shop_currency: string | null;
  time_zone: string | null;
  status: RedemptionStatus;
  code: string;
  entry_seq: number | null;
  fact: string | null;
  origin: unknown;
  withdrawn_at: Date | null;
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
  used_order_id: string | null;
  ending: Ending | null;
  discount_id: string | null;
  sent_at: Date | null;
  refusal: RedemptionFault | null;
  due_at: Date | null;
  lease_until: Date | null;
  attempts: number;
};

const SELECT = `SELECT r.shop, redemption_id, r.member_id, m.customer_id, reward_id, reward, points, r.currency, carrier, s.currency AS shop_currency, s.time_zone,
  status, code, entry_seq, fact, origin, withdrawn_at, r.created_at, expires_at, used_at, used_order_id, ending, discount_id, sent_at, refusal, due_at, lease_until, attempts
  FROM redemption r JOIN member m ON m.shop = r.shop AND m.member_id = r.member_id JOIN shop s ON s.shop = r.shop`;

/** Thrown where what was stored of a reward does not parse (any more): nothing can be tried with it. */
export class UnreadableRewardError extends Error {
  constructor(id: string) {
    super(`the reward of redemption ${id} cannot be read`);
  }
}

/** Before Shopify told them, no reward has been redeemed that needs them. */
export const homeOf = (shop: Pick<ShopRow, 'currency' | 'timeZone'>): Redemption['home'] => ({
  currency: shop.currency ?? '',
  timeZone: shop.timeZone,
});

const text = (instant: Date | null) => instant?.toISOString() ?? null;

/** Nobody but us writes it. */
function grantOf({ fact, origin, withdrawn_at }: Row): Redemption['grant'] {
  if (fact === null) return null;
  return { fact, origin: GrantOriginSchema.parse(origin), withdrawnAt: text(withdrawn_at) };
}

function redemptionOf(row: Row): Redemption {
  const reward = RewardSchema.safeParse(row.reward);
  if (!reward.success) throw new UnreadableRewardError(row.redemption_id);
  return {
    shop: row.shop,
    id: row.redemption_id,
    memberId: memberId(row.member_id),
    customerId: row.customer_id,
    rewardId: row.reward_id,
    reward: reward.data,
    points: BigInt(row.points),
    currency: row.currency,
    carrier: row.carrier,
    home: homeOf({ currency: row.shop_currency, timeZone: shopTimeZone(row.time_zone) }),
    status: row.status,
    code: row.code,
    grant: grantOf(row),
    entrySeq: row.entry_seq,
    createdAt: row.created_at.toISOString(),
    expiresAt: text(row.expires_at),
    usedAt: text(row.used_at),
    usedOrderId: row.used_order_id,
    ending: row.ending,
    discountId: row.discount_id,
    sentAt: text(row.sent_at),
    refusal: row.refusal,
    dueAt: text(row.due_at),
    leaseUntil: text(row.lease_until),
    attempts: row.attempts,
  };
}

/** Of several, those that can be read: one that cannot must not hide the others, nor hold up an order. */
function readable(rows: readonly Row[]): Redemption[] {
  return rows.filter((row) => RewardSchema.safeParse(row.reward).success).map(redemptionOf);
}

export type Idempotent = { redemption: Redemption; key: string; inputHash: string };

/** A row to insert; `reward`: which of the documents that the statement is given once. */
type NewRow = Idempotent & { reward: number };

const NEW_COLUMNS: readonly Column<NewRow>[] = [
  { name: 'redemption_id', type: 'uuid', of: ({ redemption }) => redemption.id },
  { name: 'member_id', type: 'bigint', of: ({ redemption }) => redemption.memberId },
  { name: 'key', type: 'text', of: ({ key }) => key },
  { name: 'input_hash', type: 'bytea', of: ({ inputHash }) => `\\x${inputHash}`, alike: true },
  { name: 'reward_id', type: 'text', of: ({ redemption }) => redemption.rewardId, alike: true },
  { name: 'reward', type: 'int', of: ({ reward }) => reward, alike: true },
  { name: 'points', type: 'bigint', of: ({ redemption }) => redemption.points.toString(), alike: true },
  { name: 'currency', type: 'text', of: ({ redemption }) => redemption.currency, alike: true },
  { name: 'carrier', type: 'text', of: ({ redemption }) => redemption.carrier, alike: true },
  { name: 'status', type: 'text', of: ({ redemption }) => redemption.status, alike: true },
  { name: 'code', type: 'text', of: ({ redemption }) => redemption.code },
  { name: 'entry_seq', type: 'int', of: ({ redemption }) => redemption.entrySeq },
  { name: 'fact', type: 'text', of: ({ redemption }) => redemption.grant?.fact ?? null, alike: true },
  {
    name: 'origin',
    type: 'text',
    of: ({ redemption }) => redemption.grant && JSON.stringify(redemption.grant.origin),
    alike: true,
  },
  { name: 'created_at', type: 'timestamptz', of: ({ redemption }) => redemption.createdAt, alike: true },
  { name: 'expires_at', type: 'timestamptz', of: ({ redemption }) => redemption.expiresAt, alike: true },
  { name: 'due_at', type: 'timestamptz', of: ({ redemption }) => redemption.dueAt, alike: true },
  { name: 'lease_until', type: 'timestamptz', of: ({ redemption }) => redemption.leaseUntil, alike: true },
  { name: 'attempts', type: 'int', of: ({ redemption }) => redemption.attempts, alike: true },
];

/** What is not inserted as it is given. */
const NEW_VALUES: Record<string, string> = { reward: '$2::jsonb -> reward', origin: 'origin::jsonb' };

const INSERT_NEW = inBothForms(
  (form) => `INSERT INTO redemption (shop, updated_at, ${namesOf(NEW_COLUMNS)})
  SELECT $1, created_at, ${NEW_COLUMNS.map(({ name }) => NEW_VALUES[name] ?? name).join(', ')}
  FROM ${rowsFrom(NEW_COLUMNS, 3, form)} AS new`,
);

/** What inserts them; there is at least one. */
export function newRedemptions(rows: readonly Idempotent[]): Write {
  // Those that come together are of a few rewards, each some hundred bytes: written, sent and parsed once.
  const rewards = [...new Set(rows.map((row) => row.redemption.reward))];
  const numberOf = new Map(rewards.map((reward, index) => [reward, index]));
  const numbered = rows.map((row) => ({ ...row, reward: numberOf.get(row.redemption.reward)! }));
  const form = formOf(NEW_COLUMNS, numbered);
  return {
    name: `redeemed_${form}`,
    text: INSERT_NEW[form],
    values: [JSON.stringify(rewards), ...valuesOf(NEW_COLUMNS, numbered, form)],
  };
}

/** The redemptions that clients' keys made before, with the hashes of what they asked for. Throws UnreadableRewardError. */
export async function redemptionsOfKeys(
  tx: Tx,
  shop: ShopId,
  asked: readonly { memberId: MemberId; key: string }[],
): Promise<Idempotent[]> {
  if (asked.length === 0) return [];
  // One look into the unique index for each key: it alone has this order. Without one (`key =` has none), PostgreSQL may read all that the members ever redeemed
  // instead; without an upper bound it compares a page of keys that come after. Nor may it sort, which is as cheap where it takes a member to have redeemed once.
  const [, found] = await together(
    tx,
    () => tx.query('SET LOCAL enable_sort = off'),
    () =>
      tx.query<{ member_id: string; key: string }>(
        `SELECT asked.member_id, found.key FROM unnest($2::bigint[], $3::text[]) AS asked(member_id, key) CROSS JOIN LATERAL (
           SELECT key FROM redemption WHERE shop = $1 AND member_id = asked.member_id AND key BETWEEN asked.key AND asked.key
           ORDER BY key LIMIT 1) AS found`,
        [shop, asked.map((one) => one.memberId), asked.map((one) => one.key)],
      ),
    () => tx.query('SET LOCAL enable_sort = on'),
  );
  if (found.rows.length === 0) return [];
  const { rows } = await tx.query<Row & { key: string; input_hash: Buffer }>(
    `${SELECT.replace('SELECT', 'SELECT r.key, input_hash,')}
     JOIN unnest($2::bigint[], $3::text[]) AS found(member_id, key) ON r.member_id = found.member_id AND r.key = found.key WHERE r.shop = $1`,
    [shop, found.rows.map((row) => row.member_id), found.rows.map((row) => row.key)],
  );
  return rows.map((row) => ({
    redemption: redemptionOf(row),
    key: row.key,
    inputHash: row.input_hash.toString('hex'),
  }));
}

/** Throws UnreadableRewardError. */
export async function findRedemption(db: Db, shop: ShopId, id: string): Promise<Redemption | null> {
  const { rows } = await db.query<Row>(`${SELECT} WHERE r.shop = $1 AND redemption_id = $2`, [shop, id]);
  return rows[0] ? redemptionOf(rows[0]) : null;
}

/** Whose it is now: a merge of customers may have moved it since it was read. For those who lock the member first; they hold the shop's programme. */
export async function ownerOfRedemption(tx: Tx, shop: ShopId, id: string): Promise<MemberId> {
  const { rows } = await tx.query<{ member_id: string }>(
    'SELECT member_id FROM redemption WHERE shop = $1 AND redemption_id = $2',
    [shop, id],
  );
  if (!rows[0]) throw new Error(`redemption ${id} is gone`);
  return memberId(rows[0].member_id);
}

/** Locks the row; its member must be locked before where the ledger will move. The row alone first: a merge may give it to another member meanwhile. */
export async function lockRedemption(tx: Tx, shop: ShopId, id: string): Promise<Redemption> {
  await tx.query('SELECT FROM redemption WHERE shop = $1 AND redemption_id = $2 FOR UPDATE', [shop, id]);
  const redemption = await findRedemption(tx, shop, id);
  if (!redemption) throw new Error(`redemption ${id} is gone`);
  return redemption;
}

/** By upper-case code, of all members. */
export async function redemptionsOfCodes(
  db: Db,
  shop: ShopId,
  codes: readonly string[],
): Promise<Redemption[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} WHERE r.shop = $1 AND code = ANY($2::text[]) ORDER BY redemption_id`,
    [shop, codes],
  );
  return readable(rows);
}

/** The same, locked. */
export async function lockRedemptionsOfCodes(
  tx: Tx,
  shop: ShopId,
  codes: readonly string[],
): Promise<Redemption[]> {
  await tx.query(
    'SELECT FROM redemption WHERE shop = $1 AND code = ANY($2::text[]) ORDER BY redemption_id FOR UPDATE',
    [shop, codes],
  );
  return redemptionsOfCodes(tx, shop, codes);
}

/** Newest first, without those of one reward unless a person has to look at them, and without shipping of a level that is over: there is one for each order, before what was bought. */
export async function redemptionsOfMember(
  db: Db,
  shop: ShopId,
  member: MemberId,
  { limit, except }: { limit: number; except: string | null },
): Promise<Redemption[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} WHERE r.shop = $1 AND r.member_id = $2 AND (reward_id IS DISTINCT FROM $4 OR status = 'needs_review')
       AND (fact IS DISTINCT FROM $5 OR status IN ('reserved', 'issued', 'needs_review'))
     ORDER BY created_at DESC, redemption_id LIMIT $3`,
    [shop, member, limit, except, SHIPPING_FACT],
  );
  return readable(rows);
}

/** What the members were given without points, oldest first. */
export async function redemptionsGiven(
  db: Db,
  shop: ShopId,
  members: readonly MemberId[],
): Promise<Redemption[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} WHERE r.shop = $1 AND r.member_id = ANY($2::bigint[]) AND fact IS NOT NULL ORDER BY created_at, redemption_id`,
    [shop, members],
  );
  return readable(rows);
}

/** Writes everything that changes in a redemption's life. The row is locked by the caller. */
export async function saveRedemption(tx: Tx, redemption: Redemption, now: string): Promise<void> {
  await tx.query(
    `UPDATE redemption SET status = $3, ending = $4, discount_id = $5, refusal = $6, used_at = $7, used_order_id = $8, due_at = $9,
       lease_until = $10, attempts = $11, updated_at = $12, withdrawn_at = $13
     WHERE shop = $1 AND redemption_id = $2`,
    [
      redemption.shop,
      redemption.id,
      redemption.status,
      redemption.ending,
      redemption.discountId,
      redemption.refusal === null ? null : JSON.stringify(redemption.refusal),
      redemption.usedAt,
      redemption.usedOrderId,
      redemption.dueAt,
      redemption.leaseUntil,
      redemption.attempts,
      now,
      redemption.grant?.withdrawnAt ?? null,
    ],
  );
}
