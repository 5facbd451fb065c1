/** Birthdays and anniversaries are rewarded date by date of the shop's calendar, in the order of time, whatever time nobody worked on them. */
import type { Deps } from '../deps.server.ts';
import { occasionOf, rewardsKind } from '../domain/award.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { startOfDate, type LocalDate } from '../domain/local-time.ts';
import { anniversaryWindows, celebratedOn, dateAfter, yearOf } from '../domain/occasions.ts';
import { givesOnBirthdays } from '../domain/perks.ts';
import { signUpMoment } from '../domain/sign-up.ts';
import { stampOf } from '../domain/stamp.ts';
import {
  dropOccasions,
  firstEnrolment,
  lockOccasions,
  moveActionDay,
  noteOccasions,
  postponeOccasion,
  takeActionDay,
  type Occasion,
} from '../storage/action-days.ts';
import { membershipsOf } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { holdProgram } from '../storage/shops.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { giveAwards, type AwardScope, type Claim } from './give-awards.ts';
import { giveBirthdayRewards } from './give-birthday-rewards.ts';
import type { GrantDeps } from './grant-reward.ts';
import { isolateFault } from './isolate-fault.ts';
import { refreshDueTiers } from './refresh-tiers.ts';

/** Members in one transaction. */
export const OCCASIONS_AT_ONCE = 200;

/** A member whose occasion cannot be judged waits so long for the next attempt. */
const RETRY_MS = 3_600_000;

type Own = Pick<Deps, 'pool' | 'clock'> & GrantDeps;

/** A batch names its members. Told of a queue or of members in the thousands, PostgreSQL would read all of them for each batch of 200. */
const NAMED = { byKeys: true };

/**
 * Judges one batch of a shop's occasions, or where none is left notes those of its next date that has begun. Returns whether there may be more; not,
 * where another worker is at it. Nobody's occasion waits for that of the member at fault.
 */
export async function workActionDays(deps: Own, shop: ShopId): Promise<boolean> {
  let taken: Occasion[] = [];
  const judgeHalf = (half: readonly Occasion[]) =>
    inTransaction(
      deps.pool,
      async (tx) => {
        const scope = await scopeOf(deps, tx, shop);
        await judge(deps, scope, await dueOf(scope, membersOf(half)));
      },
      NAMED,
    );
  try {
    return await inTransaction(
      deps.pool,
      async (tx) => {
        taken = [];
        const day = await takeActionDay(tx, shop);
        if (day === null) return false;
        const scope = await scopeOf(deps, tx, shop);
        taken = await dueOf(scope, null);
        if (taken.length === 0) return noteNextDate(scope, day);
        await judge(deps, scope, taken);
        return true;
      },
      NAMED,
    );
  } catch (error) {
    await isolateFault(taken, error, judgeHalf, (one, fault) => postpone(deps, shop, one, fault));
    return true;
  }
}

async function scopeOf(deps: Own, tx: Tx, shop: ShopId): Promise<AwardScope> {
  const row = await holdProgram(tx, shop);
  const versions = await publishedVersions(tx, shop);
  return { tx, shop: row, versions, now: deps.clock.now().toISOString() };
}

/** Of each member the first: what it gives may leave no room for the next. */
async function dueOf({ tx, shop, now }: AwardScope, only: readonly MemberId[] | null): Promise<Occasion[]> {
  const due = await lockOccasions(tx, shop.shop, { now, limit: OCCASIONS_AT_ONCE, only });
  return [...Map.groupBy(due, (one) => one.memberId).values()].flatMap(([first]) => first ?? []);
}

const membersOf = (occasions: readonly Occasion[]) => occasions.map((one) => one.memberId);

/** Nobody is looked up for what no version has ever rewarded. */
async function noteNextDate({ tx, shop, versions, now }: AwardScope, date: LocalDate): Promise<boolean> {
  const zone = shop.timeZone;
  const from = startOfDate(date, zone);
  if (from > stampOf(now)) return false;
  const first = rewardsKind(versions, 'anniversary') ? await firstEnrolment(tx, shop.shop) : null;
  const rewardsBirthdays = rewardsKind(versions, 'birthday') || givesOnBirthdays(versions);
  const monthDays = rewardsBirthdays ? celebratedOn(date) : [];
  const enrolled = first === null ? [] : anniversaryWindows(date, stampOf(first), zone);
  const until = startOfDate(dateAfter(date), zone);
  if (monthDays.length > 0 || enrolled.length > 0)
    await noteOccasions(tx, shop.shop, { year: yearOf(date), monthDays, from, until, enrolled });
  await moveActionDay(tx, shop.shop, dateAfter(date));
  return true;
}

async function judge(deps: Own, scope: AwardScope, occasions: readonly Occasion[]): Promise<void> {
  if (occasions.length === 0) return;
  const { tx, shop, versions, now } = scope;
  const members = membersOf(occasions);
  const changed = await refreshDueTiers(deps, tx, shop.shop, members);
  const memberships = await membershipsOf(tx, shop.shop, members);
  const claims = occasions.flatMap(({ memberId, fact: key, at }): Claim[] => {
    const membership = memberships.get(memberId);
    const fact = occasionOf(key);
    const moment = membership && fact.kind === 'signUp' ? signUpMoment(versions, membership) : at;
    return membership && moment !== null ? [{ memberId, membership, fact, at: moment }] : [];
  });
  const awards = await giveAwards(deps, scope, claims);
  const given = await giveBirthdayRewards(deps, scope, claims);
  await dropOccasions(tx, shop.shop, occasions);
  await markMetafields(tx, shop.shop, [...changed, ...awards.changed, ...given], now);
}

async function postpone(deps: Own, shop: ShopId, occasion: Occasion, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const { memberId, fact } = occasion;
  deps.log.error(
    { shop, memberId, fact, reason },
    'an occasion could not be rewarded; trying again in an hour',
  );
  const dueAt = new Date(deps.clock.now().getTime() + RETRY_MS).toISOString();
  await postponeOccasion(deps.pool, shop, occasion, dueAt);
}
