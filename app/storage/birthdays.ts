/** Birthdays as members told them: personal data, in this table alone. */
import type { MemberId, ShopId } from '../domain/ids.ts';
import type { MonthDay } from '../domain/occasions.ts';
import type { Db, Tx } from './transaction.ts';

export type ToldBirthday = MonthDay & { toldAt: string };

/** The newest; null where the member told none. */
export async function birthdayOf(db: Db, shop: ShopId, member: MemberId): Promise<ToldBirthday | null> {
  const { rows } = await db.query<{ month: number; day: number; told_at: Date }>(
    'SELECT month, day, told_at FROM member_birthday WHERE shop = $1 AND member_id = $2 ORDER BY told_at DESC LIMIT 1',
    [shop, member],
  );
  const [row] = rows;
  return row ? { month: row.month, day: row.day, toldAt: row.told_at.toISOString() } : null;
}

/** The member is locked. */
export async function insertBirthday(
  tx: Tx,
  shop: ShopId,
  member: MemberId,
  { month, day, toldAt }: ToldBirthday,
): Promise<void> {
  await tx.query(
    'INSERT INTO member_birthday (shop, member_id, told_at, month, day) VALUES ($1, $2, $3, $4, $5)',
    [shop, member, toldAt, month, day],
  );
}

/** `from`'s are `into`'s where it told none of its own; else they are gone. */
export async function moveBirthdays(tx: Tx, shop: ShopId, from: MemberId, into: MemberId): Promise<void> {
  await tx.query(
    `UPDATE member_birthday SET member_id = $3 WHERE shop = $1 AND member_id = $2
       AND NOT EXISTS (SELECT FROM member_birthday AS kept WHERE kept.shop = $1 AND kept.member_id = $3)`,
    [shop, from, into],
  );
  await deleteBirthdays(tx, shop, from);
}

/** All that the member ever told. The member is locked. */
export async function deleteBirthdays(tx: Tx, shop: ShopId, member: MemberId): Promise<void> {
  await tx.query('DELETE FROM member_birthday WHERE shop = $1 AND member_id = $2', [shop, member]);
}
