const names = new Intl.DisplayNames('en', { type: 'region' });

/** The English name of a country, as Shopify prints it beside the code. */
export function countryName(countryCode: string): string {
  return names.of(countryCode) ?? countryCode;
}
