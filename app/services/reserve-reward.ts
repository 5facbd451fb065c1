/**
 * The first half of the saga: everything that can be checked is checked, then the points are taken and the redemption is written as
 * `reserved`, in one transaction for all requests of a shop that came together, in two where they are a crowd. Issuing it in Shopify is the second half (issue-redemption).
 */
import type { Deps } from '../deps.server.ts';
import type { EntryExplanation } from '../domain/explanation.ts';
import type { ShopId } from '../domain/ids.ts';
import { pendingPoints, type MemberLedger } from '../domain/ledger.ts';
import type { Program } from '../domain/program.ts';
import type { Redemption } from '../domain/redemption.ts';
import type { Reward } from '../domain/reward.ts';
import { availability } from '../domain/availability.ts';
import { offerTerms, type Offer } from '../domain/reward-offer.ts';
import { currencyOfMarket, refusalOf, type Refusal } from '../domain/rewards.ts';
import { newMarks } from '../storage/metafield-marks.ts';
import { homeOf, newRedemptions } from '../storage/redemptions.ts';
import { roomOf } from '../storage/reward-limits.ts';
import { inOpenedTransaction, preparing, type Tx } from '../storage/transaction.ts';
import { cartRefusal, chosenReward, type RedeemRequest } from './choose-reward.ts';
import { gatherLockingFor } from './gather-locking.ts';
import { inputHash } from './input-hash.ts';
import { losesPoints } from './lose-held-points.ts';
import { redemptionCode } from './redemption-code.ts';
import { nameOf, openScene, readOpening, type Opening, type Scene } from './reservation-scene.ts';

export type Redeemed =
  /** `fresh`: reserved by this call, whose process holds its lease. */
  { ok: true; redemption: Redemption; fresh: boolean } | { ok: false; refusal: Refusal };

type Own = Pick<Deps, 'pool' | 'clock' | 'random'> & { env: Pick<Deps['env'], 'SHOPIFY_API_SECRET'> };

const refused = (refusal: Refusal): Redeemed => ({ ok: false, refusal });

type Asked = { shop: ShopId; request: RedeemRequest };

/** Everybody's at one member waits for one row: so they wait once, not one after the other. */
const TOGETHER = 64;
/** Of a shop. */
const IN_FLIGHT = 2;
/** A transaction costs what some redemptions do: below twice as many one of both takes all, of a crowd each takes half (decision 0020). */
const SHARE = 16;
/** Then whoever waits for a member whom others hold makes room. */
const LOCK_LIMIT_MS = 1_000;

const reserve = gatherLockingFor((deps: Own) => ({
  run: (asked: readonly Asked[]) => reserveAll(deps, asked),
  most: TOGETHER,
  inFlight: IN_FLIGHT,
  share: SHARE,
  apart: ({ request }) => request.customerId,
}));

/**
 * Reserves a reward. A refusal changes nothing; the same key again gives the first redemption. Throws a transient fault where others hold the member on.
 */
export function reserveReward(deps: Own, shop: ShopId, request: RedeemRequest): Promise<Redeemed> {
  return reserve(deps, shop, { shop, request });
}

/** Requests of one shop, each as if those before it had been carried out. */
async function reserveAll(deps: Own, asked: readonly Asked[]): Promise<Redeemed[]> {
  const { shop } = asked[0]!;
  const requests = asked.map((one) => one.request);
  const customers = [...new Set(requests.map((one) => one.customerId))];
  const opening = (plain: Tx) => readOpening(preparing(plain), shop, customers);
  const work = async (plain: Tx, opened: Opening | null) => {
    if (!opened) return { result: requests.map(() => refused({ reason: 'not_a_member' })), last: null };
    const tx = preparing(plain);
    const scene = await openScene(deps, tx, shop, requests, opened);
    const results: Redeemed[] = [];
    for (const request of requests) results.push(await decide(deps, scene, request));
    const changed = [...scene.changed, ...scene.taken.map(({ redemption }) => redemption.memberId)];
    const redeemed = scene.taken.length > 0 ? [newRedemptions(scene.taken)] : [];
    const marks = changed.length > 0 ? [newMarks(changed, scene.now)] : [];
    const writes = [...redeemed, ...marks];
    // Points that have expired or levels that have ended on the way are written already, and these are their marks.
    const last = scene.changed.length === 0 ? scene.writer.last(writes) : null;
    if (!last) await scene.writer.flush(tx, writes);
    return { result: results, last: last && (() => last(tx)) };
  };
  return inOpenedTransaction(deps.pool, opening, work, { lockLimitMs: LOCK_LIMIT_MS, byKeys: true });
}

