/**
 * The first half of the saga: everything that can be checked is checked, then the points are taken and the redemption is written as
 * `reserved`, in one transaction. Issuing it in Shopify is the second half (issue-redemption).
 */
import type { Deps } from '../deps.server.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { pendingPoints, type MemberLedger } from '../domain/ledger.ts';
import { versionAt, type Program } from '../domain/program.ts';
import { expiryOf, type Redemption } from '../domain/redemption.ts';
import type { Reward } from '../domain/reward.ts';
import { nativeOffer, redeemRefusal, type Redeemer, type Refusal } from '../domain/rewards.ts';
import { survivorOfCustomer } from '../storage/customer-aliases.ts';
import { stampOf } from '../domain/stamp.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers, membersOfCustomers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { holdReward, isWithinLimits } from '../storage/reward-limits.ts';
import { insertRedemption, redemptionOfKey } from '../storage/redemptions.ts';
import { ensureShop, lockProgramShared, type ShopRow } from '../storage/shops.ts';
import { readStandings } from '../storage/tier-standings.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { LEASE_MS } from './hold-lease.ts';
import { inputHash } from './input-hash.ts';
import { expireFirst } from './refresh-expiry.ts';
import { redemptionCode } from './redemption-code.ts';
import { recomputeTiers, TIME } from './refresh-tiers.ts';

export type RedeemRequest = {
  customerId: string;
  rewardId: string;
  /** The price that the member saw; null where the client was told none. */
  points: number | null;
  /** The currency asked for; null: whatever the reward has here. */
  currency: string | null;
  /** The market's handle, where it is known. */
  market: string | null;
  /** Unique per member; begins with the door that it came through. */
  key: string;
  /** Whether the shop has a session, so that Shopify can be asked for the code. */
  issuable: boolean;
};

export type Redeemed =
  /** `fresh`: reserved by this call, whose process holds its lease. */
  { ok: true; redemption: Redemption; fresh: boolean } | { ok: false; refusal: Refusal };

const refused = (refusal: Refusal): Redeemed => ({ ok: false, refusal });

/** Reserves a reward. A refusal changes nothing; the same key again gives the first redemption. */
export async function reserveReward(
  deps: Pick<Deps, 'pool' | 'clock' | 'random' | 'env'>,
  shop: ShopId,
  request: RedeemRequest,
): Promise<Redeemed> {
  return inTransaction(deps.pool, async (tx) => {
    const row = await ensureShop(tx, shop);
    await lockProgramShared(tx, shop);
    const now = deps.clock.now().toISOString();
    const program = versionAt(await publishedVersions(tx, shop), now)?.program ?? null;
    const reward = program?.rewards.find((one) => one.id === request.rewardId);
    if (reward && reward.limits.total !== null) await holdReward(tx, shop, reward.id);
    const member = (await membersOfCustomers(tx, shop, [request.customerId])).get(request.customerId);
    if (member === undefined) return refused({ reason: 'not_a_member' });
    const members = await lockMembers(tx, shop, [member]);
    await markMetafields(tx, shop, await expireFirst(tx, shop, members, now), now);
    const ledger = members.get(member);
    if (!ledger) return refused({ reason: 'not_a_member' });
    // A customer who was merged is named as Shopify knows them now: the code is theirs.
    const customerId = await survivorOfCustomer(tx, shop, request.customerId);
    const { rewardId, points, currency } = request;
    const hash = inputHash({ rewardId, points, currency });
    const before = await redemptionOfKey(tx, shop, ledger.memberId, request.key);
    if (before && before.inputHash !== hash) return refused({ reason: 'idempotency_conflict' });
    if (before) return { ok: true, redemption: before.redemption, fresh: false };
    if (!request.issuable) return refused({ reason: 'shop_unavailable' });

    if (!program || !reward) return refused({ reason: 'unknown_reward' });
    await bringTierUpToDate(deps, tx, shop, ledger.memberId, now);
    const checked = await check(tx, row, { program, reward, ledger, request, now });
    if (!checked.ok) return checked;
    const redemption = await take(deps, tx, new LedgerWriter(shop, members, now), {
      reward,
      amount: checked.amount,
      currency: checked.currency,
      ledger,
      request: { ...request, customerId },
      inputHash: hash,
      now,
      shop,
    });
    await markMetafields(tx, shop, [ledger.memberId], now);
    return { ok: true, redemption, fresh: true };
  });
}

