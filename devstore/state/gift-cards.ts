import type { GiftCard } from './money-account-types.ts';
import type { Tables } from './tables.ts';

const dayMs = 86_400_000;

/** A card by its code, in whatever case and with whatever spaces it was typed. */
export function findGiftCard(tables: Tables, code: string): GiftCard | null {
  const wanted = code.replace(/[\s-]/g, '').toUpperCase();
  for (const each of tables.all('giftCard')) if (each.code === wanted) return each;
  return null;
}

/** Whether it can be spent: not deactivated, and its last day is not over. */
export function isRedeemable({ deactivatedAt, expiresOn }: GiftCard, now: number): boolean {
  return deactivatedAt === null && (expiresOn === null || Date.parse(expiresOn) + dayMs > now);
}
