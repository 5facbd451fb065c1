import type { Program } from '../domain/program.ts';
import type { Tiers } from '../domain/tiers.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';
import type { Words } from './words.ts';

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
  return text(basis === 'orders' ? 'orders' : 'points', countOf(amount, format));
}

function countOf(amount: string, format: AdminFormat): { count: number; number: string } {
  const [whole = '0', decimals = ''] = amount.split('.');
  const isWhole = /^0*$/.test(decimals);
  // The plural of a part of a unit is that of many.
  return { count: isWhole ? Number(whole) : 1.5, number: format.decimal(amount) };
}

/** The same as a bound: "from 300 points". */
function fromText(
  amount: string,
  basis: Basis,
  currency: string | null,
  text: AdminText,
  format: AdminFormat,
): string {
  if (basis === 'spend')
    return text('words.from.spend', { amount: thresholdText(amount, basis, currency, text, format) });
  return text(basis === 'orders' ? 'words.from.orders' : 'words.from.points', countOf(amount, format));
}

/** A sentence for what counts, and one for each level. */
export function tierSentences(
  tiers: Tiers,
  currency: string | null,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  return [
    ...tierRuleSentences(tiers, text),
    ...tiers.levels.map((_level, index) => levelSentence(tiers, index, { text, format, locale, currency })),
  ];
}

/** What counts, and for how long. */
export function tierRuleSentences({ basis, period }: Tiers, text: AdminText): string[] {
  const months = period.kind === 'rolling' ? period.months : 0;
  return [text(`words.tiers.${basis}`), text(`words.tiers.${period.kind}`, { months })];
}

/** What the level at `index` asks for and multiplies by; empty where there is none. */
export function levelSentence(
  { basis, levels }: Tiers,
  index: number,
  { text, format, locale, currency }: Words,
): string {
  const level = levels[index];
  if (!level) return '';
  return text(index === 0 ? 'words.level.first' : 'words.level', {
    name: localizedText(level.name, locale),
    from: fromText(level.threshold, basis, currency, text, format),
    multiplier: format.decimal(level.multiplier),
  });
}

/** What the merchant calls a level; its id where there is no such level any more. */
export function levelTitle(tiers: Program['tiers'], id: string, locale: string): string {
  const level = tiers?.levels.find((one) => one.id === id);
  return level ? localizedText(level.name, locale) : id;
}
