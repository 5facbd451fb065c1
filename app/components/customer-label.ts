import type { AdminText } from '../locales/admin.ts';

type Name = { firstName: string | null; lastName: string | null };

/** Names in Chinese, Japanese and Korean script are written family name first, whoever reads them. */
const FAMILY_NAME_FIRST = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** A customer as the merchant knows them; by number where Shopify gives no name, and without one where they were forgotten. */
export function customerLabel(customerId: string | null, name: Name | undefined, text: AdminText): string {
  if (customerId === null) return text('customer.forgotten');
  const parts = [name?.firstName, name?.lastName].filter((part): part is string => Boolean(part?.trim()));
  if (parts.length === 0) return text('customer.unnamed', { id: customerId });
  return (FAMILY_NAME_FIRST.test(parts.join('')) ? parts.toReversed() : parts).join(' ');
}
