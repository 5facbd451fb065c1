import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';

/** A sentence for each way to earn besides orders that is open now: what for, how much, and how often. */
export function actionSentences(
  { actions }: Program,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return actions
    .filter((action) => action.active)
    .map(({ kind, name, points, limit, tierMultiplier }) => {
      const values = { name: localizedText(name, locale), points: format.points(BigInt(points)) };
      const sentence = text(`words.action.${kind}`, values);
      const details = [
        ...(tierMultiplier ? [text('words.action.multiplied')] : []),
        ...(limit ? [text(`words.action.limit.${limit.per}`, { times: limit.times })] : []),
      ];
      return details.length === 0
        ? sentence
        : text('words.action.detailed', { sentence, details: list.format(details) });
    });
}
