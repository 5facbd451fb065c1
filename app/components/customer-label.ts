import type { AdminText } from '../locales/admin.ts';

type Name = { firstName: string | null; lastName: string | null };

/** Languages that write the family name first. */
const FAMILY_NAME_FIRST = new Set(['ja', 'zh', 'ko', 'hu']);

/** A customer as the merchant knows them; by number where Shopify gives no name, and without one where they were forgotten. */
export function customerLabel(
  customerId: string | null,
  name: Name | undefined,
  locale: string,
  text: AdminText,
): string {
  if (customerId === null) return text('customer.forgotten');
  const parts = [name?.firstName, name?.lastName].filter((part): part is string => Boolean(part?.trim()));
  if (parts.length === 0) return text('customer.unnamed', { id: customerId });
  const language = locale.split('-')[0] ?? locale;
  return (FAMILY_NAME_FIRST.has(language) ? parts.toReversed() : parts).join(' ');
}
