/** What was rewarded of a member. Who writes here holds the member's row. */
import { memberId, type MemberId, type ShopId } from '../domain/ids.ts';
import type { Period } from '../domain/limit-period.ts';
import type { Tx } from './transaction.ts';

/** Points, by an entry, or a reward that was given, by a redemption; never both. */
export type Award = {
  memberId: MemberId;
  fact: string;
  /** 0 of a reward. */
  points: bigint;
  entrySeq: number | null;
  redemptionId: string | null;
};

type AwardRow = {
  member_id: string;
  fact: string;
  points: string;
  entry_seq: number | null;
  redemption_id: string | null;
};

const awardOf = (row: AwardRow): Award => ({
  memberId: memberId(row.member_id),
  fact: row.fact,
  points: BigInt(row.points),
  entrySeq: row.entry_seq,
  redemptionId: row.redemption_id,
});

/** Of these facts those that were rewarded already, in no order. */
export async function knownAwards(
  tx: Tx,
  shop: ShopId,
  facts: readonly { memberId: MemberId; fact: string }[],
): Promise<Award[]> {
  const { rows } = await tx.query<AwardRow>(
    `SELECT member_id, fact, points, entry_seq, redemption_id FROM award
     JOIN unnest($2::bigint[], $3::text[]) AS asked(member_id, fact) USING (member_id, fact) WHERE shop = $1`,
    [shop, facts.map((one) => one.memberId), facts.map((one) => one.fact)],
  );
  return rows.map(awardOf);
}

/** The hash (hex) of what a request told, where it was answered with an award, of its own or of one before it. */
export async function hashOfRequest(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  key: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ hash: string }>(
    `SELECT encode(input_hash, 'hex') AS hash FROM award_request WHERE shop = $1 AND member_id = $2 AND key = $3`,
    [shop, member, key],
  );
  return rows[0]?.hash ?? null;
}

/** Once for each request: the caller has looked for it under the member's lock. `hash` is hex. */
export async function insertRequest(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  { key, hash, now }: { key: string; hash: string; now: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO award_request (shop, member_id, key, input_hash, recorded_at) VALUES ($1, $2, $3, decode($4, 'hex'), $5)`,
    [shop, member, key, hash, now],
  );
}

/** `period`: that of the action's limit; null: all of time. */
export type LimitAsk = { memberId: MemberId; actionId: string; times: number; period: Period | null };

/** For each ask whether the action was rewarded less often than `times` in the period. */
export async function roomFor(tx: Tx, shop: ShopId, asks: readonly LimitAsk[]): Promise<boolean[]> {
  if (asks.length === 0) return [];
  const { rows } = await tx.query<{ room: boolean }>(
    `SELECT (
       SELECT count(*) FROM award WHERE award.shop = $1 AND award.member_id = ask.member_id AND award.action_id = ask.action_id
         AND award.at >= ask.since AND award.at < ask.until
     ) < ask.times AS room
     FROM unnest($2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::timestamptz[])
       WITH ORDINALITY AS ask(member_id, action_id, times, since, until, number) ORDER BY number`,
    [
      shop,
      asks.map((one) => one.memberId),
      asks.map((one) => one.actionId),
      asks.map((one) => one.times),
      asks.map((one) => one.period?.from ?? '-infinity'),
      asks.map((one) => one.period?.until ?? 'infinity'),
    ],
  );
  return rows.map((row) => row.room);
}

export type NewAward = Award & {
  actionId: string;
  /** In the period that counts for the action's limit. */
  at: string;
};

export async function insertAwards(tx: Tx, shop: ShopId, awards: readonly NewAward[]): Promise<void> {
  await tx.query(
    `INSERT INTO award (shop, member_id, fact, action_id, at, points, entry_member_id, entry_seq, redemption_id)
     SELECT $1, member_id, fact, action_id, at, points, CASE WHEN entry_seq IS NOT NULL THEN member_id END, entry_seq, redemption_id
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[], $7::int[], $8::uuid[])
       AS new(member_id, fact, action_id, at, points, entry_seq, redemption_id)`,
    [
      shop,
      awards.map((one) => one.memberId),
      awards.map((one) => one.fact),
      awards.map((one) => one.actionId),
      awards.map((one) => one.at),
      awards.map((one) => one.points.toString()),
      awards.map((one) => one.entrySeq),
      awards.map((one) => one.redemptionId),
    ],
  );
}

/** Points of `from` for a fact that `into` was rewarded for as well, where their entry is `from`'s own. */
export async function rewardedTwice(
  tx: Tx,
  shop: ShopId,
  from: MemberId,
  into: MemberId,
): Promise<{ fact: string; actionId: string; entrySeq: number }[]> {
  const { rows } = await tx.query<{ fact: string; action_id: string; entry_seq: number }>(
    `SELECT fact, action_id, entry_seq FROM award
     WHERE shop = $1 AND member_id = $2 AND entry_member_id = $2
       AND EXISTS (SELECT FROM award AS kept WHERE kept.shop = $1 AND kept.member_id = $3 AND kept.fact = award.fact)
     ORDER BY award_id`,
    [shop, from, into],
  );
  return rows.map((row) => ({ fact: row.fact, actionId: row.action_id, entrySeq: row.entry_seq }));
}

/**
 * `from`'s facts are `into`'s; one that both had stays where it is. So are the requests that told them: the key of one that both had made keeps its
 * meaning for `into`.
 */
export async function moveAwards(tx: Tx, shop: ShopId, from: MemberId, into: MemberId): Promise<void> {
  for (const [table, name] of [
    ['award', 'fact'],
    ['award_request', 'key'],
  ] as const)
    await tx.query(
      `UPDATE ${table} SET member_id = $3 WHERE shop = $1 AND member_id = $2 AND NOT EXISTS (
         SELECT FROM ${table} AS kept WHERE kept.shop = $1 AND kept.member_id = $3 AND kept.${name} = ${table}.${name})`,
      [shop, from, into],
    );
}
