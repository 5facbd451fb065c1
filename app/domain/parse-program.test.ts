import { describe, expect, it } from 'vitest';
import { parseProgram, pathText } from './parse-program.ts';
import { type Program, programJsonSchema, ProgramSchema } from './program.ts';
import { startingProgram } from './starting-program.ts';

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;

/** The starting programme with one part replaced; `undefined` takes it away. */
function changed(path: (string | number)[], value: Json | undefined): unknown {
  const document: Json = JSON.parse(JSON.stringify(startingProgram));
  const parent = path.slice(0, -1).reduce<Json>((part, key) => Reflect.get(Object(part), key), document);
  if (value === undefined) Reflect.deleteProperty(Object(parent), path.at(-1) ?? '');
  else Reflect.set(Object(parent), path.at(-1) ?? '', value);
  return document;
}

const faultsOf = (document: unknown): string[] => {
  const parsed = parseProgram(document);
  return parsed.ok ? [] : parsed.faults.map(({ path, reason }) => `${path}: ${reason}`);
};

const level = (id: string, threshold: string, multiplier = '1') => ({
  id,
  name: { en: id },
  threshold,
  multiplier,
});
const tiers = (...levels: Json[]): Json => ({ basis: 'basePoints', period: { kind: 'lifetime' }, levels });
const campaign = (changes: { [key: string]: Json }): Json => ({
  id: 'double',
  name: { en: 'Double days' },
  startsAt: '2026-12-01T00:00:00Z',
  endsAt: null,
  effect: { kind: 'multiply', by: '2' },
  ...changes,
});
const reward = (changes: { [key: string]: Json }): Json => ({
  id: 'five-off',
  kind: 'amountOff',
  points: 500,
  name: { en: '{amount} off' },
  values: [{ currency: 'USD', amount: '5.00' }],
  ...changes,
});
const market = (handle: string, ...countries: string[]): Json => ({
  handle,
  countries,
  currency: 'USD',
  locale: 'en',
});

describe('a document that is not valid', () => {
  it.each<[string, (string | number)[], Json | undefined, string[]]>([
    ['a part is missing', ['earning'], undefined, ['earning: is missing']],
    ['an unknown key', ['colour'], 'red', ['colour: is not a field of a programme']],
    [
      'an unknown key deep inside',
      ['earning', 'basis', 'tip'],
      true,
      ['earning.basis.tip: is not a field of a programme'],
    ],
    [
      'a number for a decimal',
      ['earning', 'rates', 0, 'spend'],
      1,
      ['earning.rates[0].spend: is not of type string'],
    ],
    ['a spend of 0', ['earning', 'rates', 0, 'spend'], '0.00', ['earning.rates[0].spend: is not above 0']],
    [
      'an exponent',
      ['earning', 'rates', 0, 'spend'],
      '1e2',
      ['earning.rates[0].spend: is not a decimal number'],
    ],
    [
      'no currency',
      ['earning', 'rates', 0, 'currency'],
      'XXQ',
      ['earning.rates[0].currency: is not an ISO 4217 currency code'],
    ],
    [
      'two rates of a currency',
      ['earning', 'rates', 1, 'currency'],
      'USD',
      ['earning.rates[1].currency: repeats "USD"'],
    ],
    [
      'half a point',
      ['earning', 'rates', 0, 'points'],
      0.5,
      ['earning.rates[0].points: is not of type integer'],
    ],
    [
      'an unknown rounding',
      ['earning', 'rounding'],
      'bankers',
      ['earning.rounding: is not one of "down", "halfUp", "up"'],
    ],
    ['no language', ['name'], {}, ['name: has no language']],
    ['no language tag', ['name'], { en_US: 'x' }, ['name.en_US: is not a BCP 47 language tag']],
    [
      'no plural category',
      ['pointsLabel', 'en'],
      { other: 'x', several: 'y' },
      ['pointsLabel.en.several: is not a field of a programme'],
    ],
    ['without "other"', ['pointsLabel', 'en'], { one: 'x' }, ['pointsLabel.en.other: is missing']],
    [
      'a country in two markets',
      ['markets'],
      [market('a', 'US'), market('b', 'CA', 'US')],
      ['markets[1].countries[1]: is in markets[0] already'],
    ],
    [
      'a repeated market',
      ['markets'],
      [market('a', 'US'), market('a', 'CA')],
      ['markets[1].handle: repeats "a"'],
    ],
    [
      'no country',
      ['markets'],
      [market('a', 'ZQ')],
      ['markets[0].countries[0]: is not an ISO 3166 country code'],
    ],
    [
      'thresholds that fall',
      ['tiers'],
      tiers(level('a', '0'), level('b', '300'), level('c', '300.00')),
      ['tiers.levels[2].threshold: is not above that of the level before'],
    ],
    [
      'a first threshold above 0',
      ['tiers'],
      tiers(level('a', '1')),
      ['tiers.levels[0].threshold: of the first level is not 0'],
    ],
    [
      'a multiplier below 1',
      ['tiers'],
      tiers(level('a', '0', '0.99')),
      ['tiers.levels[0].multiplier: is not between 1 and 100'],
    ],
    [
      'a multiplier above 100',
      ['campaigns'],
      [campaign({ effect: { kind: 'multiply', by: '100.01' } })],
      ['campaigns[0].effect.by: is not between 1 and 100'],
    ],
    [
      'a window that ends as it begins',
      ['campaigns'],
      [campaign({ endsAt: '2026-12-01T01:00:00+01:00' })],
      ['campaigns[0].endsAt: is not after startsAt'],
    ],
    [
      'two campaigns of one id',
      ['campaigns'],
      [campaign({}), campaign({})],
      ['campaigns[1].id: repeats "double"'],
    ],
    [
      'an effect of no kind',
      ['campaigns'],
      [campaign({ effect: { kind: 'triple' } })],
      ['campaigns[0].effect.kind: is not one of the known kinds'],
    ],
    [
      'a reward of no kind',
      ['rewards'],
      [reward({ kind: 'car' })],
      ['rewards[0].kind: is not one of the known kinds'],
    ],
    [
      'a reward without values',
      ['rewards'],
      [reward({ values: [] })],
      ['rewards[0].values: has no currency'],
    ],
    [
      'a product id with a letter',
      ['earning', 'exclusions', 'productIds'],
      ['gid1'],
      ["earning.exclusions.productIds[0]: is not one of Shopify's numeric ids"],
    ],
    ['a NUL', ['name', 'en'], 'a\0', ['name.en: holds a NUL or a lone surrogate']],
    [
      'a key __proto__',
      ['earning'],
      JSON.parse('{"__proto__":{}}'),
      ['earning.__proto__: is not a field of a programme'],
    ],
  ])('%s', (_name, path, value, faults) => {
    expect(faultsOf(changed(path, value))).toEqual(faults);
  });

  it.each([
    ['/policies/terms-of-service', true],
    ['https://haven.example/terms?v=2', true],
    ['http://haven.example/terms', false],
    ['javascript:alert(1)', false],
    ['//elsewhere.example', false],
    ['/\\elsewhere.example', false],
    ['https:// elsewhere.example', false],
    ['', false],
  ])('terms at %j', (address, isLink) => {
    const terms = { version: '2026-01', url: { en: address } };
    const reason = 'enrolment.terms.url.en: is not an https:// address or a path like /policies/terms';
    expect(faultsOf(changed(['enrolment', 'terms'], terms))).toEqual(isLink ? [] : [reason]);
  });

  it.each([null, 1, 'x', [], true])('%j is refused whole', (document) => {
    expect(faultsOf(document)).toEqual([': is not of type object']);
  });

  it('is told every fault, those across fields beside those of a field', () => {
    const document = changed(['tiers'], tiers(level('a', '5'), level('a', 'x'), level('b', '4', '0')));
    expect(faultsOf(document)).toEqual([
      'tiers.levels[1].threshold: is not a decimal number',
      'tiers.levels[2].multiplier: is not between 1 and 100',
      'tiers.levels[1].id: repeats "a"',
      'tiers.levels[0].threshold: of the first level is not 0',
    ]);
  });

  it('writes odd keys of a path so that they can be told apart', () => {
    expect(pathText(['name', 'a.b', 0, ''])).toBe('name["a.b"][0][""]');
  });
});

