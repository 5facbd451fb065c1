import type { Tiers } from '../domain/tiers.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';

type Basis = Tiers['basis'];

/** What a level asks for, in the unit of its basis. `currency` is the shop's. */
export function thresholdText(
  amount: string,
  basis: Basis,
  currency: string | null,
  text: AdminText,
  format: AdminFormat,
): string {
  if (basis === 'spend') return currency ? format.money(amount, currency) : format.decimal(amount);
  const [whole = '0', decimals = ''] = amount.split('.');
  const isWhole = /^0*$/.test(decimals);
  const number = format.decimal(amount);
  // The plural of a part of a unit is that of many.
  const count = isWhole ? Number(whole) : 1.5;
  return text(basis === 'orders' ? 'orders' : 'points', { count, number });
}

/** A sentence for what counts, and one for each level. */
export function tierSentences(
  tiers: Tiers,
  currency: string | null,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const months = tiers.period.kind === 'rolling' ? tiers.period.months : 0;
  return [
    text(`words.tiers.${tiers.basis}`),
    text(`words.tiers.${tiers.period.kind}`, { months }),
    ...tiers.levels.map(({ name, threshold, multiplier }, index) =>
      text(index === 0 ? 'words.level.first' : 'words.level', {
        name: localizedText(name, locale),
        threshold: thresholdText(threshold, tiers.basis, currency, text, format),
        multiplier: format.decimal(multiplier),
      }),
    ),
  ];
}
