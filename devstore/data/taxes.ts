import type { Product } from '../state/catalogue-types.ts';

/** A tax as an exact share of 100,000, and whether shipping bears it. */
export type Tax = { title: string; per100k: number; onShipping: boolean };

const vat = (title: string, standard: number, reduced: number) => ({ title, standard, reduced });

/** Value added and consumption taxes: percent, standard and reduced (food). */
const countryTaxes: Record<string, { title: string; standard: number; reduced: number }> = {
  DE: vat('DE MwSt', 19, 7),
  FR: vat('FR TVA', 20, 5.5),
  NL: vat('NL BTW', 21, 9),
  AT: vat('AT USt', 20, 10),
  BE: vat('BE BTW', 21, 6),
  IE: vat('IE VAT', 23, 0),
  IT: vat('IT IVA', 22, 10),
  ES: vat('ES IVA', 21, 10),
  JP: vat('CT', 10, 8),
  AE: vat('VAT', 5, 5),
  SA: vat('VAT', 15, 15),
  BH: vat('VAT', 10, 0),
  OM: vat('VAT', 5, 0),
};

/** Sales taxes of some states; the others have none in this shop, which is not registered there. */
const stateTaxes: Record<string, readonly Tax[]> = {
  NY: [
    { title: 'New York State Tax', per100k: 4_000, onShipping: true },
    { title: 'New York City Tax', per100k: 4_875, onShipping: true },
  ],
  CA: [{ title: 'California State Tax', per100k: 7_250, onShipping: false }],
  TX: [{ title: 'Texas State Tax', per100k: 6_250, onShipping: true }],
  WA: [{ title: 'Washington State Tax', per100k: 6_500, onShipping: true }],
  MA: [{ title: 'Massachusetts State Tax', per100k: 6_250, onShipping: false }],
};

/** The taxes on goods of a class sent to an address; `shipping` asks for those on the shipping price. */
export function taxesFor(
  destination: { countryCode: string; provinceCode: string | null },
  item: Product['taxClass'] | 'shipping',
): readonly Tax[] {
  if (item === 'none') return [];
  if (destination.countryCode === 'US') {
    const taxes = stateTaxes[destination.provinceCode ?? ''] ?? [];
    return item === 'shipping' ? taxes.filter((tax) => tax.onShipping) : taxes;
  }
  const country = countryTaxes[destination.countryCode];
  if (!country) return [];
  const percent = item === 'reduced' ? country.reduced : country.standard;
  return percent === 0 ? [] : [{ title: country.title, per100k: percent * 1000, onShipping: true }];
}
