import { describe, expect, it } from 'vitest';
import type { Unavailable } from '../domain/availability.ts';
import type { Benefit } from '../domain/reward-kinds/kind.ts';
import { REFUSAL_REASONS } from '../domain/rewards.ts';
import { TiersSchema } from '../domain/tiers.ts';
import { amountText, localeInMarket, offerText, refusalText, unavailableText } from './reward-text.ts';

/** Spaces that do not break, and marks of direction, as Intl writes them. */
const plain = (text: string) =>
  text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u200e\u200f\u061c\u2066-\u2069]/g, '');

describe('amounts', () => {
  it.each([
    ['700', 'JPY', 'ja', '￥700'],
    ['700', 'JPY', 'en', '¥700'],
    ['5.00', 'EUR', 'de', '5,00 €'],
    ['5', 'EUR', 'de', '5,00 €'],
    ['3.500', 'KWD', 'en', 'KWD 3.500'],
    ['3.5', 'KWD', 'ar-u-nu-latn', '3.500 د.ك.'],
    ['3.5', 'KWD', 'ar-u-nu-arab', '٣٫٥٠٠ د.ك.'],
  ])('%s %s in %s is %s', (amount, currency, locale, expected) => {
    expect(plain(amountText(amount, currency, locale))).toBe(expected);
  });

  it.each([
    ['ar', 'ar-KW-u-nu-latn', 'ar-u-nu-latn'],
    ['ar-KW', 'ar-u-ca-gregory-nu-arab', 'ar-KW-u-nu-arab'],
    ['ar-u-nu-arab', 'ar-u-nu-latn', 'ar-u-nu-arab'],
    ['en', 'ar-KW-u-nu-arab', 'en'],
    ['ar', 'ar', 'ar'],
    ['ja', null, 'ja'],
  ])('have for a reader of %s in a market of %s the digits of %s', (locale, market, expected) => {
    expect(localeInMarket(locale, market === null ? null : { locale: market })).toBe(expected);
  });
});

describe('offerText', () => {
  it.each<[string, Benefit, string, string]>([
    ['{amount} off', { kind: 'amount', amount: '700' }, 'JPY', '¥700 off'],
    ['{amount} off', { kind: 'percent', percent: '12.5', ceiling: null }, 'USD', '12.5% off'],
    [
      '{percent} off, up to {ceiling}',
      { kind: 'percent', percent: '10', ceiling: '20.00' },
      'EUR',
      '10% off, up to €20.00',
    ],
    [
      'Delivery up to {ceiling}',
      { kind: 'shipping', ceiling: '1.500', countries: [] },
      'KWD',
      'Delivery up to KWD 1.500',
    ],
    ['A mug', { kind: 'product', productId: '1', variantId: null }, 'USD', 'A mug'],
  ])('%s', (en, benefit, currency, expected) => {
    expect(plain(offerText({ en }, { benefit, currency, carrier: 'functionCode' }, 'en'))).toBe(expected);
  });
});

describe('why a reward cannot be had', () => {
  const level = (id: string, en: string, threshold: string) => ({
    id,
    name: { en },
    threshold,
    multiplier: '1',
  });
  const tiers = TiersSchema.parse({
    basis: 'points',
    period: { kind: 'lifetime' },
    levels: [level('silver', 'Silver', '0'), level('gold', 'Gold', '100')],
  });
  const all: [Unavailable, string][] = [
    [{ reason: 'insufficient_points', missing: 120 }, '120 points to go'],
    [{ reason: 'insufficient_points', missing: 1 }, '1 point to go'],
    [{ reason: 'in_debt', missing: 1520 }, 'Below zero: 1,520 points to go'],
    [{ reason: 'not_in_tier', levels: ['silver', 'gold'], andAbove: true }, 'From Silver'],
    [{ reason: 'not_in_tier', levels: ['silver', 'gold'], andAbove: false }, 'For Silver and Gold'],
    [{ reason: 'not_in_market' }, 'Not in this market'],
    [{ reason: 'not_in_currency', currency: 'EUR' }, 'Not in this currency'],
    [{ reason: 'unsupported_reward', because: 'functions' }, 'Not available in this shop'],
    [{ reason: 'inactive_reward' }, 'Not available at the moment'],
    [{ reason: 'not_a_member' }, 'For members'],
    [{ reason: 'limit_reached' }, 'Not any more for now'],
    [{ reason: 'out_of_stock' }, 'None left'],
    [{ reason: 'price_changed', points: 700 }, 'Now 700 points'],
  ];

  it.each(all)('%j', (why, expected) => {
    expect(unavailableText(why, tiers, 'en')).toBe(expected);
  });

  it.each([
    ['de', 'Noch 120 Punkte', 'Ab Silver'],
    ['ja', 'あと120ポイント', 'Silver以上が対象です'],
    ['ar', 'يتبقى 120 نقطة', 'من مستوى Silver'],
  ])('in %s', (locale, points, from) => {
    const say = (why: Unavailable) => plain(unavailableText(why, tiers, locale));
    expect(say({ reason: 'insufficient_points', missing: 120 })).toBe(points);
    expect(say({ reason: 'not_in_tier', levels: ['silver', 'gold'], andAbove: true })).toBe(from);
    for (const [why] of all) expect(say(why)).not.toMatch(/[{}]|undefined/);
  });

  it.each(['en', 'de', 'ja', 'ar'])('has a sentence for every refusal in %s', (locale) => {
    const data = { missing: 5, points: 5, redemptionId: '' };
    for (const reason of REFUSAL_REASONS) {
      const sentence = refusalText({ reason, ...data }, locale);
      expect(sentence, reason).toMatch(/[.。]$/);
    }
  });
});
