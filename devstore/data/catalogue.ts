import type { DiscountCode, Product, Shop } from '../state/catalogue-types.ts';
import { bathAndDeskProducts } from './products-bath-and-desk.ts';
import { kitchenProducts } from './products-kitchen.ts';
import { livingProducts } from './products-living.ts';
import { prices } from './define-product.ts';

export const shop: Shop = {
  id: 68_331_470_001,
  name: 'Haven',
  domain: 'haven.myshopify.com',
  email: 'hello@example.com',
  currency: 'USD',
  timeZone: 'America/New_York',
  locale: 'en',
  countryCode: 'US',
};

export const products: readonly Product[] = [...livingProducts, ...kitchenProducts, ...bathAndDeskProducts];

/** Codes that the merchant made in the admin; those of the app come with its rewards. */
export const discountCodes: readonly DiscountCode[] = [
  {
    code: 'WELCOME10',
    summary: {
      en: '10% off the order',
      de: '10 % auf die Bestellung',
      ja: 'ご注文が10%オフ',
      ar: 'خصم ١٠٪ على الطلب',
    },
    value: { kind: 'percentage', percent: 10 },
  },
  {
    code: 'FIVEOFF',
    summary: {
      en: 'A fixed amount off the order',
      de: 'Ein fester Betrag auf die Bestellung',
      ja: 'ご注文から定額割引',
      ar: 'مبلغ ثابت خصماً من الطلب',
    },
    value: { kind: 'fixedAmount', amounts: prices([500, 500, 700, 1500]) },
  },
  {
    code: 'FREESHIP',
    summary: { en: 'Free shipping', de: 'Kostenloser Versand', ja: '送料無料', ar: 'شحن مجاني' },
    value: { kind: 'freeShipping' },
  },
];
