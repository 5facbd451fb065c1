/** The reward that a level gives on birthdays (rewards.md): once for each year of the shop's calendar, by the version and the level of the day; the reward as it is now, or what the level gives now in its place. */
import { isMemberAt } from '../domain/enrolment.ts';
import { birthdayFact } from '../domain/grant.ts';
import type { MemberId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import { birthdayGiving, birthdayLevel, givesOnBirthdays } from '../domain/perks.ts';
import { versionAt } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import { receiversOf } from '../storage/grants.ts';
import { readCapabilities } from '../storage/shop-traits.ts';
import { spansBefore } from '../storage/tier-standings.ts';
import type { AwardScope, Claim } from './give-awards.ts';
import { grantReward, logNotGiven, type GrantDeps } from './grant-reward.ts';

/**
 * Beside the points that an action gives for the day. Gives whose redemptions have changed. The members are locked, and their levels up to date; the caller holds
 * the shop's programme and marks the metafields.
 */
export async function giveBirthdayRewards(
  deps: GrantDeps,
  { tx, shop, versions, now }: AwardScope,
  claims: readonly Claim[],
): Promise<MemberId[]> {
  const celebrated = claims.flatMap((claim) => {
    const { fact, membership, at } = claim;
    const isMember = compareInstants(membership.enrolledAt, at) <= 0 && isMemberAt(versions, membership, at);
    return fact.kind === 'birthday' && isMember ? [{ ...claim, year: fact.year }] : [];
  });
  if (celebrated.length === 0 || !givesOnBirthdays(versions)) return [];
  const receivers = await receiversOf(
    tx,
    shop.shop,
    celebrated.map((one) => one.memberId),
  );
  const capabilities = await readCapabilities(tx, shop.shop);
  const changed: MemberId[] = [];
  const program = versionAt(versions, now)?.program;
  for (const { memberId, year, at } of celebrated) {
    const ofDay = versionAt(versions, at)?.program;
    const receiver = receivers.get(memberId);
    if (!program || !ofDay || !receiver) continue;
    const spans = await spansBefore(tx, shop.shop, [{ memberId, moment: stampOf(at) }]);
    const level = birthdayLevel(ofDay, spans.get(memberId)?.level ?? null);
    if (!level || receiver.given.some(({ grant }) => grant?.fact === birthdayFact(year))) continue;
    const giving = birthdayGiving(program, level, year);
    if (!giving) {
      const of = { origin: 'birthday' as const, of: level.id, reward: level.perks?.birthdayRewardId };
      logNotGiven(deps, { shop: shop.shop, memberId, ...of }, 'is given no more');
      continue;
    }
    const scope = { tx, shop, program, capabilities, now };
    if ((await grantReward(deps, scope, receiver, giving)) !== null) changed.push(memberId);
  }
  return changed;
}
