/** Rewards, and what stands between a member and one, in the reader's language. */
import type { Unavailable } from '../domain/availability.ts';
import { fraction, mul, parseFraction } from '../domain/fraction.ts';
import { offerTerms, type Offer, type OfferTerms } from '../domain/reward-offer.ts';
import type { Refusal } from '../domain/rewards.ts';
import type { Tiers } from '../domain/tiers.ts';
import { writerFor } from './explanation-messages.ts';
import { closestTag } from './language.ts';

/** Of texts per language the one for a BCP 47 locale: that of the closest tag, English, else the first. Empty where there is none. */
export function localizedText(texts: Readonly<Record<string, string>>, locale: string): string {
  return texts[readTag(texts, locale) ?? ''] ?? '';
}

/** The language that they read it in; undefined where there is no text. */
export function readTag(texts: Readonly<Record<string, string>>, locale: string): string | undefined {
  const tags = Object.keys(texts);
  return closestTag(locale, tags) ?? tags.find((tag) => tag === 'en') ?? tags[0];
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

/**
 * The reader's locale with the digits that the market's says (`ar-KW-u-nu-latn`): which ones a shop writes is a setting of the market, as its
 * theme's prices are. A reader of another language keeps the digits of theirs.
 */
export function localeInMarket(locale: string, market: { locale: string } | null): string {
  const digits = /-u-(?:.+-)?nu-([a-z0-9]{3,8})/i.exec(market?.locale ?? '')?.[1];
  const language = (tag: string) => tag.toLowerCase().split('-')[0];
  const isOwn = market !== null && language(market.locale) === language(locale);
  return digits && isOwn && !/-u-/i.test(locale) ? `${locale}-u-nu-${digits}` : locale;
}

/** "¥700", "5,00 €", "3.500 KWD": every digit that the currency has, and none more. */
export function amountText(amount: string, currency: string, locale: string): string {
  return writerFor(locale).amount(parseFraction(amount), currency);
}

/** The figures of a reward; `amount` is what it is worth in one of them. Empty where it has none. */
function termTexts(
  { amount, percent, ceiling, currency }: OfferTerms,
  locale: string,
): Record<'amount' | 'percent' | 'ceiling', string> {
  const money = (value: string | null | undefined) => (value ? amountText(value, currency, locale) : '');
  const share = percent ? writerFor(locale).percent(mul(parseFraction(percent), fraction(1n, 100n))) : '';
  return { amount: money(amount) || share || money(ceiling), percent: share, ceiling: money(ceiling) };
}

/** The merchant's text with `{amount}`, `{percent}` and `{ceiling}` written out. */
export function textWithTerms(
  texts: Readonly<Record<string, string>>,
  terms: OfferTerms,
  locale: string,
): string {
  const text = localizedText(texts, locale);
  if (!text.includes('{')) return text;
  const written = termTexts(terms, locale);
  return text.replaceAll(
    /\{(amount|percent|ceiling)\}/g,
    (_all, name: keyof typeof written) => written[name],
  );
}

/** The same of an offer. */
export function offerText(texts: Readonly<Record<string, string>>, offer: Offer, locale: string): string {
  return textWithTerms(texts, offerTerms(offer), locale);
}

/** What stands between, in a few words beside the reward: "120 points to go", "From Silver", "Not in this market". */
export function unavailableText(why: Unavailable, tiers: Tiers | null, locale: string): string {
  const writer = writerFor(locale);
  switch (why.reason) {
    case 'in_debt':
    case 'insufficient_points':
      return writer.message(`unavailable.${why.reason}`, { missing: writer.points(BigInt(why.missing)) });
    case 'price_changed':
      return writer.message('unavailable.price_changed', { points: writer.points(BigInt(why.points)) });
    case 'not_in_tier': {
      const names = why.levels.map((id) => {
        const level = tiers?.levels.find((one) => one.id === id);
        return writer.code(level ? localizedText(level.name, locale) : id);
      });
      return why.andAbove
        ? writer.message('unavailable.not_in_tier.andAbove', { level: names[0] ?? '' })
        : writer.message('unavailable.not_in_tier', { levels: writer.list(names) });
    }
    default:
      return writer.message(`unavailable.${why.reason}`);
  }
}
