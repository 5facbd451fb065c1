// What Liquid alone writes, before any script: the panel in its states and languages, the product block with its exclusions, and nothing that a text could smuggle in.
import { describe, expect, it } from 'vitest';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid, type Place } from '../support/extension-liquid.ts';

const LANGUAGES = ['en', 'de', 'ja', 'ar'] as const;
const CURRENCY = { en: 'USD', de: 'EUR', ja: 'JPY', ar: 'KWD' } as const;

const reward = (id: string, points: number, amount: string, markets: string[] | null = null) => ({
  id,
  kind: 'amountOff',
  points,
  name: { en: '{amount} off', ja: '{amount} オフ' },
  for: { markets, tiers: null },
  values: [
    { currency: 'USD', amount },
    { currency: 'EUR', amount },
    { currency: 'JPY', amount: amount.replace('.', '') },
    { currency: 'KWD', amount: `${amount}0` },
  ],
});
const rewards = [
  reward('five', 500, '5.00'),
  reward('twenty-five', 2000, '25.50'),
  reward('abroad', 300, '3.00', ['jp']),
];

const programWith = (changes: object = {}) =>
  storefrontProgram(
    {
      number: 1,
      publishedAt: '2026-10-01T00:00:00Z',
      program: ProgramSchema.parse({ ...startingProgram, rewards, ...changes }),
    },
    { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } },
  );

const entry = {
  p: -500,
  at: '2026-11-12',
  t: { en: 'Redeemed <b>$5</b>', ja: '交換', de: 'Eingelöst', ar: 'استبدال' },
};
const code = { id: 'r1', rewardId: 'five', code: '4PMHH-KYJ2A-62ZPC', until: '2027-02-10T10:00:00Z' };
const normal = { v: 1, balance: 1240, available: 1100, pending: 140, entries: [entry], codes: [code] };
const members = {
  zero: { v: 1, balance: 0, available: 0, pending: 0, entries: [], codes: [] },
  normal,
  debt: { ...normal, balance: -100, available: -100, pending: 0 },
  loading: undefined,
};
const settings = { accent: '#1f5c56', paper: '#ffffff', ink: '#1c2a29', offset: 0, side: 'end' };

type Globals = {
  program?: object;
  member?: object | undefined;
  guest?: boolean;
  product?: object;
  customer?: object;
};

function render(block: string, language: (typeof LANGUAGES)[number], globals: Globals): string {
  const loyalty = { value: globals.member };
  const customer = { tags: [], metafields: { $app: { loyalty } }, ...globals.customer };
  const place: Place = {
    language,
    currency: CURRENCY[language],
    globals: {
      app: { metafields: { meridian: { program: { value: globals.program ?? programWith() } } } },
      customer: globals.guest ? undefined : customer,
      product: globals.product,
      localization: { market: { handle: 'us' } },
      routes: { root_url: '/', account_login_url: '/account/login' },
      block: { settings, shopify_attributes: '' },
    },
  };
  return String(extensionLiquid(place).renderFileSync(block));
}

