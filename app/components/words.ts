import type { AdminText } from '../locales/admin.ts';
import { useAdminFormat, type AdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { useShop } from './shop-context.tsx';

/** How sentences are written: the language, its numbers, and the shop's currency. */
export type Words = { text: AdminText; format: AdminFormat; locale: string; currency: string | null };

export function useWords(): Words {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { currency } = useShop();
  return { text, format, locale, currency };
}
