// How far the next level is, as Liquid alone writes it: in money by what the level is counted in, and nothing where it is not true any more.
import { expect, it } from 'vitest';
import { NATIVE_CODES_ONLY } from '../../app/domain/capabilities.ts';
import { ProgramSchema } from '../../app/domain/program.ts';
import { startingProgram } from '../../app/domain/starting-program.ts';
import { storefrontProgram } from '../../app/domain/storefront-rates.ts';
import { extensionLiquid } from '../support/extension-liquid.ts';

const level = (id: string, threshold: string, multiplier: string) => ({
  id,
  name: { en: 'Gold', de: 'Gold', ja: 'ゴールド', ar: 'الذهبي' },
  threshold,
  multiplier,
});

const programBy = (basis: string) =>
  storefrontProgram(
    {
      number: 1,
      publishedAt: '2026-10-01T00:00:00Z',
      program: ProgramSchema.parse({
        ...startingProgram,
        tiers: {
          basis,
          period: { kind: 'rolling', months: 12 },
          levels: [level('held', '0', '1.50'), level('gold', '1000', '2')],
        },
      }),
    },
    { currency: 'USD', capabilities: NATIVE_CODES_ONLY },
  );

const plain = (text: unknown) =>
  String(text)
    .replace(/<[^>]+>|[\u2068\u2069\u200e\u200f]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

/** As member-theme-data.ts writes it. */
const missing = (by: string, decimal: string, until: string | null = null) => ({
  id: 'held',
  next: { id: 'gold', missing: decimal, until, by },
});
const [ahead, past] = ['2126-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'];

it.each([
  [
    'by what the level multiplies',
    'en',
    'points',
    missing('points 12 1000', '690'),
    'About $460 more until Gold level',
  ],
  [
    'of the goods alone',
    'de',
    'basePoints',
    missing('basePoints 12 1000', '690'),
    'Noch etwa 690 $ bis Stufe Gold',
  ],
  ['of spending', 'ja', 'spend', missing('spend 12 1000', '120.50'), 'あと約$120.50でゴールドランク'],
  ['one order', 'en', 'orders', missing('orders 12 1000', '1'), '1 order more until Gold level'],
  ['two orders', 'ar', 'orders', missing('orders 12 1000', '2'), 'بقي طلبان للوصول إلى المستوى: الذهبي'],
  [
    'until an order leaves',
    'en',
    'orders',
    missing('orders 12 1000', '3', ahead),
    '3 orders more until Gold level',
  ],
  ['after it has left', 'en', 'orders', missing('orders 12 1000', '3', past), ''],
  ['nothing missing', 'en', 'points', missing('points 12 1000', '0'), ''],
  ['a level that is no more', 'en', 'points', { id: 'held', next: { id: 'ruby', missing: '1' } }, ''],
  ['data of when points were counted', 'en', 'orders', missing('points 12 1000', '690'), ''],
  ['data of when it began higher up', 'en', 'points', missing('points 12 2000', '690'), ''],
  ['data of when all time counted', 'en', 'points', missing('points  1000', '690'), ''],
  ['data from before', 'en', 'points', { id: 'held' }, ''],
])('the next level: %s, in %s', (_, language, basis, tier, sentence) => {
  const program = programBy(basis);
  const held = program.levels.find(({ id }) => id === 'held');
  const engine = extensionLiquid({ language, currency: 'USD', globals: { shop: { currency: 'USD' } } });
  const scene = { tier, level: held, program, currency: 'USD' };
  const html: unknown = engine.renderFileSync('loyalty-next-level', scene);
  expect(plain(html)).toBe(sentence);
});

it.each([
  [
    'points, where there is no rate',
    'points',
    'KWD',
    missing('points 12 1000', '1'),
    '1 point more until Gold level',
  ],
  [
    'the shop’s money, where it is another',
    'spend',
    'JPY',
    missing('spend 12 1000', '120.50'),
    /^About 120.50 USD more until/,
  ],
])('the next level in %s', (_, basis, currency, tier, sentence) => {
  const program = { ...programBy(basis), rates: {} };
  const engine = extensionLiquid({ language: 'en', currency, globals: { shop: { currency: 'USD' } } });
  const html: unknown = engine.renderFileSync('loyalty-next-level', {
    ...{ tier, program, currency },
    level: program.levels.find(({ id }) => id === 'held'),
  });
  expect(plain(html)).toMatch(sentence);
});
