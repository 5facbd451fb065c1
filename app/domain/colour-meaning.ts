/** Where a colour says more than the merchant may mean: a hint, never a rule. */

export type ColourMeaning = 'mourning' | 'luck' | 'faith';
type Family = 'white' | 'red' | 'green' | 'yellow' | 'purple';

/** What handbooks on colour across markets agree upon; countries by ISO 3166. */
const MEANINGS: readonly { family: Family; meaning: ColourMeaning; countries: readonly string[] }[] = [
  { family: 'white', meaning: 'mourning', countries: ['CN', 'HK', 'IN', 'JP', 'KR', 'TW', 'VN'] },
  { family: 'red', meaning: 'luck', countries: ['CN', 'HK', 'MO', 'SG', 'TW', 'VN'] },
  { family: 'red', meaning: 'mourning', countries: ['ZA'] },
  {
    family: 'green',
    meaning: 'faith',
    countries: ['AE', 'BH', 'EG', 'JO', 'KW', 'MA', 'OM', 'PK', 'QA', 'SA'],
  },
  { family: 'yellow', meaning: 'mourning', countries: ['EG', 'ET'] },
  { family: 'purple', meaning: 'mourning', countries: ['BR', 'TH'] },
];

/** What a colour like #1f5c56 is taken for in one of the countries; null where nothing is known. */
export function colourMeaning(colour: string, countries: readonly string[]): ColourMeaning | null {
  const family = familyOf(colour);
  const found = MEANINGS.find(
    (one) => one.family === family && one.countries.some((country) => countries.includes(country)),
  );
  return found?.meaning ?? null;
}

/** By how far its parts stand apart (0 to 255); null for what is none of them clearly. */
function familyOf(colour: string): Family | null {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const above = (one: number, ...others: number[]) => others.every((other) => one - other >= 64);
  if (red >= 240 && green >= 240 && blue >= 240) return 'white';
  if (red >= 192 && green >= 160 && above(red, blue) && above(green, blue)) return 'yellow';
  if (red >= 80 && blue >= 112 && above(blue, green) && red - green >= 32) return 'purple';
  if (red >= 144 && above(red, green, blue)) return 'red';
  return green >= 96 && green - red >= 48 && green - blue >= 24 ? 'green' : null;
}
