type NamedMarket = { handle: string; countries: readonly string[] };

/** Text of the shop's, whichever way it runs, inside a sentence that may run the other way. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** A market of one country goes by the country's name, the EU's by its own; others by their handle, which is all that the programme knows. */
export function marketName({ handle, countries }: NamedMarket, locale: string): string {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  const [country] = countries;
  if (countries.length === 1 && country) return names.of(country) ?? handle;
  if (handle === 'eu') return names.of('EU') ?? handle;
  return handle.charAt(0).toUpperCase() + handle.slice(1).replaceAll('-', ' ');
}

/** What the merchant calls it; its handle where it is not among them any more. */
export function marketTitle(
  markets: readonly (NamedMarket & { handle: string })[],
  handle: string,
  locale: string,
): string {
  const market = markets.find((one) => one.handle === handle);
  return market ? marketName(market, locale) : handle;
}
