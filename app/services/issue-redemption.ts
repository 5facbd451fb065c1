/**
 * The second half of the saga: the reward is made in Shopify, and only then is the redemption `issued`. Whatever fails in between, the next
 * attempt looks it up before it makes one, so that there is never a second, and never points gone without a reward.
 */
import type { Deps } from '../deps.server.ts';
import {
  redeemedOffer,
  type Redemption,
  type RedemptionFault,
  type RedemptionStatus,
} from '../domain/redemption.ts';
import { USE_NOTICED } from '../domain/reward-kinds/kind.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import type { Found, LookedUp, RewardOrder } from '../shopify/carriers/carrier.ts';
import { CARRIERS } from '../shopify/carriers/registry.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers } from '../storage/members.ts';
import { issueRedemptions } from '../storage/issued-redemptions.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { creditsOfMember, startSending, stopSending } from '../storage/redemption-leases.ts';
import { lockRedemption, ownerOfRedemption, saveRedemption } from '../storage/redemptions.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { gatherFor } from './gather.ts';
import { expireFirst } from './refresh-expiry.ts';
import { returnPoints } from './return-points.ts';

/** `now`: the redemption as it is now, where that is known without reading it. */
export type Progress = { done: true; now?: Redemption } | { done: false; codes: string[] };
const done: Progress = { done: true };

type Own = Pick<Deps, 'pool' | 'clock' | 'log'>;

/** One attempt at a reserved redemption, by the holder of its lease. */
export function issueRedemption(deps: Own, admin: AdminGateway, redemption: Redemption): Promise<Progress> {
  const isOver = redemption.expiresAt !== null && redemption.expiresAt <= deps.clock.now().toISOString();
  // What was sent once is looked for as ever: it may have been the member's in time.
  if (isOver && redemption.sentAt === null) return giveUp(deps, admin, redemption);
  return CARRIERS[redemption.carrier].repeatable
    ? issueByCode(deps, admin, redemption)
    : issueOnce(deps, admin, redemption);
}

/**
 * Made now it would be dead on arrival. What an attempt had made whose answer was lost is taken back, and the points go back, whatever the reward says
 * of an end without use: nobody was ever told the code.
 */
async function giveUp(deps: Own, admin: AdminGateway, redemption: Redemption): Promise<Progress> {
  const codes = ['EXPIRED'];
  if (redemption.attempts === 1 || !CARRIERS[redemption.carrier].repeatable)
    return refuse(deps, redemption, codes);
  const looked = await lookUpReward(deps, admin, redemption);
  if (looked.kind === 'later') return notYet(looked);
  const found = looked.kind === 'found' ? looked.found : null;
  if (!found) return nothingFound(deps, redemption, codes);
  if (!isOurs(redemption, found)) return adopt(deps, admin, redemption, found);
  // An order that used it is on the way.
  if (found.used) return issued(deps, admin, redemption, found.id);
  const gone = await CARRIERS[redemption.carrier].revoke(admin, found.id, rewardOrder(redemption));
  if (gone.kind !== 'revoked') return notYet(gone);
  return gone.used ? issued(deps, admin, redemption, found.id) : refuse(deps, redemption, codes);
}

/** Of what has a code of ours: made as often as need be, since there is never a second. */
async function issueByCode(deps: Own, admin: AdminGateway, redemption: Redemption): Promise<Progress> {
  // The very first attempt has nothing to find: its code was invented a moment ago.
  if (redemption.attempts > 1) {
    const known = await takeUp(deps, admin, redemption);
    if (known) return known;
  }
  if (redemption.customerId === null) return refuse(deps, redemption, ['NO_CUSTOMER']);
  const made = await CARRIERS[redemption.carrier].issue(admin, rewardOrder(redemption));
  if (made.kind === 'created') return issued(deps, admin, redemption, made.id);
  if (made.kind === 'later' || made.kind === 'unknown') return notYet(made);
  // TAKEN: an attempt that was thought lost had been carried out. Refused: an earlier one may have been, before.
  const known = await takeUp(deps, admin, redemption);
  if (known) return known;
  return made.kind === 'taken' ? notYet({ codes: ['TAKEN'] }) : nothingFound(deps, redemption, made.codes);
}

/** Milliseconds that Shopify's search may run behind what was made. */
const SEARCH_LAG_MS = 600_000;

