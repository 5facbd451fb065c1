// What Liquid alone writes of the cart's block, before any script: its states in four languages, and nothing where points cannot be used.
import { describe, expect, it } from 'vitest';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { mostPoints, type Facts } from '../../widget/cart-draw.js';
import { extensionLiquid } from '../support/extension-liquid.ts';

const CURRENCY = { en: 'USD', de: 'EUR', ja: 'JPY', ar: 'KWD' } as const;
type Language = keyof typeof CURRENCY;
const LANGUAGES = Object.keys(CURRENCY) as Language[];

const cartPoints = {
  step: 100,
  name: { en: '{amount} off' },
  values: [
    { currency: 'USD', amount: '1.00' },
    { currency: 'EUR', amount: '1.00' },
    { currency: 'JPY', amount: '140' },
    { currency: 'KWD', amount: '0.300' },
  ],
};
const programWith = (changes: object = {}) =>
  storefrontProgram(
    {
      number: 1,
      publishedAt: '2026-10-01T00:00:00Z',
      program: ProgramSchema.parse({
        ...startingProgram,
        cartPoints: { ...cartPoints, ...changes },
      }),
    },
    { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } },
  );

const normal = { v: 1, joined: true, balance: 1240, available: 1240, pending: 0, entries: [{}], hold: null };
const hold = { id: 'r1', code: '4PMHH-KYJ2A-62ZPC', points: 500, amount: {}, until: null };
const off = [{ type: 'discount_code', title: hold.code, total_allocated_amount: 70_000 }];
const goods = { item_count: 1, total_price: 1_000_000, items_subtotal_price: 1_000_000, items: [] };

type Scene = { member?: object | null; cart?: object; program?: object; customer?: object | null };

function render(
  language: Language,
  { member = normal, cart = {}, program = programWith(), customer = {} }: Scene,
) {
  const loyalty = { value: member };
  const engine = extensionLiquid({
    language,
    currency: CURRENCY[language],
    globals: {
      app: { metafields: { meridian: { program: { value: program } } } },
      customer: customer && { tags: [], metafields: { $app: { loyalty } } },
      cart: {
        currency: { iso_code: CURRENCY[language] },
        cart_level_discount_applications: [],
        ...goods,
        ...cart,
      },
      localization: { market: { handle: 'us' } },
      routes: {
        root_url: '/',
        cart_url: '/cart',
        cart_update_url: '/cart/update',
        account_login_url: '/login',
      },
      block: { settings: { accent: '#1f5c56', paper: '#ffffff', ink: '#1c2a29' }, shopify_attributes: '' },
    },
  });
  return String(engine.renderFileSync('loyalty-cart'));
}

const factsOf = (html: string) =>
  JSON.parse(/data-facts="([^"]*)"/.exec(html)![1]!.replaceAll('&#34;', '"')) as Record<string, unknown>;

const SCENES: [string, Scene][] = [
  ['guest', { customer: null }],
  ['zero', { member: null }],
  // Everybody holds the first level.
  ['zero', { member: null, program: { ...programWith({ for: { tiers: ['b'] } }), levels: [{ id: 'b' }] } }],
  ['loading', { member: { ...normal, v: 2 } }],
  ['zero', { member: { ...normal, balance: 0, available: 0, entries: [] } }],
  ['pending', { member: { ...normal, available: 0, pending: 1240 } }],
  ['debt', { member: { ...normal, balance: -300, available: -300 } }],
  ['few', { member: { ...normal, balance: 60, available: 60 } }],
  ['small', { cart: { total_price: 20, items_subtotal_price: 20 } }],
  ['ready', {}],
  [
    'held',
    {
      member: { ...normal, available: 740, hold },
      cart: { total_price: 930_000, cart_level_discount_applications: off },
    },
  ],
];