/** A level that has ended by time, and that no worker came to compute again yet, gives nothing. The member is locked. */
async function bringTierUpToDate(
  deps: Pick<Deps, 'clock' | 'random'>,
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  now: string,
): Promise<void> {
  const due = (await readStandings(tx, shop, [member])).get(member)?.due ?? null;
  if (due !== null && due <= stampOf(now)) await recomputeTiers(deps, tx, shop, [member], stampOf(now), TIME);
}

type Checking = {
  program: Program;
  reward: Reward;
  ledger: MemberLedger;
  request: RedeemRequest;
  now: string;
};

async function check(
  tx: Tx,
  shop: ShopRow,
  { program, reward, ledger, request, now }: Checking,
): Promise<{ ok: true; amount: string; currency: string } | { ok: false; refusal: Refusal }> {
  const currency = shop.currency ?? '';
  const offer = nativeOffer(reward, currency);
  const redeemer: Redeemer = {
    shopCurrency: currency,
    market: request.market,
    balance: ledger.balance,
    available: ledger.balance - pendingPoints(ledger.lots, now),
    tier: (await readStandings(tx, shop.shop, [ledger.memberId])).get(ledger.memberId)?.level ?? null,
    withinLimits: await isWithinLimits(tx, shop, reward, ledger.memberId, now),
  };
  const refusal = redeemRefusal(program, reward, redeemer, request.points);
  if (refusal) return { ok: false, refusal };
  if (!offer || (request.currency !== null && request.currency !== currency))
    return { ok: false, refusal: { reason: 'unsupported_reward' } };
  return { ok: true, amount: offer.amount, currency };
}

type Taking = {
  shop: ShopId;
  reward: Reward;
  amount: string;
  currency: string;
  ledger: MemberLedger;
  request: RedeemRequest;
  inputHash: string;
  now: string;
};

async function take(
  deps: Pick<Deps, 'random' | 'env'>,
  tx: Tx,
  writer: LedgerWriter,
  { shop, reward, amount, currency, ledger, request, inputHash: hash, now }: Taking,
): Promise<Redemption> {
  const id = deps.random.uuid();
  const explanation: EntryExplanation = {
    kind: 'redemption',
    redemptionId: id,
    rewardId: reward.id,
    name: reward.name,
    amount,
    currency,
    points: String(reward.points),
    late: false,
  };
  const posted = writer.append(ledger.memberId, {
    kind: 'redemption',
    points: -BigInt(reward.points),
    source: { kind: 'redemption', id },
    key: `redemption:${id}`,
    inputHash: hash,
    effectiveAt: now,
    availableAt: null,
    expiresAt: null,
    explanation,
  });
  await writer.flush(tx);
  const redemption: Redemption = {
    shop,
    id,
    memberId: ledger.memberId,
    customerId: request.customerId,
    rewardId: reward.id,
    reward,
    points: BigInt(reward.points),
    currency,
    status: 'reserved',
    code: redemptionCode(deps.env.SHOPIFY_API_SECRET, id),
    entrySeq: posted.seq,
    createdAt: now,
    expiresAt: expiryOf(reward, now),
    usedAt: null,
    usedOrderId: null,
    ending: null,
    discountId: null,
    refusal: null,
    // Due at once, but in the caller's hands: it issues the code while the member waits. Where it dies, a worker takes over.
    dueAt: now,
    leaseUntil: new Date(Date.parse(now) + LEASE_MS).toISOString(),
    attempts: 1,
  };
  await insertRedemption(tx, redemption, { key: request.key, inputHash: hash });
  return redemption;
}