/** Shopify will not make it, and shows none that an earlier attempt made: the points go back, unless its search may just not show it yet. */
async function nothingFound(deps: Own, redemption: Redemption, codes: string[]): Promise<Progress> {
  const isCertain = redemption.attempts === 1 || USE_NOTICED[redemption.carrier] !== 'lookUp';
  if (isCertain) return refuse(deps, redemption, codes);
  const age = deps.clock.now().getTime() - Date.parse(redemption.createdAt);
  return age < SEARCH_LAG_MS ? notYet({ codes }) : unknownOutcome(deps, redemption);
}

/** Of what carries no reference of ours: sent once, which is written down before; from then on it is only looked for. */
async function issueOnce(deps: Own, admin: AdminGateway, redemption: Redemption): Promise<Progress> {
  if (redemption.sentAt !== null) {
    const known = await takeUp(deps, admin, redemption);
    return known ?? unknownOutcome(deps, redemption);
  }
  if (redemption.customerId === null) return refuse(deps, redemption, ['NO_CUSTOMER']);
  if (!(await startSending(deps.pool, redemption, deps.clock.now().toISOString()))) return done;
  const made = await CARRIERS[redemption.carrier].issue(admin, rewardOrder(redemption));
  switch (made.kind) {
    case 'created':
      return issued(deps, admin, redemption, made.id);
    case 'refused':
      return refuse(deps, redemption, made.codes);
    case 'later':
      await stopSending(deps.pool, redemption);
      return notYet(made);
    case 'taken':
      return notYet({ codes: ['TAKEN'] });
    case 'unknown':
      return notYet(made);
  }
}

/** What an attempt had made whose answer was lost; null where Shopify knows of none. */
async function takeUp(deps: Own, admin: AdminGateway, redemption: Redemption): Promise<Progress | null> {
  const found = await lookUpReward(deps, admin, redemption);
  if (found.kind === 'later') return notYet(found);
  if (found.kind === 'unclear') return unknownOutcome(deps, redemption);
  return found.found && adopt(deps, admin, redemption, found.found);
}

/** What Shopify has for a redemption, by what carries it. */
export async function lookUpReward(
  deps: Pick<Own, 'pool'>,
  admin: AdminGateway,
  redemption: Redemption,
): Promise<LookedUp> {
  const carrier = CARRIERS[redemption.carrier];
  const claimed = carrier.repeatable ? new Set<string>() : await creditsOfMember(deps.pool, redemption);
  return carrier.lookUp(admin, rewardOrder(redemption), claimed);
}

async function unknownOutcome(deps: Own, redemption: Redemption): Promise<Progress> {
  await needsReview(deps, redemption, { reason: 'unknown_outcome', codes: [] });
  return done;
}

const notYet = ({ codes }: { codes: string[] }): Progress => ({ done: false, codes });

/** Shown to the merchant in Shopify's list of discounts; names the redemption. */
export function discountTitle(redemption: Redemption): string {
  return `Meridian ${redemption.rewardId} ${redemption.id}`;
}

/** Whether what was found by the redemption's code is the one that we made: by its id where that is known, since a merchant may rename it. */
export function isOurs(redemption: Redemption, found: Found): boolean {
  return found.id === redemption.discountId || found.title === discountTitle(redemption);
}

/** No customer of Shopify's: for what is looked for or taken back of somebody who was forgotten. Nothing is made for them. */
const NOBODY = '0';

/** What Shopify is asked for, the same in every attempt. */
export function rewardOrder(redemption: Redemption): RewardOrder {
  return {
    code: redemption.code,
    title: discountTitle(redemption),
    customerId: redemption.customerId ?? NOBODY,
    reward: redemption.reward,
    offer: redeemedOffer(redemption),
    startsAt: redemption.createdAt,
    endsAt: redemption.expiresAt,
    shop: redemption.home,
  };
}

/** A code that was there: ours, from an attempt whose answer was lost, or (practically never) somebody else's. */
async function adopt(
  deps: Own,
  admin: AdminGateway,
  redemption: Redemption,
  found: Found,
): Promise<Progress> {
  if (isOurs(redemption, found)) return issued(deps, admin, redemption, found.id);
  await needsReview(deps, redemption, { reason: 'foreign_code', codes: ['TAKEN'] });
  return done;
}

