/** Rewards, and what stands between a member and one, in the reader's language. */
import { parseFraction } from '../domain/fraction.ts';
import type { Refusal } from '../domain/rewards.ts';
import { writerFor } from './explanation-messages.ts';

/** Of texts per language the one for a BCP 47 locale: its own tag's, its language's, English, else the first. Empty where there is none. */
export function localizedText(texts: Readonly<Record<string, string>>, locale: string): string {
  const language = locale.split('-')[0] ?? '';
  return texts[locale] ?? texts[language] ?? texts['en'] ?? Object.values(texts)[0] ?? '';
}

/** The merchant's text with `{amount}` written out in its currency. */
export function textWithAmount(
  texts: Readonly<Record<string, string>>,
  amount: string,
  currency: string,
  locale: string,
): string {
  const shown = writerFor(locale).amount(parseFraction(amount), currency);
  return localizedText(texts, locale).replaceAll('{amount}', shown);
}

export function rewardName(
  reward: { name: Readonly<Record<string, string>>; amount: string; currency: string },
  locale: string,
): string {
  return textWithAmount(reward.name, reward.amount, reward.currency, locale);
}

/** What happened and what to do, as one or two sentences. */
export function refusalText(refusal: Refusal, locale: string): string {
  const writer = writerFor(locale);
  const key = `refusal.${refusal.reason}` as const;
  if (refusal.reason === 'insufficient_points')
    return writer.message(key, { missing: writer.points(BigInt(refusal.missing)) });
  if (refusal.reason === 'price_changed')
    return writer.message(key, { points: writer.points(BigInt(refusal.points)) });
  return writer.message(key);
}
