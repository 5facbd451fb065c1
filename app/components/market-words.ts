import type { Program } from '../domain/program.ts';
import { marketName } from './market-name.ts';
import type { Words } from './words.ts';

/** Who is in a market, and what is paid and read there. */
export function marketSentence(market: Program['markets'][number], { text, locale }: Words): string {
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return text('changes.market', {
    name: marketName(market, locale),
    countries: list.format(market.countries.map((one) => regions.of(one) ?? one)),
    currency: market.currency,
    language: languages.of(market.locale.replace(/-u-.*$/i, '')) ?? market.locale,
  });
}