describe.each(LANGUAGES)('the cart in %s', (language) => {
  it.each(SCENES)('says what can be done: %s', (state, scene) => {
    const html = render(language, scene);
    expect(html).toContain(`data-state="${state}"`);
    expect(html).toContain(`dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
    expect(html).not.toMatch(/undefined|NaN|\[object|\{\{|translation missing/);
    expect(html.replaceAll(/data-\w+="[^"]*"/g, '')).not.toMatch(/\{\w+\}/);
    // Nothing is loaded where there is nothing to do, but for what the cart earns.
    const isLive = ['ready', 'held', 'small'].includes(state);
    expect(html.split('<meridian-cart')[1]?.includes('loyalty.js')).toBe(isLive);
  });
});

describe('the most that is offered', () => {
  it.each<[string, Scene, object]>([
    ['whole steps of what there is', {}, { most: 1_200, before: 1_000_000, taken: 0, hold: null }],
    [
      'with what is held already',
      {
        member: { ...normal, available: 740, hold },
        cart: { total_price: 930_000, cart_level_discount_applications: off },
      },
      { most: 1_200, before: 1_000_000, taken: 70_000 },
    ],
    [
      'nothing of gift cards',
      { cart: { items: [{ gift_card: true, final_line_price: 950_000 }] } },
      { most: 300, subtotal: 50_000 },
    ],
    ['nothing that other discounts have taken', { cart: { total_price: 14_000 } }, { most: 100 }],
    ['a share of the cart', { program: programWith({ maximum: { percent: 5 } }) }, { most: 300 }],
    [
      'no more than the merchant allows',
      { program: programWith({ maximum: { points: 450 } }) },
      { most: 400 },
    ],
  ])('%s', (_, scene, facts) => {
    expect(factsOf(render('ja', scene))).toMatchObject(facts);
  });

  it('says so where the cart has become smaller than what is held', () => {
    const member = { ...normal, available: 740, hold };
    const small = { total_price: 0, items_subtotal_price: 42_000 };
    const taken = [{ ...off[0], total_allocated_amount: 42_000 }];
    const html = render('ja', { member, cart: { ...small, cart_level_discount_applications: taken } });
    expect(html).toContain('data-over');
    expect(factsOf(html)).toMatchObject({ most: 300, state: 'held' });
  });
});

const holding = { ...normal, available: 740, hold };
it.each<[string, Scene]>([
  ['an empty cart', { member: holding, cart: { item_count: 0, total_price: 0, items_subtotal_price: 0 } }],
  ['no offer', { member: holding, program: { ...programWith(), cart: null } }],
  [
    'a currency without a value',
    { member: holding, program: programWith({ values: [{ currency: 'USD', amount: '1.00' }] }) },
  ],
  ['another level', { member: holding, program: programWith({ for: { markets: null, tiers: ['gold'] } }) }],
  ['a debt', { member: { ...normal, available: -200, hold } }],
  ['a larger step', { member: { ...holding, available: 0 }, program: programWith({ step: 2_000 }) }],
])('what is held can be given back: %s', (_, scene) => {
  const html = render('ja', scene);
  expect(html).toContain('data-state="kept"');
  expect(html).toContain('loyalty.js');
  expect(html).toMatch(/data-action="undo"/);
  expect(html).toMatch(/data-part="choose" hidden/);
  expect(html).not.toMatch(/data-part="held" hidden|undefined|NaN|translation missing/);
  expect(mostPoints(factsOf(html) as Facts)).toBe(0);
});

it('of a hold that waits for a person it says so instead of when the points return', () => {
  const said = (more: object) => {
    const html = render('en', { member: { ...holding, hold: { ...hold, ...more } } });
    return [html.includes('We are checking this code.'), html.includes('they return within')];
  };
  expect(said({ stuck: true })).toEqual([true, false]);
  expect(said({})).toEqual([false, true]);
});

it.each<[string, Scene]>([
  ['not in the cart', {}],
  ['taken off', { cart: { total_price: 930_000, cart_level_discount_applications: off } }],
])(
  'a hold that waits for a person, %s: Undo alone, and with it the choice that is ready by then',
  (_, scene) => {
    const html = render('ja', { ...scene, member: { ...holding, hold: { ...hold, stuck: true } } });
    expect(html).toMatch(/data-state="stuck"[\s\S]*data-action="undo"/);
    expect(html).toMatch(/data-part="choose" hidden/);
    expect(html).not.toMatch(/data-action="change"|data-part="held" hidden|undefined|NaN/);
    const facts = factsOf(html) as Facts;
    const given = { ...facts, hold: null, available: facts.available + hold.points };
    expect([facts.most, mostPoints(given)]).toEqual([1_200, 1_200]);
  },
);

it.each<[string, Scene]>([
  ['an empty cart', { cart: { item_count: 0 } }],
  ['no offer', { program: { ...programWith(), cart: null } }],
  ['a currency without a value', { program: programWith({ values: [{ currency: 'USD', amount: '1.00' }] }) }],
  ['a programme of a newer version', { program: { ...programWith(), v: 2 } }],
  ['another market', { program: programWith({ for: { markets: ['eu'], tiers: null } }) }],
  ['another level', { program: programWith({ for: { markets: null, tiers: ['gold'] } }) }],
  ['who has not joined', { member: { ...normal, joined: false } }],
])('offers nothing for %s', (_, scene) => {
  expect(render('ja', scene)).not.toContain('<meridian-cart');
});

const throws = {
  gift_card: false,
  final_line_price: 1_000_000,
  product: { id: 7, vendor: 'Haven', tags: [] },
};
const earns = (language: Language, scene: Scene) =>
  /data-mrd-earns[\s\S]*?<p>([\s\S]*?)<\/p>/
    .exec(render(language, scene))?.[1]
    ?.replaceAll(/<[^>]+>/g, '')
    .trim();

it.each<[string, Language, Scene, string | undefined]>([
  ['a guest, to whom it is the same', 'en', { customer: null, cart: { items: [throws] } }, '10,000 points'],
  ['a member', 'ja', { cart: { items: [throws] } }, '100'],
  [
    'a cart without points to use',
    'ja',
    { cart: { items: [throws] }, program: { ...programWith(), cart: null } },
    '100',
  ],
  ['what discounts leave', 'ja', { cart: { items: [throws], total_price: 500_000 } }, '50'],
  ['an empty cart', 'ja', { cart: { item_count: 0 } }, undefined],
  ['nothing that earns', 'ja', { cart: { items: [] } }, ''],
  ['data of a newer version', 'ja', { program: { ...programWith(), v: 2 } }, undefined],
])('says what this cart earns: %s', (_, language, scene, said) => {
  const sentence = earns(language, scene);
  if (said) expect(sentence).toMatch(new RegExp(`\\b${said}`));
  else expect(sentence).toBe(said);
});

it('watches a cart that earns nothing yet, unless it can earn nothing', () => {
  const scene = { customer: null, cart: { items: [] } };
  expect(render('ja', scene)).toMatch(/data-mrd-earns[^>]* hidden[\s\S]*loyalty\.js/);
  const program = { ...programWith(), join: { terms: null } };
  expect(render('ja', { ...scene, program, customer: {}, member: null })).not.toContain('loyalty.js');
});

it('says about where the data was written before it told of campaigns', () => {
  const { campaigns: _campaigns, stacking: _stacking, shipping: _shipping, ...older } = programWith();
  const html = render('en', { program: older, cart: { items: [throws] } });
  expect(html).toMatch(/data-points="10000" data-about="true"[^>]*data-why="version"/);
});

it('promises points to nobody who has not joined', () => {
  const join = { terms: null };
  const program = { ...programWith(), join };
  expect(
    earns('ja', { program, member: { ...normal, joined: false }, cart: { items: [throws] } }),
  ).toBeUndefined();
  expect(earns('ja', { program, member: null, cart: { items: [throws] } })).toBeUndefined();
  // Nor to who was given points before.
  expect(
    earns('ja', { program, member: { ...normal, earns: false }, cart: { items: [throws] } }),
  ).toBeUndefined();
  const joined = render('ja', { program, member: { ...normal, earns: true }, cart: { items: [throws] } });
  expect(joined).toMatch(/data-points="100" data-about="false"/);
  // Older data tells of points that are shown and of joining as one.
  const older = render('ja', { program, cart: { items: [throws] } });
  expect(older).toMatch(/data-points="100" data-about="true"[^>]*data-why="joined"/);
  // A guest may be somebody who has.
  expect(render('ja', { program, customer: null, cart: { items: [throws] } })).toMatch(/data-why="joined"/);
});
