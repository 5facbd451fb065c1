// Every block of the widget in any of its states, without a shop and without the app: what Liquid writes of a programme and a member. What the proxy would
// answer of the same member is in widget-answers.ts.
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';

/** Their currency is their market's. */
export const PLACES = {
  en: { currency: 'USD', market: 'us' },
  ja: { currency: 'JPY', market: 'jp' },
  ar: { currency: 'KWD', market: 'gulf' },
} as const;
export type Language = keyof typeof PLACES;

/** The eight that the house style names; `join` and `held` beside them, which only some blocks have. */
export const STATES = ['guest', 'zero', 'normal', 'pending', 'debt', 'loading', 'error', 'offline'] as const;
export type State = (typeof STATES)[number] | 'held' | 'join';

type Texts = Readonly<Record<Language, string>>;

const values = (usd: number) => [
  { currency: 'USD', amount: `${usd}.00` },
  { currency: 'JPY', amount: String(usd * 140) },
  { currency: 'KWD', amount: `${usd}.000` },
];
export const NAME: Texts = { en: '{amount} off', ja: '{amount}オフ', ar: 'خصم {amount}' };
const reward = (id: string, points: number, usd: number) => ({
  ...{ id, kind: 'amountOff', points, name: NAME, values: values(usd) },
  description: { en: 'Not for gift cards.', ja: 'ギフトカードを除きます。', ar: 'لا يشمل بطاقات الهدايا.' },
  conditions: { minSpend: values(usd * 4) },
});
const level = (id: string, title: Texts, threshold: string, multiplier: string, perks: object) => ({
  ...{ id, name: title, threshold, multiplier, perks },
});
export const REWARDS = [reward('five', 500, 5), reward('twenty', 2_000, 20)];

export const LEVELS: Readonly<Record<'member' | 'gold', Texts>> = {
  member: { en: 'Member', ja: 'メンバー', ar: 'عضو' },
  gold: { en: 'Gold', ja: 'ゴールド', ar: 'ذهبي' },
};

const document = {
  ...startingProgram,
  name: { en: 'Haven Circle', ja: 'ヘイヴンの輪', ar: 'دائرة هيفن' },
  rewards: REWARDS,
  actions: [
    {
      id: 'birthday',
      kind: 'birthday',
      name: { en: 'Your birthday', ja: 'お誕生日', ar: 'عيد ميلادك' },
      points: 250,
    },
  ],
  campaigns: [
    { id: 'linen', name: { en: 'Linen days', ja: 'リネンの日' }, effect: { kind: 'multiply', by: '2' } },
  ],
  expiry: { kind: 'afterInactivity', months: 18 },
  cartPoints: { step: 100, name: NAME, values: values(1) },
  tiers: {
    basis: 'points',
    period: { kind: 'rolling', months: 12 },
    levels: [
      level('member', LEVELS.member, '0', '1', {}),
      level('gold', LEVELS.gold, '1000', '1.25', { entryRewardId: 'five', shipping: {} }),
    ],
  },
};

const programs = {
  automatic: storefront({}),
  optIn: storefront({ mode: 'optIn', terms: { version: '1', url: { en: '/terms' } } }),
};

function storefront(enrolment: object) {
  const program = ProgramSchema.parse({
    ...document,
    enrolment: { ...startingProgram.enrolment, ...enrolment },
  });
  const able = { currency: 'USD', capabilities: { functions: true, storeCredit: false, giftCards: false } };
  // As the theme reads it, by JSON.
  return JSON.parse(
    JSON.stringify(storefrontProgram({ number: 1, publishedAt: '2026-10-01T00:00:00Z', program }, able)),
  );
}