type Made = { redemption: Redemption; discountId: string };

/** Codes that were made at the same time are written down together. */
const writeIssued = gatherFor((deps: Own) => ({
  run: (made: readonly Made[]) => issueAll(deps, made),
  most: 64,
  inFlight: 2,
}));

/** What each of them is now, in their order. They are of one shop. */
async function issueAll(deps: Own, made: readonly Made[]): Promise<RedemptionStatus[]> {
  const { redemption } = made[0]!;
  const { shop } = redemption;
  const now = deps.clock.now().toISOString();
  const rows = made.map(({ redemption: { id, carrier }, discountId }) => {
    return { id, discountId, isUsed: USE_NOTICED[carrier] === 'issue' };
  });
  const found = await issueRedemptions(deps.pool, shop, rows, now);
  return rows.map(({ id }) => {
    const status = found.get(id);
    if (!status) throw new Error(`redemption ${id} is gone`);
    return status;
  });
}

async function issued(
  deps: Own,
  admin: AdminGateway,
  redemption: Redemption,
  discountId: string,
): Promise<Progress> {
  const status = await writeIssued(deps, redemption.shop, { redemption, discountId });
  if (status === 'issued') {
    const due = { dueAt: redemption.expiresAt, leaseUntil: null, attempts: 0, refusal: null };
    return { done: true, now: { ...redemption, status, discountId, ...due } };
  }
  // Another attempt had given the points back meanwhile: what nobody paid for must not stay.
  if (status === 'failed' || status === 'cancelled' || status === 'expired') {
    const gone = await CARRIERS[redemption.carrier].revoke(admin, discountId, rewardOrder(redemption));
    if (gone.kind !== 'revoked' || gone.used)
      deps.log.error(
        {
          shop: redemption.shop,
          redemption: redemption.id,
          codes: gone.kind === 'revoked' ? ['USED'] : gone.codes,
        },
        'an unpaid reward stays',
      );
  }
  return done;
}

/** Shopify will never have it: the points go back. Only the lease's holder may do that: a second attempt may just be succeeding. */
async function refuse(deps: Own, redemption: Redemption, codes: string[]): Promise<Progress> {
  // What was given has no points to go back: the shop decides whether the member gets it after all.
  if (redemption.grant !== null && redemption.customerId !== null) {
    await needsReview(deps, redemption, { reason: 'shopify_refused', codes });
    return done;
  }
  const now = deps.clock.now().toISOString();
  await inTransaction(deps.pool, async (tx) => {
    await lockProgramShared(tx, redemption.shop);
    const owner = await ownerOfRedemption(tx, redemption.shop, redemption.id);
    const members = await lockMembers(tx, redemption.shop, [owner]);
    const row = await lockRedemption(tx, redemption.shop, redemption.id);
    if (row.status !== 'reserved' || row.attempts !== redemption.attempts) return;
    await expireFirst(tx, row.shop, members, now);
    const writer = new LedgerWriter(row.shop, members, now);
    await returnPoints(tx, writer, row, 'failed', now);
    await writer.flush(tx);
    const refusal: RedemptionFault = { reason: 'shopify_refused', codes };
    await saveRedemption(tx, { ...row, status: 'failed', refusal, dueAt: null, leaseUntil: null }, now);
    await markMetafields(tx, row.shop, [row.memberId], now);
  });
  deps.log.warn(
    { shop: redemption.shop, redemption: redemption.id, codes },
    'Shopify refused a reward; its points went back',
  );
  return done;
}

/** A dead letter: nothing more is tried until a person of the shop decides. */
export async function needsReview(
  deps: Own,
  redemption: Redemption,
  refusal: RedemptionFault,
): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    const row = await lockRedemption(tx, redemption.shop, redemption.id);
    if (row.attempts !== redemption.attempts || row.leaseUntil === null) return;
    const changed = { status: 'needs_review' as const, refusal, ending: null, dueAt: null, leaseUntil: null };
    const now = deps.clock.now().toISOString();
    await saveRedemption(tx, { ...row, ...changed }, now);
    // Its code is no longer one of the open ones.
    await markMetafields(tx, row.shop, [row.memberId], now);
  });
  deps.log.error(
    { shop: redemption.shop, redemption: redemption.id, ...refusal },
    'a redemption needs a person',
  );
}
