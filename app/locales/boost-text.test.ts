import { describe, expect, it } from 'vitest';
import { target } from '../domain/earning.ts';
import { line, member, order, state, version } from '../domain/earning.fixture.ts';
import type { OrderExplanation } from '../domain/explanation.ts';
import { ProgramSchema } from '../domain/program.ts';
import { explanationDetails } from './explanation-details.ts';
import { explanationLanguages } from './explanation-messages.ts';
import { explanationSentence } from './explanation.ts';

const isolated = (text: string): string => `\u2068${text}\u2069`;

describe('levels and campaigns', () => {
  const named = (en: string, de: string, ja: string, arabic: string) => ({ en, de, ja, ar: arabic });
  const program = ProgramSchema.parse({
    ...version().program,
    tiers: {
      basis: 'basePoints',
      period: { kind: 'lifetime' },
      levels: [
        {
          id: 'bronze',
          name: named('Bronze', 'Bronze', 'ブロンズ', 'برونزي'),
          threshold: '0',
          multiplier: '1',
        },
        { id: 'gold', name: named('Gold', 'Gold', 'ゴールド', 'ذهبي'), threshold: '1000', multiplier: '1.5' },
      ],
    },
    campaigns: [
      {
        id: 'double',
        name: named('Double days', 'Doppeltage', 'ポイント2倍デー', 'أيام مضاعفة'),
        lines: { productIds: ['102'] },
        effect: { kind: 'multiply', by: '2' },
      },
      {
        id: 'hello',
        name: named('Welcome', 'Willkommen', 'ようこそ', 'أهلًا'),
        effect: { kind: 'bonus', points: 500 },
      },
    ],
  });
  const boosted = (stacking: 'add' | 'highest' = 'add', second = '102'): OrderExplanation =>
    target(
      state(order({ lines: [line(), line({ id: '12', productId: second })] })),
      { ...member, level: 'gold' },
      { ...version(), program: { ...program, earning: { ...program.earning, stacking } } },
    ).explanation;

  it.each([
    [
      'en',
      '900 points for order #1001: $200.00 counted, 1 point for every $1.00, with Gold ×1.5 and Double days ×2 on some items, plus 500 points from Welcome.',
    ],
    [
      'de',
      '900 Punkte für Bestellung #1001: 200,00\u00a0$ angerechnet, 1 Punkt je 1,00\u00a0$, mit Gold ×1,5 und Doppeltage ×2 auf einzelne Artikel, dazu 500 Punkte aus Willkommen.',
    ],
    [
      'ja',
      'ご注文 #1001で900ポイント：対象金額は$200.00、$1.00ごとに1ポイント（「ゴールド」1.5倍、対象商品に「ポイント2倍デー」2倍）、さらに「ようこそ」の500ポイントです。',
    ],
  ])('are named in %s', (locale, sentence) => {
    expect(explanationSentence(boosted(), locale)).toBe(sentence);
  });

  it('are named in Arabic, apart from what runs the other way', () => {
    expect(explanationSentence(boosted(), 'ar-EG-u-nu-latn')).toContain(
      `، مع ${isolated('ذهبي')} ×1.5 و${isolated('أيام مضاعفة')} ×2 على بعض المنتجات، إضافةً إلى 500 نقطة من ${isolated('أهلًا')}.`,
    );
  });

  it('says what is in the points where they change', () => {
    expect(explanationSentence({ ...boosted(), before: '1000', after: '900' }, 'en')).toBe(
      '100 points taken back: order #1001 now counts $200.00, which is worth 900 points, with Gold ×1.5 and Double days ×2 on some items, including 500 points from Welcome.',
    );
  });

  it('names only what decides where the highest counts', () => {
    expect(explanationSentence(boosted('highest'), 'en')).toContain(
      'with Gold ×1.5 on some items and Double days ×2 on some items, plus',
    );
    expect(explanationSentence(boosted('highest', '103'), 'en')).toContain('with Gold ×1.5, plus');
  });

  it('shows them step by step', () => {
    const rows = explanationDetails(boosted(), 'en').map(({ label, value }) => `${label}: ${value}`);
    expect(rows).toEqual([
      'Programme: version 3',
      'Market: us',
      'Amounts: USD, as paid',
      'Taxes: not counted',
      'Level: Gold',
      'Item 1: $100.00 × 1.5 (Gold ×1.5)',
      'Item 2: $100.00 × 2.5 (Gold ×1.5 and Double days ×2)',
      'Counted: $200.00',
      'Several multipliers: add up',
      'With multipliers: $400.00',
      'Rate: 1 point for every $1.00',
      'Rounding: down to whole points',
      'Bonus: 500 points from Welcome',
      'Points: 900 points',
    ]);
  });

  it.each(explanationLanguages)('%s tells every step', (language) => {
    for (const { label, value } of explanationDetails(boosted(), language)) {
      expect(label).toMatch(/^[^{}]+$/);
      expect(value).toMatch(/^[^{}]+$/);
    }
  });
});
