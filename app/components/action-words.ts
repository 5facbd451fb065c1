import type { Action } from '../domain/action.ts';
import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';
import { rewardTitle } from './reward-kind-words.ts';

/** A sentence for each way to earn besides orders that is open now: what for, how much, and how often. */
export function actionSentences(
  program: Program,
  currency: string | null,
  locale: string,
  text: AdminText,
  format: AdminFormat,
): string[] {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const given = ({ points, rewardId }: Action): string => {
    if (points !== null) return format.points(BigInt(points));
    const reward = program.rewards.find(({ id }) => id === rewardId);
    const title = reward && rewardTitle(reward, program, { currency: currency ?? '' }, locale);
    return text('words.action.reward', { reward: title ?? '' });
  };
  return program.actions
    .filter((action) => action.active)
    .map((action) => {
      const { kind, name, limit, tierMultiplier } = action;
      const values = { name: localizedText(name, locale), points: given(action) };
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
