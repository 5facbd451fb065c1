/**
 * The second half of the saga: the code is made in Shopify, and only then is the redemption `issued`. Whatever fails in between, the next
 * attempt looks the code up before it makes one, so that there is never a second, and never points gone without a code.
 */
import type { Deps } from '../deps.server.ts';
import {
  redeemedAmount,
  type Redemption,
  type RedemptionFault,
  type RedemptionStatus,
} from '../domain/redemption.ts';
import type { AdminGateway } from '../shopify/admin-gateway.ts';
import {
  createCode,
  deactivateCode,
  findCode,
  type CodeOrder,
  type FoundCode,
  type Later,
} from '../shopify/discounts.ts';
import { LedgerWriter } from '../storage/ledger-writer.ts';
import { lockMembers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import {
  issueRedemptions,
  lockRedemption,
  ownerOfRedemption,
  saveRedemption,
} from '../storage/redemptions.ts';
import { lockProgramShared } from '../storage/shops.ts';
import { inTransaction, preparing } from '../storage/transaction.ts';
import { gatherFor } from './gather.ts';
import { expireFirst } from './refresh-expiry.ts';
import { returnPoints } from './return-points.ts';

/** `now`: the redemption as it is now, where that is known without reading it. */
export type Progress = { done: true; now?: Redemption } | { done: false; codes: string[] };
const done: Progress = { done: true };

type Own = Pick<Deps, 'pool' | 'clock' | 'log'>;

/** One attempt at a reserved redemption, by the holder of its lease. */
export async function issueRedemption(
  deps: Own,
  admin: AdminGateway,
  redemption: Redemption,
): Promise<Progress> {
  // The very first attempt has nothing to find: its code was invented a moment ago.
  if (redemption.attempts > 1) {
    const found = await findCode(admin, redemption.code);
    if (found.kind === 'later') return notYet(found);
    if (found.discount) return adopt(deps, admin, redemption, found.discount);
  }
  const order = codeOrder(redemption);
  if (!order) return refuse(deps, redemption, ['NO_CUSTOMER']);
  const made = await createCode(admin, order);
  if (made.kind === 'created') return issued(deps, admin, redemption, made.id);
  if (made.kind === 'later') return notYet(made);
  // TAKEN: an attempt that was thought lost had been carried out. Refused: an earlier one may have been, before.
  const found = await findCode(admin, redemption.code);
  if (found.kind === 'later') return notYet(found);
  if (found.discount) return adopt(deps, admin, redemption, found.discount);
  return made.kind === 'taken'
    ? notYet({ kind: 'later', codes: ['TAKEN'] })
    : refuse(deps, redemption, made.codes);
}

const notYet = ({ codes }: Later): Progress => ({ done: false, codes });

/** Shown to the merchant in Shopify's list of discounts; names the redemption. */
export function discountTitle(redemption: Redemption): string {
  return `Meridian ${redemption.rewardId} ${redemption.id}`;
}

/** Whether a discount found by the redemption's code is the one that we made: by its id where that is known, since a merchant may rename it. */
export function isOurs(redemption: Redemption, found: FoundCode): boolean {
  return found.id === redemption.discountId || found.title === discountTitle(redemption);
}

function codeOrder(redemption: Redemption): CodeOrder | null {
  const { reward, currency, customerId } = redemption;
  if (customerId === null) return null;
  return {
    code: redemption.code,
    title: discountTitle(redemption),
    customerId,
    amount: redeemedAmount(redemption),
    startsAt: redemption.createdAt,
    endsAt: redemption.expiresAt,
    minSpend: reward.conditions.minSpend?.find((one) => one.currency === currency)?.amount ?? null,
    productIds: reward.conditions.productIds,
    collectionIds: reward.conditions.collectionIds,
    combinesWith: reward.conditions.combinesWith,
  };
}

/** A code that was there: ours, from an attempt whose answer was lost, or (practically never) somebody else's. */
async function adopt(
  deps: Own,
  admin: AdminGateway,
  redemption: Redemption,
  found: FoundCode,
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
  const rows = made.map((one) => ({ id: one.redemption.id, discountId: one.discountId }));
  return inTransaction(deps.pool, async (plain) => {
    const tx = preparing(plain);
    const found = await issueRedemptions(tx, shop, rows, now);
    const members = [...found.values()].flatMap(({ issuedTo }) => issuedTo ?? []);
    await markMetafields(tx, shop, members, now);
    return rows.map(({ id }) => {
      const row = found.get(id);
      if (!row) throw new Error(`redemption ${id} is gone`);
      return row.status;
    });
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
  // Another attempt had given the points back meanwhile: a code that nobody paid for must not stay.
  if (status === 'failed' || status === 'cancelled' || status === 'expired') {
    const gone = await deactivateCode(admin, discountId);
    if (gone.kind !== 'deactivated')
      deps.log.error(
        { shop: redemption.shop, redemption: redemption.id, codes: gone.codes },
        'an unpaid code stays',
      );
  }
  return done;
}

/** Shopify will never have it: the points go back. Only the lease's holder may do that: a second attempt may just be succeeding. */
async function refuse(deps: Own, redemption: Redemption, codes: string[]): Promise<Progress> {
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
