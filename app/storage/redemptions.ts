/** Redemptions: one row each, locked after its member. Whoever works on one holds its lease, and the lease's number of attempts. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Ending, Redemption, RedemptionFault, RedemptionStatus } from '../domain/redemption.ts';
import { RewardSchema } from '../domain/reward.ts';
import type { Db, Tx } from './transaction.ts';

type Row = {
  shop: ShopId;
  redemption_id: string;
  member_id: string;
  customer_id: string | null;
  reward_id: string;
  reward: unknown;
  points: string;
  currency: string;
  status: RedemptionStatus;
  code: string;
  entry_seq: number;
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
  used_order_id: string | null;
  ending: Ending | null;
  discount_id: string | null;
  refusal: RedemptionFault | null;
  due_at: Date | null;
  lease_until: Date | null;
  attempts: number;
};

const SELECT = `SELECT r.shop, redemption_id, r.member_id, m.customer_id, reward_id, reward, points, currency, status, code, entry_seq, created_at,
  expires_at, used_at, used_order_id, ending, discount_id, refusal, due_at, lease_until, attempts
  FROM redemption r JOIN member m ON m.shop = r.shop AND m.member_id = r.member_id`;

/** Thrown where what was stored of a reward does not parse (any more): nothing can be tried with it. */
export class UnreadableRewardError extends Error {
  constructor(id: string) {
    super(`the reward of redemption ${id} cannot be read`);
  }
}

const text = (instant: Date | null) => instant?.toISOString() ?? null;

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
    status: row.status,
    code: row.code,
    entrySeq: row.entry_seq,
    createdAt: row.created_at.toISOString(),
    expiresAt: text(row.expires_at),
    usedAt: text(row.used_at),
    usedOrderId: row.used_order_id,
    ending: row.ending,
    discountId: row.discount_id,
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

export async function insertRedemption(
  tx: Tx,
  redemption: Redemption,
  idempotency: { key: string; inputHash: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO redemption (shop, redemption_id, member_id, key, input_hash, reward_id, reward, points, currency, status, code, entry_seq,
                             created_at, updated_at, expires_at, due_at, lease_until, attempts)
     VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16, $17)`,
    [
      redemption.shop,
      redemption.id,
      redemption.memberId,
      idempotency.key,
      idempotency.inputHash,
      redemption.rewardId,
      JSON.stringify(redemption.reward),
      redemption.points.toString(),
      redemption.currency,
      redemption.status,
      redemption.code,
      redemption.entrySeq,
      redemption.createdAt,
      redemption.expiresAt,
      redemption.dueAt,
      redemption.leaseUntil,
      redemption.attempts,
    ],
  );
}

/** The redemption that a client's key made before, and the hash of what it asked for. */
export async function redemptionOfKey(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  key: string,
): Promise<{ redemption: Redemption; inputHash: string } | null> {
  const { rows } = await tx.query<Row & { input_hash: Buffer }>(
    `${SELECT.replace('SELECT', 'SELECT input_hash,')} WHERE r.shop = $1 AND r.member_id = $2 AND r.key = $3`,
    [shop, member, key],
  );
  const [row] = rows;
  return row ? { redemption: redemptionOf(row), inputHash: row.input_hash.toString('hex') } : null;
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

/** Newest first. */
export async function redemptionsOfMember(
  db: Db,
  shop: ShopId,
  member: MemberId,
  limit: number,
): Promise<Redemption[]> {
  const { rows } = await db.query<Row>(
    `${SELECT} WHERE r.shop = $1 AND r.member_id = $2 ORDER BY created_at DESC, redemption_id LIMIT $3`,
    [shop, member, limit],
  );
  return readable(rows);
}

/** Writes everything that changes in a redemption's life. The row is locked by the caller. */
export async function saveRedemption(tx: Tx, redemption: Redemption, now: string): Promise<void> {
  await tx.query(
    `UPDATE redemption SET status = $3, ending = $4, discount_id = $5, refusal = $6, used_at = $7, used_order_id = $8, due_at = $9,
       lease_until = $10, attempts = $11, updated_at = $12
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
    ],
  );
}
