type NamedMarket = { handle: string; countries: readonly string[] };

/** A market of one country goes by the country's name, others by their handle. */
export function marketName({ handle, countries }: NamedMarket, locale: string): string {
  const [country] = countries;
  if (countries.length !== 1 || !country) return handle;
  return new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? handle;
}