export const SOON = '2099-09-30T10:00:00Z';
export const HELD = { id: 'held', code: 'CART-4PMHH', points: 500 };
export const TOLD: Texts = {
  en: 'Order #1001: 140 points',
  ja: '注文 #1001：140 ポイント',
  ar: 'الطلب ‎#1001: ‏140 نقطة',
};
export type Member = {
  available: number;
  pending: number;
  balance: number;
  tier: { id: keyof typeof LEVELS; next?: object } | null;
  next?: { points: number; at: string };
  expiry?: { p: number; at: string };
  entries: { p: number }[];
  codes: object[];
};
const has = (balance: number, pending: number, more: Partial<Member> & object = {}): Member => ({
  ...{
    v: 1,
    joined: true,
    balance,
    available: balance - pending,
    pending,
    tier: { id: 'member', next: { id: 'gold', missing: '860', until: null, by: 'points 12 1000' } },
    codes: [],
  },
  entries: balance === 0 && pending === 0 ? [] : [{ p: 140, ...{ at: '2026-11-12', t: TOLD } }],
  ...more,
});

const normal = has(1_380, 140, {
  tier: { id: 'gold' },
  next: { points: 140, at: SOON },
  expiry: { p: 40, at: '2099-09-30' },
  codes: [{ id: 'r1', rewardId: 'five', code: '4PMHH-KYJ2A-62ZPC', until: SOON }],
});
/** As Shopify's metafield has them; without one in `loading` and `error`. */
export const MEMBERS: Record<State, Member | undefined> = {
  guest: undefined,
  zero: has(0, 0),
  normal,
  pending: has(140, 140, { next: { points: 140, at: SOON } }),
  debt: has(-300, 0),
  loading: undefined,
  error: undefined,
  offline: normal,
  held: { ...normal, ...{ hold: HELD } },
  join: has(0, 0, { ...{ joined: false }, tier: null }),
};

/** In the cart's hundredths: 120.00 of goods, so that five of the reward's amount are less than it. */
const priceIn = { USD: 12_000, JPY: 1_680_000, KWD: 12_000 };

export const BLOCKS = ['badge', 'page', 'product', 'cart', 'panel'] as const;
export type Block = (typeof BLOCKS)[number];

/** What is in the metafields instead of what the state has; null: they are not there. */
type Data = { program?: object | null; member?: object | null };

/** The app's data in a state. */
export const programOf = (state: State): object => (state === 'join' ? programs.optIn : programs.automatic);

/** The blocks' HTML, each with what its theme wraps it in. */
export function blocksOf(state: State, language: Language, data: Data = {}): Record<Block, string> {
  const { currency, market } = PLACES[language];
  const price = priceIn[currency];
  const { program = programOf(state), member: value = MEMBERS[state] } = data;
  const off = state === 'held' ? price / 24 : 0;
  const engine = extensionLiquid({
    language,
    currency,
    globals: {
      app: {
        metafields: {
          meridian: { program: { value: program } },
        },
      },
      customer: state === 'guest' ? undefined : { tags: [], metafields: { $app: { loyalty: { value } } } },
      localization: { market: { handle: market } },
      routes: {
        root_url: '/',
        cart_url: '/cart',
        cart_update_url: '/cart/update',
        account_login_url: '/account/login',
      },
      product: {
        ...{ id: 7, vendor: 'Haven', tags: [], collections: [], variants: [{ id: 11, price }] },
        selected_or_first_available_variant: { id: 11, price },
      },
      cart: {
        ...{ currency: { iso_code: currency }, taxes_included: false, item_count: 1 },
        ...{ items_subtotal_price: price, total_price: price - off },
        items: [{ final_line_price: price, product: { id: 7, vendor: 'Haven', tags: [], collections: [] } }],
        cart_level_discount_applications: off ? [{ title: HELD.code, total_allocated_amount: off }] : [],
      },
      block: {
        settings: {
          ...{ show_earning: true, show_levels: true, show_rewards: true, show_questions: true },
          spacing: 32,
        },
        shopify_attributes: '',
      },
    },
  });
  const html = (block: Block) =>
    `<div id="shopify-block-${block}" class="shopify-block shopify-app-block">${engine.renderFileSync(`loyalty-${block}`)}</div>`;
  return {
    badge: html('badge'),
    page: html('page'),
    product: html('product'),
    cart: html('cart'),
    panel: html('panel'),
  };
}
