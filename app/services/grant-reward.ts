/** A reward that is given: the same saga as one that points bought, from where the points are taken on. */
import type { Deps } from '../deps.server.ts';
import { grantedOffer, type GrantKind, type Giving } from '../domain/grant.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { expiryOf, type Redemption } from '../domain/redemption.ts';
import type { Capabilities } from '../domain/capabilities.ts';
import type { Receiver } from '../storage/grants.ts';
import { homeOf, newRedemptions, type Idempotent } from '../storage/redemptions.ts';
import type { ShopRow } from '../storage/shops.ts';
import type { Tx } from '../storage/transaction.ts';
import { writeAtOnce } from '../storage/writes.ts';
import { inputHash } from './input-hash.ts';
import { redemptionCode } from './redemption-code.ts';

export type GrantDeps = Pick<Deps, 'random' | 'log'> & { env: Pick<Deps['env'], 'SHOPIFY_API_SECRET'> };

export type GrantScope = {
  tx: Tx;
  shop: ShopRow;
  program: Program;
  capabilities: Capabilities;
  now: string;
};

/** What a member was to be given, without the fact: an action's has the text in it that the shop's own system sent. */
type NotGiven = {
  shop: ShopId;
  memberId: MemberId;
  origin: GrantKind;
  /** The id of the level or the action. */
  of: string;
  reward: string | null | undefined;
};

/** Who was to be given something does not know of it, and nobody tells an occasion twice: the shop is told. */
export function logNotGiven({ log }: Pick<Deps, 'log'>, facts: NotGiven, why: string): void {
  log.warn(facts, `what was to be given ${why}`);
}

/**
 * Writes down what is given, due at once for a worker that issues it. The member is locked, and the caller has seen that the fact is not rewarded. Gives the
 * redemption's id; null where the shop can carry it to nobody: that is logged, and the fact stays open.
 */
export async function grantReward(
  deps: GrantDeps,
  { tx, shop, program, capabilities, now }: GrantScope,
  { memberId, customerId, market, given }: Receiver,
  { reward, fact, origin }: Giving,
): Promise<string | null> {
  const facts = { currency: shop.currency ?? '', capabilities };
  // Of months of birthdays all would be made at a reinstall.
  const offer = shop.isGone ? null : grantedOffer(program, reward, facts, market);
  if (!offer) {
    const { id: of } = 'level' in origin ? origin.level : origin.action;
    const facts = { shop: shop.shop, memberId, origin: origin.kind, of, reward: reward.id };
    logNotGiven(deps, facts, 'can be carried to nobody');
    return null;
  }
  const id = deps.random.uuid();
  const redemption: Redemption = {
    ...{ shop: shop.shop, id, memberId, customerId, rewardId: reward.id, reward, points: 0n },
    ...{ currency: offer.currency, carrier: offer.carrier, home: homeOf(shop) },
    status: 'reserved',
    code: redemptionCode(deps.env.SHOPIFY_API_SECRET, id),
    grant: { fact, origin, withdrawnAt: null },
    entrySeq: null,
    createdAt: now,
    expiresAt: expiryOf(reward, now),
    ...{ usedAt: null, usedOrderId: null, ending: null, discountId: null, sentAt: null, refusal: null },
    // In nobody's hands: a worker makes the first attempt.
    ...{ dueAt: now, leaseUntil: null, attempts: 0 },
  };
  // The database too refuses a second one while the first stands.
  const times = given.filter(({ grant }) => grant?.fact === fact).length;
  const row: Idempotent = {
    redemption,
    key: `grant:${fact}#${times + 1}`,
    inputHash: inputHash({ fact, rewardId: reward.id }),
  };
  await writeAtOnce(tx, shop.shop, [newRedemptions([row])]);
  return id;
}