describe('a valid document', () => {
  const normalized = (path: string[], value: Json | undefined): Program =>
    ProgramSchema.parse(changed(path, value));

  it('is its own normal form', () => {
    expect(parseProgram(JSON.parse(JSON.stringify(startingProgram)))).toEqual({
      ok: true,
      program: startingProgram,
    });
  });

  it.each([['campaigns'], ['rewards'], ['markets'], ['tiers'], ['pointValue'], ['expiry'], ['refunds']])(
    'may leave out %s',
    (part) => {
      expect(faultsOf(changed([part], undefined))).toEqual([]);
    },
  );

  it('takes missing, null and empty conditions for none', () => {
    const none = { markets: null, tiers: null, channels: null, minSpend: null, firstOrder: false };
    const empty = { markets: [], tiers: [], channels: null, minSpend: [] };
    const { campaigns } = normalized(
      ['campaigns'],
      [
        campaign({ id: 'a', when: {} }),
        campaign({ id: 'b', when: null, lines: null }),
        campaign({ id: 'c', when: empty, lines: { productIds: [], vendors: [] } }),
      ],
    );
    expect(campaigns.map((each) => [each.active, each.when, each.lines])).toEqual(
      [none, none, none].map((when) => [true, when, null]),
    );
  });

  it('has every kind of reward', () => {
    const values = [{ currency: 'JPY', amount: '700' }];
    const kinds: Record<string, { [key: string]: Json }> = {
      amountOff: { values },
      percentOff: { percent: '10', ceiling: values },
      freeShipping: { countries: ['JP'] },
      freeProduct: { variantId: '12' },
      storeCredit: { values },
      giftCard: { values },
      exclusiveAccess: { customerTag: 'early' },
      voucher: {},
      donation: {},
      custom: {},
    };
    const rewards = Object.entries(kinds).map(([kind, rest]) => ({
      id: kind,
      kind,
      points: 5,
      name: { en: kind },
      ...rest,
    }));
    expect(normalized(['rewards'], rewards).rewards.map((each) => each.kind)).toEqual(Object.keys(kinds));
  });

  it('has a JSON Schema that names its fields', () => {
    const text = JSON.stringify(programJsonSchema());
    expect(JSON.parse(text)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { earning: { properties: { rates: { type: 'array' } } } },
    });
  });
});
