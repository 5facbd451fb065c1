import { describe, expect, it } from 'vitest';
import { target } from '../domain/earning.ts';
import {
  amounts,
  both,
  byHand,
  line,
  member,
  order,
  refund,
  shippingLine,
  state,
  version,
} from '../domain/earning.fixture.ts';
import {
  type EntryExplanation,
  EntryExplanationSchema,
  NO_POINTS_REASONS,
  type OrderEntryExplanation,
  type OrderExplanation,
} from '../domain/explanation.ts';
import { startingProgram } from '../domain/starting-program.ts';
import type { OrderFacts, RefundFacts } from '../domain/order-facts.ts';
import { explanationLanguages } from './explanation-messages.ts';
import { explanationDetails } from './explanation-details.ts';
import { explanationSentence } from './explanation.ts';

const explained = (facts: OrderFacts, refunds: RefundFacts[] = [], published = version()): OrderExplanation =>
  target(state(facts, refunds), member, published).explanation;
const entry = (explanation: OrderExplanation, before: string): OrderEntryExplanation => ({
  ...explanation,
  before,
  after: explanation.points,
});
const isolated = (text: string): string => `\u2068${text}\u2069`;

const bowls = order({ lines: [line({ quantity: 2, unitPrice: both('19.99'), discounts: both('5.00') })] });
const oneBack = [refund({ lines: [{ lineItemId: '11', quantity: 1 }] })];
const yen = order({ presentmentCurrency: 'JPY', lines: [line({ unitPrice: amounts('12345', '82.30') })] });

describe('explanationSentence', () => {
  it.each<[string, OrderExplanation | OrderEntryExplanation, string]>([
    ['en', explained(bowls), '34 points for order #1001: $34.98 counted, 1 point for every $1.00.'],
    [
      'en',
      entry(explained(bowls), '0'),
      '34 points for order #1001: $34.98 counted, 1 point for every $1.00.',
    ],
    [
      'en',
      entry(explained(bowls, oneBack), '34'),
      '17 points taken back: after a refund, order #1001 counts $17.49, which is worth 17 points.',
    ],
    [
      'en',
      entry(explained(bowls), '35'),
      '1 point taken back: order #1001 now counts $34.98, which is worth 34 points.',
    ],
    [
      'en',
      entry(explained(bowls), '20'),
      '14 points more for order #1001: it now counts $34.98, which is worth 34 points.',
    ],
    [
      'en',
      entry(explained({ ...bowls, financialStatus: 'refunded' }), '17'),
      '17 points taken back for order #1001: it was refunded in full.',
    ],
    [
      'en',
      explained({ ...bowls, financialStatus: 'pending' }),
      'No points for order #1001: it is not paid yet.',
    ],
    [
      'en',
      explained(order({ lines: [line({ unitPrice: both('0.60') })] })),
      'No points for order #1001: $0.60 is too little, with 1 point for every $1.00.',
    ],
    [
      'en',
      explained(order({ lines: [line({ giftCard: true })] })),
      'No points for order #1001: nothing in it counts towards points.',
    ],
    ['en-GB', explained(yen), '123 points for order #1001: JP¥12,345 counted, 1 point for every JP¥100.'],
    [
      'de-DE',
      explained(bowls),
      '34 Punkte für Bestellung #1001: 34,98\u00a0$ angerechnet, 1 Punkt je 1,00\u00a0$.',
    ],
    ['ja', explained(yen), 'ご注文 #1001で123ポイント：対象金額は￥12,345、￥100ごとに1ポイントです。'],
    [
      'ar-EG-u-nu-latn',
      explained({ ...bowls, financialStatus: 'pending' }),
      `لا نقاط عن الطلب ${isolated('#1001')}: لم يُدفع بعد.`,
    ],
    [
      'xx',
      explained({ ...bowls, financialStatus: 'pending' }),
      'No points for order #1001: it is not paid yet.',
    ],
    [
      'not a locale',
      explained({ ...bowls, financialStatus: 'pending' }),
      'No points for order #1001: it is not paid yet.',
    ],
  ])('%s', (locale, explanation, sentence) => {
    expect(explanationSentence(explanation, locale)).toBe(sentence);
  });

  it('tells of orders that moved and of what the shop carries', () => {
    const named = { orderId: '1', orderName: '#1001' };
    const moved = { kind: 'orderMoved' as const, ...named, before: '34', after: '0' };
    const carried = { kind: 'writeOff' as const, ...named, points: '20' };
    expect(explanationSentence(EntryExplanationSchema.parse(moved), 'en')).toBe(
      '34 points taken back for order #1001: it belongs to another account now.',
    );
    expect(explanationSentence(EntryExplanationSchema.parse(carried), 'de')).toBe(
      '20 Punkte ausgeglichen für Bestellung #1001: Bereits Eingelöstes wird nicht zurückgefordert.',
    );
    expect(explanationSentence({ ...carried, points: '-20' }, 'en')).toBe(
      '20 points settled for order #1001: they had been made up for before.',
    );
  });

  it('tells of points that expired, and of those that are not charged a second time', () => {
    const named = { kind: 'expiryReversal' as const, orderId: '1', orderName: '#1001' };
    const said = (explanation: EntryExplanation, locale: string) =>
      explanationSentence(EntryExplanationSchema.parse(explanation), locale);
    expect(said({ kind: 'expiry', points: '-1' }, 'en')).toBe('1 point expired.');
    expect(said({ kind: 'expiry', points: '-2' }, 'ar-EG-u-nu-latn')).toBe('انتهت صلاحية نقطتان.');
    const undone: EntryExplanation = { kind: 'expiryUndone', points: '1' };
    expect(said(undone, 'en')).toBe(
      '1 point back: an order that reached us late keeps points from expiring.',
    );
    expect(said({ ...undone, points: '60' }, 'de')).toBe(
      '60 Punkte zurück: Eine verspätet eingegangene Bestellung bewahrt vor dem Verfall.',
    );
    expect(said({ kind: 'adjustmentExpired', points: '60', undoes: 1 }, 'de')).toBe(
      '60 Punkte ausgeglichen: Bereits Verfallenes wird nicht noch einmal abgezogen.',
    );
    expect(said({ ...named, points: '60' }, 'de')).toBe(
      '60 Punkte ausgeglichen für Bestellung #1001: Bereits Verfallenes wird nicht noch einmal abgezogen.',
    );
    expect(said({ ...named, points: '-60' }, 'en')).toBe(
      '60 points expired for order #1001: what had expired before counts as expired again.',
    );
  });

  it("tells of a reward's points that return with an order", () => {
    const used = {
      kind: 'redemptionRefund' as const,
      redemptionId: 'r',
      rewardId: 'five',
      name: { en: '{amount} off', ja: '{amount}引き' },
      amount: '5',
      currency: 'USD',
      orderId: '1',
      orderName: '#1001',
    };
    const said = (points: string, full: boolean, locale: string) =>
      explanationSentence(EntryExplanationSchema.parse({ ...used, points, full }), locale);
    expect(said('500', true, 'en')).toBe(
      '500 points given back: order #1001, on which $5.00 off was used, was refunded or cancelled.',
    );
    expect(said('250', false, 'en')).toBe(
      '250 points given back: part of order #1001, on which $5.00 off was used, was refunded.',
    );
    expect(said('-250', false, 'en')).toBe(
      '250 points redeemed again for $5.00 off: order #1001 has more in it again.',
    );
    const unneeded = { ...used, kind: 'redemptionUnneeded' as const, points: '100' };
    const parsed = EntryExplanationSchema.parse(unneeded);
    expect(explanationSentence(parsed, 'en')).toBe(
      '100 points given back: order #1001 did not need all of $5.00 off.',
    );
    expect(said('250', false, 'ja')).toBe(
      '250ポイントをお返ししました：「$5.00引き」を使ったご注文 #1001の一部が返金されました。',
    );
  });

  it.each([
    [1, 'نقطة واحدة'],
    [2, 'نقطتان'],
    [3, '3 نقاط'],
    [11, '11 نقطة'],
    [100, '100 نقطة'],
  ])('has the Arabic plural of %i', (count, text) => {
    const explanation = { ...explained(bowls), points: String(count) };
    expect(explanationSentence(explanation, 'ar-EG-u-nu-latn')).toMatch(new RegExp(`^${text} عن الطلب`));
  });

  it('writes points and amounts beyond a double to the last digit', () => {
    const vast = { ...explained(bowls), points: '90071992547409931', counted: '90071992547409931.25' };
    expect(explanationSentence(vast, 'en')).toContain('90,071,992,547,409,931 points');
    expect(explanationSentence(vast, 'en')).toContain('$90,071,992,547,409,931.25 counted');
  });
});