/** What is to be read, without hidden parts. */
const readable = (html: string): string =>
  html
    .replace(/<(svg|template|script)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<(p|span|div|button|section)\b[^>]* hidden>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ');

describe.each(LANGUAGES)('the panel in %s', (language) => {
  it.each(Object.keys(members) as (keyof typeof members)[])('says that its state is %s', (state) => {
    const html = render('loyalty-panel', language, { member: members[state] });
    expect(html).toContain(`data-state="${state}"`);
    expect(html).toContain(`lang="${language}"`);
    expect(html).toContain(`dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
    expect(html).not.toMatch(/undefined|NaN|\[object|\{\{|\{amount\}/);
  });

  it('says what expires soon and when, or nothing of it', () => {
    const expiring = { ...normal, expiry: { p: 40, at: '2027-03-31' } };
    const told = readable(render('loyalty-panel', language, { member: expiring }));
    expect(told).toContain('2027-03-31');
    expect(told).toMatch(/40|٤٠/);
    expect(render('loyalty-panel', language, { member: normal })).toMatch(/data-part="expiry" hidden/);
  });

  it('shows a guest what there is, and one link to sign in', () => {
    const html = render('loyalty-panel', language, { guest: true });
    expect(html).toContain('data-state="guest"');
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain('href="/account/login?return_url=%2F%23loyalty"');
    expect(html).not.toContain('data-part="balance"');
  });
});

describe.each(LANGUAGES)('an opt-in programme in %s', (language) => {
  const terms = { version: '2026-01', url: { en: '/policies/terms', de: 'https://haven.example/agb' } };
  const optIn = programWith({ enrolment: { mode: 'optIn', terms } });
  const panel = (globals: Globals) => render('loyalty-panel', language, { program: optIn, ...globals });

  it('asks who is signed in and no member to join, by the terms in force', () => {
    for (const member of [undefined, { ...members.zero, joined: false }]) {
      const html = panel({ member });
      expect(html).toContain('data-state="join"');
      expect(html).toContain('data-terms="2026-01"');
      expect(html.match(/data-action="join"/g)).toHaveLength(1);
      expect(html).toContain(`href="${language === 'de' ? terms.url.de : terms.url.en}"`);
      expect(readable(html)).not.toMatch(/translation missing|\{\{/i);
    }
  });

  it('asks no member, no guest, and nobody where signing in enrols', () => {
    expect(panel({ member: { ...normal, joined: true } })).toContain('data-state="normal"');
    expect(panel({ guest: true })).not.toContain('data-action="join"');
    const automatic = panel({ program: programWith(), member: { ...members.zero, joined: false } });
    expect(automatic).toContain('data-state="zero"');
    expect(automatic).not.toContain('data-action="join"');
  });

  it('tells a guest that one joins', () => {
    const text = { en: 'Sign in and join', de: 'beitreten', ja: '参加すると', ar: 'وانضم' }[language];
    expect(readable(panel({ guest: true }))).toContain(text);
    expect(readable(render('loyalty-panel', language, { guest: true }))).not.toContain(text);
  });

  it('names no terms where there are none', () => {
    const html = panel({ program: programWith({ enrolment: { mode: 'optIn' } }), member: undefined });
    expect(html).toMatch(/data-part="join-terms" hidden/);
  });
});

describe('the level', () => {
  const level = (id: string, threshold: string, ja: string) => ({
    id,
    name: { en: `<i>${id}</i>`, ja },
    threshold,
    multiplier: '1',
  });
  const levels = [level('bronze', '0', 'ブロンズ'), level('gold', '100', 'ゴールド')];
  const program = programWith({ tiers: { basis: 'points', period: { kind: 'lifetime' }, levels } });
  it.each([
    ['its name in the language of the page', 'ja', { tier: { id: 'gold' } }, 'ゴールド'],
    ['nothing of it executed', 'en', { tier: { id: 'gold' } }, '&lt;i&gt;gold&lt;/i&gt;'],
    ['none that the programme no longer has', 'en', { tier: { id: 'ruby' } }, null],
    ['none without tiers', 'en', { tier: null }, null],
    ['none in data from before', 'en', {}, null],
  ] as const)('%s', (_name, language, tier, said) => {
    const html = render('loyalty-panel', language, { program, member: { ...normal, ...tier } });
    expect(/data-part="level-text"><bdi>([\s\S]*?)<\/bdi>/.exec(html)?.[1] ?? null).toBe(said);
    // The script fills it when a level comes.
    expect(html).toMatch(said === null ? /data-part="level" hidden/ : /data-part="level">/);
  });
});

it('tells a member what they have, what it is worth and what is next, in money', () => {
  const text = readable(render('loyalty-panel', 'en', { member: normal }));
  for (const said of [
    '1,100 points',
    'Worth $11.00',
    '140 points on the way',
    'About $760 more until $25.50 off',
    '4PMHH-KYJ2A-62ZPC',
    '900 points to go',
    '−500',
  ])
    expect(text).toContain(said);
});

it.each([
  ['en', '$5.00 off'],
  ['ja', '700 オフ'],
] as const)('names a reward in %s by what is set for the currency there', (language, said) => {
  const values = [
    { currency: 'USD', amount: '5.00' },
    { currency: 'JPY', amount: '700' },
  ];
  const everywhere = programWith({ rewards: [{ ...reward('five', 500, '5.00'), values }] });
  const text = readable(render('loyalty-panel', language, { program: everywhere, member: normal }));
  expect(text).toContain(said);
  expect(text).not.toContain('25.50');
});

it.each([
  ['nothing that is not set in its currency', 'ja', { values: [{ currency: 'USD', amount: '5.00' }] }],
  ['nothing that the shop cannot give out', 'en', { kind: 'storeCredit' }],
] as const)('lists %s', (_title, language, change) => {
  const program = programWith({ rewards: [{ ...reward('five', 500, '5.00'), ...change }] });
  expect(render('loyalty-panel', language, { program, member: normal })).not.toContain('data-id="five"');
});

it.each(LANGUAGES)('says of a debt in %s that it is one, and not how it came', (language) => {
  const text = readable(render('loyalty-panel', language, { member: { ...members.debt, codes: [] } }));
  const said = { en: 'below zero', de: 'unter null', ja: 'マイナス', ar: 'دون الصفر' }[language];
  expect(text).toContain(said);
  expect(text).not.toMatch(/return|Rückgabe|返品|إرجاع/);
});

it('lists the rewards of its market only', () => {
  expect(render('loyalty-panel', 'en', { member: normal })).not.toContain('data-id="abroad"');
});

it('is not there before a programme is published', () => {
  const place: Place = {
    language: 'en',
    currency: 'USD',
    globals: { app: { metafields: {} }, block: { settings } },
  };
  for (const block of ['loyalty-panel', 'loyalty-product'])
    expect(String(extensionLiquid(place).renderFileSync(block)).trim()).toBe('');
});

it('guesses at nothing that a newer version of the app wrote', () => {
  const newer = { ...programWith(), v: 2 };
  for (const block of ['loyalty-panel', 'loyalty-product'])
    expect(render(block, 'en', { program: newer, member: normal, product }).trim()).toBe('');
  for (const enrolment of [startingProgram.enrolment, { ...startingProgram.enrolment, mode: 'optIn' }]) {
    const html = render('loyalty-panel', 'en', { program: programWith({ enrolment }), member: { v: 2 } });
    // The script asks for what is true.
    expect(html).toContain('data-state="loading"');
  }
});

it('reads what an older version of the app wrote', () => {
  const { v, number, name, label, rates, rounding } = programWith();
  const program = { v, number, name, label, rates, rounding, rewards: [] };
  const member = { v: 1, balance: 1240, available: 1240, pending: 0, entries: [], codes: [] };
  const html = render('loyalty-panel', 'en', { program, member });
  expect(readable(html)).toContain('1,240 points');
  expect(html).toContain('data-state="normal"');
  expect(html).not.toMatch(/undefined|NaN|\[object/);
  expect(readable(render('loyalty-product', 'en', { program, product }))).toContain('Earn about 34 points');
});

const variant = { id: 11, price: 3498 };
const product = {
  id: 7,
  vendor: 'Haven',
  tags: ['Linen'],
  collections: [{ id: 70 }],
  'gift_card?': false,
  variants: [variant, { id: 12, price: 5000 }, { id: 13, price: 5000 }],
  selected_or_first_available_variant: variant,
};
const exclusions = {
  productIds: [],
  collectionIds: [],
  productTags: [],
  vendors: [],
  orderTags: [],
  channels: [],
};
const excluding = (changes: object) =>
  programWith({ earning: { ...startingProgram.earning, exclusions: { ...exclusions, ...changes } } });

it('has the sentence of every price of the product, the chosen one first', () => {
  const html = render('loyalty-product', 'en', { product, guest: true });
  expect(readable(html)).toContain('Earn 34 points, worth $0.34');
  expect(html.match(/<template/g)).toHaveLength(2);
  expect(html).toMatch(/<template data-variants="12 13">[\s\S]*?data-points="50"/);
});

it.each<[string, Globals]>([
  ['a product', { program: excluding({ productIds: ['7'] }) }],
  ['a vendor', { program: excluding({ vendors: ['Haven'] }) }],
  ['a tag, whatever its case', { program: excluding({ productTags: [' LINEN '] }) }],
  ['a collection', { program: excluding({ collectionIds: ['70'] }) }],
  ['gift cards', { product: { ...product, 'gift_card?': true } }],
  ['business customers', { customer: { 'b2b?': true } }],
  [
    'customers with a tag',
    {
      customer: { tags: ['STAFF'] },
      program: programWith({ enrolment: { ...startingProgram.enrolment, excludedCustomerTags: ['staff'] } }),
    },
  ],
])('promises nothing where the programme excludes %s', (_, globals) => {
  expect(render('loyalty-product', 'en', { product, ...globals }).trim()).toBe('');
});
