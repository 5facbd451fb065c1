/** The birthday that a member told: for themselves, and for the shop that has to show it to them. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { LocalDate } from '../domain/local-time.ts';
import { changeableFrom, type MonthDay } from '../domain/occasions.ts';
import { stampOf } from '../domain/stamp.ts';
import { birthdayOf } from '../storage/birthdays.ts';
import { membershipsOfCustomers } from '../storage/members.ts';
import { shopProfile } from './shop-profile.ts';

/** `changeableFrom`: a date of the shop's calendar. Both null: none is told. */
export type BirthdayView = { birthday: MonthDay | null; changeableFrom: LocalDate | null };

/** null: whom we do not know. */
export async function memberBirthday(
  deps: Pick<Deps, 'pool' | 'prisma'>,
  shop: ShopId,
  customerId: string,
): Promise<BirthdayView | null> {
  const known = (await membershipsOfCustomers(deps.pool, shop, [customerId])).get(customerId);
  if (!known) return null;
  const told = await birthdayOf(deps.pool, shop, known.memberId);
  if (!told) return { birthday: null, changeableFrom: null };
  const { timeZone } = await shopProfile(deps, shop);
  const { month, day, toldAt } = told;
  return { birthday: { month, day }, changeableFrom: changeableFrom(stampOf(toldAt), timeZone) };
}
