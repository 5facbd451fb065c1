// The panel's sentences about points: Liquid writes them at first, the script afterwards, and both must say the same in every language.
import { expect, it } from 'vitest';
import { createFormat } from '../../widget/format.js';
import { levelText, minSpendText, nextText, pendingText } from '../../widget/texts.js';
import { NATIVE_CODES_ONLY } from '../../app/domain/capabilities.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';

type Language = 'en' | 'de' | 'ja' | 'ar';

const level = (id: string, threshold: string, multiplier: string) => ({
  id,
  name: { en: 'Gold', de: 'Gold', ja: 'ゴールド', ar: 'الذهبي' },
  threshold,
  multiplier,
});
const levels = [level('bronze', '0', '1'), level('gold', '100', '1.50')];
const reward = {
  id: 'twelve',
  kind: 'amountOff',
  points: 1200,
  name: { en: '{amount} off', ja: '{amount} オフ', de: '{amount} Rabatt', ar: 'خصم {amount}' },
  description: { en: 'With {amount} off, delivery is free', ja: '送料無料', ar: 'التوصيل مجاني' },
  conditions: { minSpend: [{ currency: 'USD', amount: '50.00' }] },
  values: [{ currency: 'USD', amount: '12.00' }],
};
const program = storefrontProgram(
  {
    number: 1,
    publishedAt: '2026-10-01T00:00:00Z',
    program: ProgramSchema.parse({
      ...startingProgram,
      rewards: [reward],
      tiers: { basis: 'points', period: { kind: 'lifetime' }, levels },
    }),
  },
  { currency: 'USD', capabilities: NATIVE_CODES_ONLY },
);

type Points = { available: number; pending: number; next?: { points: number; at: string } | null };

const engineFor = (language: Language) => extensionLiquid({ language, currency: 'USD' });

function formatFor(language: Language) {
  const engine = extensionLiquid({
    language,
    currency: 'USD',
    globals: { localization: { market: { handle: 'us' } }, routes: { root_url: '/' } },
  });
  const config: unknown = engine.renderFileSync('loyalty-config', { program, currency: 'USD' });
  return createFormat(JSON.parse(String(config)));
}