describe('every language', () => {
  const full = explained(
    order({
      shippingLines: [shippingLine('20.00')],
      lines: [line(), line({ id: '12', giftCard: true }), line({ id: '13', quantity: 2 })],
    }),
    [refund({ lines: [{ lineItemId: '13', quantity: 1 }], adjustments: [byHand('20.00')] })],
    version({ basis: { shipping: true } }),
  );
  it.each(explanationLanguages)('%s tells every reason and every step', (language) => {
    const sentences = NO_POINTS_REASONS.flatMap((reason) => {
      const none = { ...explained(bowls), reason, points: '0' };
      return [explanationSentence(none, language), explanationSentence(entry(none, '5'), language)];
    });
    expect(new Set(sentences).size).toBe(2 * NO_POINTS_REASONS.length);
    const details = explanationDetails(entry(full, '300'), language);
    for (const text of [...sentences, ...details.flatMap(({ label, value }) => [label, value])])
      expect(text).toMatch(/^[^{}]+$/);
    expect(details).toHaveLength(16);
  });

  it('tells the steps in the order of the reckoning', () => {
    const rows = explanationDetails(full, 'en').map(({ label, value }) => `${label}: ${value}`);
    expect(rows).toEqual([
      'Programme: version 3',
      'Market: us',
      'Amounts: USD, as paid',
      'Taxes: not counted',
      'Item 1: $100.00',
      'Item 2: $100.00, not counted: gift card',
      'Item 3: $100.00 of $200.00 (1 of 2 left)',
      'Shipping: $20.00',
      'Refunded by hand: $20.00 of $320.00',
      'Share that counts: 93.75%',
      'Counted: $206.25',
      'Rate: 1 point for every $1.00',
      'Rounding: down to whole points',
      'Points: 206 points',
    ]);
  });
});

it('ends with one full stop where the currency brings its own', () => {
  const dinars = order({
    presentmentCurrency: 'KWD',
    lines: [line({ unitPrice: amounts('3.500', '11.40') })],
  });
  const sentence = explanationSentence(
    explained(dinars, [], { ...version(), program: startingProgram }),
    'ar',
  );
  expect(sentence).toContain('د.ك');
  expect(sentence).not.toMatch(/\.\p{Cf}*\.$/u);
});
