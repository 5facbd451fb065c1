/** Enrols customers by what they do (points.md section 3); joining of one's own will is join-programme. */
import type { Deps } from '../deps.server.ts';
import { enrolsAutomatically } from '../domain/enrolment.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { OrderNews } from '../domain/order-facts.ts';
import { shipsToAll } from '../domain/perks.ts';
import { versionAt, type PublishedProgram } from '../domain/program.ts';
import { enqueueMembershipChanges } from '../storage/inbox.ts';
import { enrolMembers, lockMembers, membersOfCustomers, type Enrolment } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { markPerks } from '../storage/perk-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { awardSignUps } from './award-sign-ups.ts';
import type { GrantDeps } from './grant-reward.ts';

/** Sign-ups, and first sign-ins. Does nothing for those who are members already, so that it may run twice. */
export async function enrolSignUps(
  deps: GrantDeps,
  tx: Tx,
  shop: ShopId,
  signUps: readonly Enrolment[],
  now: string,
): Promise<void> {
  await lockProgramShared(tx, shop);
  const ids = signUps.map((one) => one.customerId);
  // Enrolling locks by customer, everybody else by member: those who are members already are held first.
  await lockMembers(tx, shop, [...(await membersOfCustomers(tx, shop, ids)).values()]);
  await enrol(deps, tx, shop, signUps, await publishedVersions(tx, shop), now);
  await markMetafields(tx, shop, (await membersOfCustomers(tx, shop, ids)).values(), now);
}

/** A customer whom the storefront shows as signed in and whom we do not know. */
export async function enrolSignIn(
  deps: Pick<Deps, 'pool' | 'clock'> & GrantDeps,
  shop: ShopId,
  customerId: string,
): Promise<void> {
  await inTransaction(deps.pool, async (tx) => {
    await ensureShop(tx, shop);
    const now = deps.clock.now().toISOString();
    await enrolSignUps(deps, tx, shop, [{ customerId, enrolledAt: now }], now);
  });
}

/**
 * Enrols the customers of the news: those of every version of an order that comes, also of one that is older than what is known, so that no order
 * of arrival decides who is a member. The caller holds the shop's programme. Gives those whose sign-up was rewarded: their ledger or their codes have moved.
 */
export async function enrolOrderers(
  deps: GrantDeps,
  tx: Tx,
  shop: ShopId,
  news: readonly OrderNews[],
  versions: readonly PublishedProgram[],
  now: string,
): Promise<MemberId[]> {
  const told = news.flatMap(({ order }) =>
    order?.facts.customerId
      ? [{ customerId: order.facts.customerId, enrolledAt: order.facts.processedAt }]
      : [],
  );
  return enrol(deps, tx, shop, told, versions, now);
}

/** Those whom the version in force at the time enrols. Where a version is opt-in, an earlier enrolment may make orders count that were settled already. */
async function enrol(
  deps: GrantDeps,
  tx: Tx,
  shop: ShopId,
  enrolments: readonly Enrolment[],
  versions: readonly PublishedProgram[],
  now: string,
): Promise<MemberId[]> {
  const automatic = enrolments.filter((one) => enrolsAutomatically(versionAt(versions, one.enrolledAt)));
  const changed = await enrolMembers(tx, shop, automatic);
  const customerIds = changed.map((one) => one.customerId);
  const awarded = await awardSignUps(deps, tx, shop, customerIds, versions, now);
  if (shipsToAll(versionAt(versions, now)))
    await markPerks(tx, shop, [...(await membersOfCustomers(tx, shop, customerIds)).values()], now);
  if (versions.every(enrolsAutomatically)) return awarded;
  const changes = changed.map(({ customerId, enrolledAt }) => ({
    customerId,
    reason: `enrolled:${enrolledAt}`,
  }));
  await enqueueMembershipChanges(tx, shop, changes, now);
  return awarded;
}
