/** Birthdays and anniversaries are rewarded date by date of the shop's calendar, in the order of time, whatever time nobody worked on them. */
import type { Deps } from '../deps.server.ts';
import { rewardsKind, type Fact } from '../domain/award.ts';
import { memberId, type ShopId } from '../domain/ids.ts';
import { canonicalInstant, latestInstant } from '../domain/instant.ts';
import { startOfDate, type LocalDate } from '../domain/local-time.ts';
import { anniversaryWindows, celebratedOn, dateAfter, yearOf } from '../domain/occasions.ts';
import { stampOf } from '../domain/stamp.ts';
import {
  celebratingMembers,
  firstEnrolment,
  lockActionDay,
  moveActionDay,
  type CelebratedDay,
  type Celebrating,
} from '../storage/action-days.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop, lockProgramShared } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { giveAwards, type AwardScope, type Claim } from './give-awards.ts';
import { refreshDueTiers } from './refresh-tiers.ts';

/** Members in one transaction. */
export const CELEBRATING_AT_ONCE = 200;
const NOBODY = memberId('0');

/** Works on one batch of the next date of a shop that has begun. Returns whether there may be more; not, where another worker is at it. */
export async function workActionDay(
  deps: Pick<Deps, 'pool' | 'clock' | 'random'>,
  shop: ShopId,
): Promise<boolean> {
  return inTransaction(deps.pool, async (tx) => {
    const place = await lockActionDay(tx, shop);
    if (!place) return false;
    const row = await ensureShop(tx, shop);
    const zone = row.timeZone ?? 'UTC';
    const now = deps.clock.now().toISOString();
    const from = startOfDate(place.day, zone);
    if (from > stampOf(now)) return false;
    await lockProgramShared(tx, shop);
    const scope: AwardScope = { tx, shop: row, versions: await publishedVersions(tx, shop), now };
    const next = { day: dateAfter(place.day), afterMember: NOBODY };
    const day = await lookUp(scope, place.day, zone);
    const page = { after: place.afterMember, limit: CELEBRATING_AT_ONCE };
    const celebrating = await celebratingMembers(tx, shop, day, page);
    await reward(deps, scope, celebrating, place.day, canonicalInstant(from));
    const last = celebrating.length === CELEBRATING_AT_ONCE ? celebrating.at(-1) : undefined;
    await moveActionDay(tx, shop, last ? { day: place.day, afterMember: last.memberId } : next);
    return true;
  });
}

/** Nobody is looked up for what no version has ever rewarded. */
async function lookUp(
  { tx, shop, versions }: AwardScope,
  date: LocalDate,
  zone: string,
): Promise<CelebratedDay> {
  const first = rewardsKind(versions, 'anniversary') ? await firstEnrolment(tx, shop.shop) : null;
  return {
    monthDays: rewardsKind(versions, 'birthday') ? celebratedOn(date) : [],
    from: startOfDate(date, zone),
    until: startOfDate(dateAfter(date), zone),
    enrolled: first === null ? [] : anniversaryWindows(date, stampOf(first), zone),
  };
}

/** The day's beginning is the moment of what it brings; a birthday that is told on the day itself, when it was told. */
async function reward(
  deps: Pick<Deps, 'clock' | 'random'>,
  scope: AwardScope,
  celebrating: readonly Celebrating[],
  date: LocalDate,
  from: string,
): Promise<void> {
  if (celebrating.length === 0) return;
  const year = yearOf(date);
  const claims = celebrating.flatMap(({ memberId: id, membership, birthdayToldAt, anniversary }): Claim[] => {
    const claim = (kind: 'birthday' | 'anniversary', at: string): Claim => {
      const fact: Fact = { kind, year };
      return { memberId: id, membership, fact, at };
    };
    return [
      ...(birthdayToldAt === null ? [] : [claim('birthday', latestInstant([from, birthdayToldAt]) ?? from)]),
      ...(anniversary ? [claim('anniversary', from)] : []),
    ];
  });
  const members = celebrating.map((one) => one.memberId);
  await refreshDueTiers(deps, scope.tx, scope.shop.shop, members);
  await giveAwards(scope, claims);
}