const plain = (text: unknown) =>
  String(text)
    .replace(/<[^>]+>|[\u2068\u2069\u200e\u200f]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

/** The date as the script would write it, where Liquid has the day only. */
const dated = (html: unknown, format: ReturnType<typeof formatFor>) =>
  plain(String(html).replace(/<time datetime="([^"]+)">[^<]*<\/time>/g, (_, at: string) => format.date(at)));

const member = ({ available, pending, next = null }: Points, tier: string | null) => ({
  points: { available, pending, balance: available + pending, next },
  worth: null,
  tier: tier === null ? null : { id: tier, name: 'Gold', multiplier: tier === 'gold' ? '1.5' : '1' },
});

const first = { points: 52, at: '2032-11-24T12:00:00Z' };

it.each<[string, Language, Points, string]>([
  ['no date', 'en', { available: 0, pending: 66 }, '66 points on the way'],
  [
    'one lot',
    'en',
    { available: 0, pending: 52, next: first },
    '52 points on the way, yours from November 24, 2032',
  ],
  [
    'several',
    'en',
    { available: 0, pending: 66, next: first },
    '66 points on the way, the first 52 from November 24, 2032',
  ],
  [
    'of which one',
    'en',
    { available: 0, pending: 66, next: { ...first, points: 1 } },
    '66 points on the way, the first one from November 24, 2032',
  ],
  [
    'several',
    'de',
    { available: 0, pending: 1066, next: first },
    '1.066 Punkte unterwegs, die ersten 52 ab 24. November 2032',
  ],
  [
    'of which one',
    'de',
    { available: 0, pending: 66, next: { ...first, points: 1 } },
    '66 Punkte unterwegs, der erste ab 24. November 2032',
  ],
  [
    'several',
    'ja',
    { available: 0, pending: 66, next: first },
    '66ポイントが付与待ち（最初の52は2032年11月24日から利用可）',
  ],
  [
    'several',
    'ar',
    { available: 0, pending: 66, next: first },
    '66 نقطة في الطريق، أول 52 منها من 24 نوفمبر 2032',
  ],
  [
    'of which one',
    'ar',
    { available: 0, pending: 3, next: { ...first, points: 1 } },
    '3 نقاط في الطريق، أولها من 24 نوفمبر 2032',
  ],
])('pending points: %s, in %s', (_, language, points, sentence) => {
  const format = formatFor(language);
  const { pending, next = null } = points;
  const html: unknown = engineFor(language).renderFileSync('loyalty-pending', {
    pending,
    next,
    program,
  });
  expect(plain(pendingText(member(points, null).points, format))).toBe(sentence);
  expect(dated(html, format)).toBe(sentence);
});

it.each<[Language, string, string]>([
  ['en', 'bronze', 'Gold level'],
  ['en', 'gold', 'Gold level · points × 1.5'],
  ['de', 'gold', 'Stufe Gold · Punkte × 1,5'],
  ['ja', 'gold', 'ゴールドランク・ポイント1.5倍'],
  ['ar', 'gold', 'المستوى: الذهبي · النقاط × 1.5'],
])('the level in %s: %s', (language, id, sentence) => {
  const held = program.levels.find((each) => each.id === id);
  const html: unknown = engineFor(language).renderFileSync('loyalty-level', { level: held });
  const name = held?.name[language] ?? '';
  expect(plain(levelText({ id, name, multiplier: held?.multiplier ?? '' }, formatFor(language)))).toBe(
    sentence,
  );
  expect(plain(html)).toBe(sentence);
});

it('an Arabic shop with Arabic digits writes the multiplier in them', () => {
  const engine = engineFor('ar');
  engine.registerFilter('money', () => '١٫٠٠ د.ك');
  expect(plain(engine.renderFileSync('loyalty-level', { level: program.levels[1] }))).toContain('١٫٥');
});

it.each<[string, Language, Points, string | null, string]>([
  ['money, of the level', 'en', { available: 1050, pending: 0 }, 'gold', 'About $100 more until $12.00 off'],
  [
    'money, of a level that multiplies nothing',
    'en',
    { available: 1050, pending: 0 },
    'bronze',
    'About $150 more until $12.00 off',
  ],
  [
    'what is pending is not asked for again',
    'en',
    { available: 1050, pending: 100 },
    'bronze',
    'About $50 more until $12.00 off',
  ],
  ['not below a cent', 'en', { available: 1100, pending: 0 }, 'gold', 'About $66.67 more until $12.00 off'],
  [
    'the next of the pending suffices',
    'en',
    { available: 1150, pending: 66, next: first },
    'gold',
    '$12.00 off: yours from November 24, 2032',
  ],
  [
    'all of the pending suffice',
    'en',
    { available: 1140, pending: 66, next: first },
    'gold',
    '$12.00 off: yours with the points on their way',
  ],
  [
    'the pending settle a debt first',
    'en',
    { available: -100, pending: 1300, next: { ...first, points: 1300 } },
    'gold',
    '$12.00 off: yours from November 24, 2032',
  ],
  [
    'from when',
    'de',
    { available: 1150, pending: 66, next: first },
    'gold',
    '12,00 $ Rabatt: einlösbar ab 24. November 2032',
  ],
  [
    'from when',
    'ja',
    { available: 1150, pending: 66, next: first },
    'gold',
    '$12.00 オフ：2032年11月24日から交換可',
  ],
  [
    'with what is pending',
    'ja',
    { available: 1140, pending: 66, next: first },
    'gold',
    '$12.00 オフ：付与待ちのポイントで交換できます',
  ],
])('the next reward: %s, in %s', (_, language, points, tier, sentence) => {
  const format = formatFor(language);
  const held = program.levels.find((each) => each.id === tier);
  const html: unknown = engineFor(language).renderFileSync('loyalty-next', {
    reward: program.rewards[0],
    member: { ...points, tier: held && { id: held.id } },
    level: held,
    program,
    currency: 'USD',
  });
  const answered = {
    id: reward.id,
    points: reward.points,
    name: reward.name[language],
    amount: '12.00',
    currency: 'USD',
    description: '',
    minSpend: null,
    worth: null,
    available: false,
    reason: null,
  };
  expect(plain(nextText(member(points, tier), answered, format))).toBe(sentence);
  expect(dated(html, format)).toBe(sentence);
});

it('names no money where levels multiply and the level is not known', () => {
  const html: unknown = engineFor('en').renderFileSync('loyalty-next', {
    reward: program.rewards[0],
    member: { available: 1050, pending: 0 },
    program,
    currency: 'USD',
  });
  expect(plain(html)).toBe('150 points more until $12.00 off');
});

it.each<[Language, string, string]>([
  ['en', 'Minimum spend: $50.00', 'With $12.00 off, delivery is free'],
  ['de', 'Mindesteinkaufswert: 50,00 $', 'With 12,00 $ off, delivery is free'],
  ['ja', '$50.00以上のお買い上げが対象', '送料無料'],
  ['ar', 'الحد الأدنى للشراء: 50.00 US$', 'التوصيل مجاني'],
])('what a code must be used with, in %s', (language, least, words) => {
  const engine = engineFor(language);
  const row = { reward: program.rewards[0], program, currency: 'USD' };
  const item = { minSpend: '50.00', currency: 'USD' };
  for (const place of ['loyalty-reward', 'loyalty-code']) {
    const code = { id: '1', rewardId: reward.id, code: '4PMHH-KYJ2A-62ZPC', until: null };
    const globals = { ...row, code: place === 'loyalty-code' ? code : undefined, available: 0 };
    const html = String(engine.renderFileSync(place, { routes: { root_url: '/' }, ...globals }));
    expect(plain(/data-part="description">([\s\S]*?)<\/bdi>/.exec(html)?.[1])).toBe(words);
    expect(plain(/data-part="min-spend">([\s\S]*?)<\/p>/.exec(html)?.[1])).toBe(least);
  }
  expect(plain(minSpendText(item, formatFor(language)))).toBe(least);
});