async function decide(deps: Own, scene: Scene, request: RedeemRequest): Promise<Redeemed> {
  const known = scene.known.get(request.customerId);
  if (!known || !scene.writer.holds(known.memberId)) return refused({ reason: 'not_a_member' });
  const member = known.memberId;
  const { rewardId, points, currency } = request;
  const hash = inputHash({ rewardId, points, currency });
  const before = scene.redeemed.get(nameOf(member, request.key));
  if (before && before.inputHash !== hash) return refused({ reason: 'idempotency_conflict' });
  if (before) return { ok: true, redemption: before.redemption, fresh: false };
  if (!request.issuable) return refused({ reason: 'shop_unavailable' });

  if (!scene.program) return refused({ reason: 'unknown_reward' });
  const chosen = chosenReward(scene.program, request, scene.now);
  if (!chosen.ok) return chosen;
  const ledger = scene.writer.member(member);
  const held = request.cart ? scene.holds.get(member) : undefined;
  const checked = await check(scene, scene.program, chosen.reward, ledger, request, held?.points ?? 0n);
  if (!checked.ok) return checked;
  // Last of all: a choice that is refused leaves the one before as it is.
  if (held && (await losesPoints(scene, ledger, held.id, scene.now)))
    return refused({ reason: 'held_points_expired' });
  if (held) return refused({ reason: 'already_held', redemptionId: held.id });
  // A customer who was merged is named as Shopify knows them now: the code is theirs.
  const terms = { ...chosen, offer: checked.offer, customerId: known.customerId, hash };
  const redemption = take(deps, scene, ledger, terms);
  if (request.cart) scene.holds.set(member, redemption);
  const taken = { redemption, key: request.key, inputHash: hash };
  scene.taken.push(taken);
  scene.redeemed.set(nameOf(member, request.key), taken);
  return { ok: true, redemption, fresh: true };
}

/** `returning`: the points of a hold that this one takes the place of. */
async function check(
  { tx, shop, capabilities, levelOf, taken, now }: Scene,
  program: Program,
  reward: Reward,
  ledger: MemberLedger,
  request: RedeemRequest,
  returning: bigint,
): Promise<{ ok: true; offer: Offer } | { ok: false; refusal: Refusal }> {
  const home = shop.currency ?? '';
  const ofMarket = currencyOfMarket(program, request.market, home);
  const currency = request.currency ?? ofMarket;
  // What is told in one currency would be worth another's amount in the market's cart; of points in the cart the currency is the cart's own.
  if (!request.cart && request.market !== null && currency !== ofMarket)
    return { ok: false, refusal: { reason: 'not_in_currency' } };
  const same = taken.filter(({ redemption }) => redemption.rewardId === reward.id);
  const unwritten = {
    byMember: same.filter(({ redemption }) => redemption.memberId === ledger.memberId).length,
    byAll: same.length,
  };
  const { withinLimits, stock } = await roomOf(tx, shop, reward, ledger.memberId, now, unwritten);
  const member = {
    balance: ledger.balance + returning,
    available: ledger.balance + returning - pendingPoints(ledger.lots, now),
    tier: levelOf.get(ledger.memberId) ?? null,
    withinLimits,
  };
  const reader = { currency, market: request.market, member, stock };
  const facts = { currency: home, capabilities };
  const found = availability({ program, reward, reader, shop: facts, seen: request.points });
  if (!found.available) return { ok: false, refusal: refusalOf(found.why) };
  const refusal = request.cart ? cartRefusal(program, found.offer, request.cart) : null;
  return refusal ? { ok: false, refusal } : { ok: true, offer: found.offer };
}

type Terms = Pick<Redemption, 'reward' | 'expiresAt'> & { offer: Offer; customerId: string; hash: string };

/** Takes the points, in memory: the caller writes. */
function take(
  deps: Own,
  { shop: row, writer, now, leaseUntil }: Scene,
  { memberId }: MemberLedger,
  { reward, expiresAt, offer, customerId, hash }: Terms,
): Redemption {
  const id = deps.random.uuid();
  const explanation: EntryExplanation = {
    kind: 'redemption',
    redemptionId: id,
    rewardId: reward.id,
    name: reward.name,
    ...offerTerms(offer),
    points: String(reward.points),
    late: false,
  };
  const posted = writer.append(memberId, {
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
  writer.noteActivity(memberId, now);
  return {
    shop: row.shop,
    id,
    memberId,
    customerId,
    rewardId: reward.id,
    reward,
    points: BigInt(reward.points),
    currency: offer.currency,
    carrier: offer.carrier,
    home: homeOf(row),
    status: 'reserved',
    code: redemptionCode(deps.env.SHOPIFY_API_SECRET, id),
    grant: null,
    entrySeq: posted.seq,
    createdAt: now,
    expiresAt,
    usedAt: null,
    usedOrderId: null,
    ending: null,
    discountId: null,
    sentAt: null,
    refusal: null,
    // Due at once, but in the caller's hands: it issues the code while the member waits. Where it dies, a worker takes over.
    dueAt: now,
    leaseUntil,
    attempts: 1,
  };
}
