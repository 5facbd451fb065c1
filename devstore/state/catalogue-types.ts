import type { Currency } from '../money.ts';

/** The languages in which the dev store can be read. */
export type Locale = 'en' | 'de' | 'fr' | 'ja' | 'ar';

/** A text in the languages of the shop's markets; French falls back to English. */
export type LocalizedText = { en: string; de: string; ja: string; ar: string };

export type MarketHandle = 'us' | 'eu' | 'jp' | 'gulf';

/** Prices of one variant or rate, set by the merchant for each currency, in its minor units. */
export type Prices = Record<Currency, bigint>;

export type Variant = {
  id: number;
  sku: string;
  /** "Default Title" where the product has one variant only, as on the platform. */
  title: string;
  prices: Prices;
  /** What it cost before a sale, or null. */
  compareAtPrices: Prices | null;
  grams: number;
  /** The value of a colour swatch, `#rrggbb`, where the variants differ by colour. */
  swatch: string | null;
};

export type ProductArt = { shape: string; palette: [string, string, string] };

export type Product = {
  id: number;
  handle: string;
  title: LocalizedText;
  description: LocalizedText;
  vendor: string;
  productType: string;
  tags: string[];
  collectionIds: number[];
  giftCard: boolean;
  /** Food and the like pay the reduced rate where a country has one. */
  taxClass: 'standard' | 'reduced' | 'none';
  variants: Variant[];
  /** A shape's name and three colours, from which the pages draw the picture. */
  art: ProductArt;
};

/** What was changed of a product since the start. */
export type ProductChange = Partial<Pick<Product, 'tags' | 'collectionIds'>> & { deleted?: boolean };

export type Collection = { id: number; handle: string; title: LocalizedText };

export type ShippingRate = { handle: string; title: LocalizedText; prices: Prices; days: string };

export type Market = {
  id: number;
  handle: MarketHandle;
  name: LocalizedText;
  currency: Currency;
  /** The first is the market's default. */
  locales: Locale[];
  /** ISO 3166 codes; the first is the market's default. */
  countries: string[];
  /** Whether the prices that the market shows contain its taxes. */
  taxesIncluded: boolean;
  /** Shop currency's minor units for one minor unit of the market's, a fixed day rate as an exact fraction. */
  dayRate: { numerator: bigint; denominator: bigint };
  shippingRates: ShippingRate[];
};

export type DiscountCode = {
  code: string;
  summary: LocalizedText;
  value:
    | { kind: 'percentage'; percent: number }
    | { kind: 'fixedAmount'; amounts: Prices }
    | { kind: 'freeShipping' };
};

export type Shop = {
  id: number;
  name: string;
  domain: 'haven.myshopify.com';
  email: string;
  currency: 'USD';
  timeZone: 'America/New_York';
  locale: 'en';
  countryCode: 'US';
};
