// A market as a form, there and back, every fault at its field; and the programme's markets beside Shopify's.
import { expect, it } from 'vitest';
import { digitChoices, marketForm, marketSection } from './market-form.ts';
import { marketDifferences, marketsThatLose, programMarkets, withDifference } from './market-differences.ts';
import { ProgramSchema, type Market } from './program.ts';
import { startingProgram } from './starting-program.ts';

const market = (handle: string, countries: string[], currency: string, locale: string): Market => ({
  ...{ handle, countries, currency, locale },
});
const markets = [
  market('us', ['US'], 'USD', 'en'),
  market('eu', ['DE', 'FR'], 'EUR', 'de-AT'),
  market('gulf', ['KW'], 'KWD', 'ar-u-nu-arab'),
];
const program = ProgramSchema.parse({ ...startingProgram, markets });
const read = (handle: string | null, sent: object) => {
  const found = marketSection(handle).read(sent, program);
  return found.ok ? ProgramSchema.parse(found.document).markets : found.faults;
};

it.each(markets)('$handle there and back', (one) => {
  expect(read(one.handle, marketForm(one))).toEqual(markets);
});

it('digits are a choice of their own, where the language has one', () => {
  expect(marketForm(markets[2]!)).toMatchObject({ locale: 'ar', digits: 'arab' });
  expect(digitChoices('ar-KW', null)).toEqual(['latn', 'arab']);
  expect(digitChoices('ja', null)).toEqual([]);
  const latin = read('gulf', { ...marketForm(markets[2]!), digits: 'latn' });
  expect(latin).toMatchObject([{}, {}, { locale: 'ar-u-nu-latn' }]);
  // Of a language without the choice nothing is left of it.
  expect(read('gulf', { ...marketForm(markets[2]!), locale: 'en' })).toMatchObject([
    {},
    {},
    { locale: 'en' },
  ]);
});

it('digits that only a document could name stay for as long as the language does', () => {
  const thai = market('th', ['TH'], 'THB', 'th-u-nu-thai');
  const own = ProgramSchema.parse({ ...startingProgram, markets: [thai] });
  const saved = (sent: object) => {
    const found = marketSection('th').read({ ...marketForm(thai), ...sent }, own);
    return found.ok && ProgramSchema.parse(found.document).markets;
  };
  expect(saved({ countries: 'TH LA' })).toEqual([{ ...thai, countries: ['TH', 'LA'] }]);
  expect(saved({ locale: 'en' })).toEqual([{ ...thai, locale: 'en' }]);
  // A select without them would send another.
  expect(digitChoices('th', thai)).toEqual(['thai']);
  expect(digitChoices('fa', { ...thai, locale: 'fa-u-nu-arab' })).toEqual(['latn', 'arabext', 'arab']);
  expect(digitChoices('en', thai)).toEqual([]);
});

it('one that somebody has deleted meanwhile is brought back as the form has it', () => {
  const [us, eu, gulf] = markets;
  const found = marketSection('eu').read(marketForm(eu!), { ...program, markets: [us!, gulf!] });
  expect(found.ok && ProgramSchema.parse(found.document).markets).toEqual([us, gulf, eu]);
});

it('a new market comes last; one that is edited keeps its handle and its place', () => {
  const sent = { handle: 'jp', countries: 'jp JP', currency: 'JPY', locale: 'ja', digits: '' };
  expect(read(null, sent)).toEqual([...markets, market('jp', ['JP'], 'JPY', 'ja')]);
  // Asked again after a lost answer, it is the same one.
  const once = { ...program, markets: [...markets, market('jp', ['JP'], 'JPY', 'ja')] };
  expect(marketSection(null).read(sent, once)).toEqual({ ok: true, document: once });
  expect(marketSection(null).read({ ...sent, currency: 'USD' }, once)).toMatchObject({
    faults: { handle: [{ code: 'taken' }] },
  });
  expect(read('us', { ...sent, countries: 'US CA' })).toMatchObject([
    { handle: 'us', countries: ['US', 'CA'], currency: 'JPY' },
    {},
    {},
  ]);
});

