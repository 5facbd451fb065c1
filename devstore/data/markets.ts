import type { Market } from '../state/catalogue-types.ts';
import { prices } from './define-product.ts';

const standard = {
  en: 'Standard shipping',
  de: 'Standardversand',
  ja: '通常配送',
  ar: 'شحن عادي',
};
const express = { en: 'Express shipping', de: 'Expressversand', ja: 'お急ぎ便', ar: 'شحن سريع' };

const shippingRates = [
  { handle: 'standard', title: standard, prices: prices([600, 490, 700, 1500]), days: '3–5' },
  { handle: 'express', title: express, prices: prices([1800, 1490, 1400, 4000]), days: '1–2' },
];

/**
 * The day rates never change, so that tests and explanations can be read with a pencil: 1 EUR = 1.08 USD, 150 JPY = 1 USD, 1 KWD = 3.25 USD.
 * As fractions of minor units: cents per cent, cents per yen, cents per fils.
 */
export const markets: readonly Market[] = [
  {
    id: 24_110_260_001,
    handle: 'us',
    name: { en: 'United States', de: 'USA', ja: 'アメリカ', ar: 'الولايات المتحدة' },
    currency: 'USD',
    locales: ['en'],
    countries: ['US'],
    taxesIncluded: false,
    dayRate: { numerator: 1n, denominator: 1n },
    shippingRates,
  },
  {
    id: 24_110_260_002,
    handle: 'eu',
    name: { en: 'Europe', de: 'Europa', ja: 'ヨーロッパ', ar: 'أوروبا' },
    currency: 'EUR',
    locales: ['de', 'en', 'fr'],
    countries: ['DE', 'FR', 'NL', 'AT', 'BE', 'IE', 'IT', 'ES'],
    taxesIncluded: true,
    dayRate: { numerator: 108n, denominator: 100n },
    shippingRates,
  },
  {
    id: 24_110_260_003,
    handle: 'jp',
    name: { en: 'Japan', de: 'Japan', ja: '日本', ar: 'اليابان' },
    currency: 'JPY',
    locales: ['ja', 'en'],
    countries: ['JP'],
    taxesIncluded: true,
    dayRate: { numerator: 100n, denominator: 150n },
    shippingRates,
  },
  {
    id: 24_110_260_004,
    handle: 'gulf',
    name: { en: 'Gulf', de: 'Golfstaaten', ja: '湾岸', ar: 'الخليج' },
    currency: 'KWD',
    locales: ['ar', 'en'],
    countries: ['KW', 'AE', 'SA', 'QA', 'BH', 'OM'],
    taxesIncluded: true,
    dayRate: { numerator: 325n, denominator: 1000n },
    shippingRates,
  },
];
