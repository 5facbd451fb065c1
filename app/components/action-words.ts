import type { Action } from '../domain/action.ts';
import type { Program } from '../domain/program.ts';
import type { AdminText } from '../locales/admin.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { AdminFormat } from './admin-format.tsx';
import type { Words } from './words.ts';
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
  return program.actions
    .filter((action) => action.active)
    .map((action) => {
      const { kind, name } = action;
      const values = {
        name: localizedText(name, locale),
        points: givenText(action, program, { text, format, locale, currency }),
      };
      const sentence = text(`words.action.${kind}`, values);
      const details = actionDetails(action, text);
      return details.length === 0
        ? sentence
        : text('words.action.detailed', { sentence, details: list.format(details) });
    });
}

/** Whether levels multiply it, and how often it is given. */
export function actionDetails({ tierMultiplier, limit }: Action, text: AdminText): string[] {
  return [
    ...(tierMultiplier ? [text('words.action.multiplied')] : []),
    ...(limit ? [text(`words.action.limit.${limit.per}`, { times: limit.times })] : []),
  ];
}

/** "50 points", or the reward that it gives. */
export function givenText(
  { points, rewardId }: Action,
  program: Program,
  { text, format, locale, currency }: Words,
): string {
  if (points !== null) return format.points(BigInt(points));
  const reward = program.rewards.find(({ id }) => id === rewardId);
  const title = reward && rewardTitle(reward, program, { currency: currency ?? '' }, locale);
  return text('words.action.reward', { reward: title ?? '' });
}