it.each<[string, string | null, object, object]>([
  [
    'a country of a later market',
    'us',
    { countries: 'US DE' },
    { countries: [{ code: 'countryTaken', country: 'DE', market: 'eu' }] },
  ],
  [
    'a country of an earlier market',
    'eu',
    { countries: 'us FR' },
    { countries: [{ code: 'countryTaken', country: 'US', market: 'us' }] },
  ],
  ['a country that is none', 'us', { countries: 'USA' }, { countries: [{ code: 'notCountry' }] }],
  ['no currency', 'us', { currency: '' }, { currency: [{ code: 'required' }] }],
  ['no language', 'us', { locale: '' }, { locale: [{ code: 'required' }] }],
  ['a handle that another has', null, { handle: 'eu', countries: '' }, { handle: [{ code: 'taken' }] }],
  ['a handle that is none', null, { handle: 'a b', countries: '' }, { handle: [{ code: 'notId' }] }],
  ['no handle', null, { handle: '', countries: '' }, { handle: [{ code: 'required' }] }],
])('%s is told at its field', (_, handle, sent, faults) => {
  const form = marketForm(markets.find((one) => one.handle === handle) ?? { ...markets[0]!, handle: 'new' });
  expect(read(handle, { ...form, ...sent })).toEqual(faults);
});

const told = [
  { handle: 'us', countries: ['US', 'CA'], currency: 'USD', locales: ['en'] },
  { handle: 'eu', countries: ['FR', 'DE'], currency: 'EUR', locales: ['fr', 'de'] },
  { handle: 'dach', countries: ['CH', 'DE'], currency: 'CHF', locales: ['de'] },
];

it('what Shopify has and the programme lacks, has otherwise, or has alone', () => {
  expect(marketDifferences(markets, told)).toEqual([
    {
      kind: 'changed',
      market: market('us', ['US', 'CA'], 'USD', 'en'),
      before: markets[0],
      parts: ['countries'],
    },
    // Of a country in two of Shopify's markets the first has it.
    { kind: 'missing', market: market('dach', ['CH'], 'CHF', 'de') },
    { kind: 'gone', before: markets[2] },
  ]);
  expect(marketDifferences(programMarkets(told), told)).toEqual([]);
});

it('a language that the shop does not speak any more gives way, digits and country of one that it does stay', () => {
  const german = [{ ...told[1]!, locales: ['fr'] }];
  expect(marketDifferences([markets[1]!], german)).toMatchObject([
    { parts: ['locale'], market: { locale: 'fr' } },
  ]);
  expect(marketDifferences([markets[1]!], [told[1]!])).toEqual([]);
});

it('taken over one by one, in any order, the programme has what Shopify has', () => {
  const moved = [{ ...told[0]! }, { ...told[1]!, countries: ['FR'] }, { ...told[2]! }];
  let now = markets;
  for (const handle of ['dach', 'eu', 'us', 'gulf']) {
    const difference = marketDifferences(now, moved).find(
      (one) => (one.kind === 'gone' ? one.before : one.market).handle === handle,
    );
    if (difference) now = withDifference(now, difference);
    expect(ProgramSchema.safeParse({ ...program, markets: now }).success).toBe(true);
  }
  expect(marketDifferences(now, moved)).toEqual([]);
});

it('what is taken over says which other markets lose which countries by it', () => {
  const germany = { handle: 'germany', countries: ['DE', 'AT'], currency: 'EUR', locales: ['de'] };
  const [missing] = marketDifferences(markets, [germany]);
  expect(missing && marketsThatLose(markets, missing)).toEqual([{ market: markets[1], countries: ['DE'] }]);
  const [changed] = marketDifferences(markets, [
    { ...germany, handle: 'us', countries: ['US', 'KW'], currency: 'USD' },
  ]);
  expect(changed && marketsThatLose(markets, changed)).toEqual([{ market: markets[2], countries: ['KW'] }]);
  const gone = { kind: 'gone' as const, before: markets[0]! };
  expect(marketsThatLose(markets, gone)).toEqual([]);
});
