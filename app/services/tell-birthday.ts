/** A member's birthday, without its year, as they or the shop's own systems tell it. */
import type { Deps } from '../deps.server.ts';
import type { ActionRefusal } from '../domain/award.ts';
import { isMemberAt } from '../domain/enrolment.ts';
import type { ShopId } from '../domain/ids.ts';
import { localDate, startOfDate, type LocalDate } from '../domain/local-time.ts';
import {
  changeableFrom,
  datesBetween,
  isCelebratedOn,
  isSameDay,
  yearOf,
  type MonthDay,
} from '../domain/occasions.ts';
import { stampOf } from '../domain/stamp.ts';
import { lockActionDay, noteBirthday } from '../storage/action-days.ts';
import { birthdayOf, insertBirthday } from '../storage/birthdays.ts';
import { lockMembers, membershipsOfCustomers } from '../storage/members.ts';
import { markMetafields } from '../storage/metafield-marks.ts';
import { publishedVersions } from '../storage/programs.ts';
import { holdProgram } from '../storage/shops.ts';
import { inTransaction } from '../storage/transaction.ts';
import { giveAwards } from './give-awards.ts';
import { giveBirthdayRewards } from './give-birthday-rewards.ts';
import type { GrantDeps } from './grant-reward.ts';
import { refreshDueTiers } from './refresh-tiers.ts';

export type BirthdayRequest = { customerId: string; birthday: MonthDay };
/** `changeableFrom`: a date of the shop's calendar. */
export type BirthdayTold =
  { ok: true; birthday: MonthDay; changeableFrom: LocalDate } | { ok: false; refusal: ActionRefusal };

/** The same birthday again changes nothing; another one is taken a year after the last. Who tells it on the day itself is rewarded at once. */
export async function tellBirthday(
  deps: Pick<Deps, 'pool' | 'clock'> & GrantDeps,
  shop: ShopId,
  { customerId, birthday }: BirthdayRequest,
): Promise<BirthdayTold> {
  return inTransaction(deps.pool, async (tx) => {
    // Before all else, against a date that is being noted: it would not see this birthday.
    const place = await lockActionDay(tx, shop);
    const row = await holdProgram(tx, shop);
    const zone = row.timeZone;
    const versions = await publishedVersions(tx, shop);
    const known = (await membershipsOfCustomers(tx, shop, [customerId])).get(customerId);
    if (known) await lockMembers(tx, shop, [known.memberId], 'later');
    const now = deps.clock.now().toISOString();
    if (!known || !isMemberAt(versions, known, now))
      return { ok: false, refusal: { reason: 'not_a_member' } };
    const { memberId, ...membership } = known;

    const today = localDate(stampOf(now), zone);
    const before = await birthdayOf(tx, shop, memberId);
    const locked = before && changeableFrom(stampOf(before.toldAt), zone);
    if (locked && isSameDay(before, birthday)) return { ok: true, birthday, changeableFrom: locked };
    if (locked && today < locked)
      return { ok: false, refusal: { reason: 'birthday_locked', changeableFrom: locked } };
    await insertBirthday(tx, shop, memberId, { ...birthday, toldAt: now });
    // Noted for the others already, where the shop's time zone was another one, or a worker's clock is ahead of ours.
    for (const date of datesBetween(today, place))
      if (isCelebratedOn(date, birthday))
        await noteBirthday(tx, shop, memberId, { year: yearOf(date), at: startOfDate(date, zone) });
    if (isCelebratedOn(today, birthday)) {
      const changed = await refreshDueTiers(deps, tx, shop, [memberId]);
      const fact = { kind: 'birthday' as const, year: yearOf(today) };
      const claim = { memberId, membership, fact, at: now };
      const scope = { tx, shop: row, versions, now };
      const awards = await giveAwards(deps, scope, [claim]);
      const given = await giveBirthdayRewards(deps, scope, [claim]);
      await markMetafields(tx, shop, [...changed, ...awards.changed, ...given], now);
    }
    return { ok: true, birthday, changeableFrom: changeableFrom(stampOf(now), zone) };
  });
}
