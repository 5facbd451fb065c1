import { z } from 'zod';

// ISO 4217, list one (active national currencies and funds) by the digits of their minor unit. What has no minor unit (gold, XDR, XTS) is left out.
const ACTIVE: Record<0 | 2 | 3 | 4, string> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
    CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
    MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

// Withdrawn from ISO 4217, but still in Shopify's CurrencyCode (2026-10) or on orders of former years; and Jersey's pound and Kiribati's dollar, which ISO never listed.
const WITHDRAWN: Record<0 | 2, string> = {
  0: 'BYR',
  2: 'ANG BGN CUC EEK HRK JEP KID LTL LVL MRO SLL STD VEF ZMK ZWL',
};

const exponents = new Map<string, number>();
for (const table of [ACTIVE, WITHDRAWN])
  for (const [digits, codes] of Object.entries(table))
    for (const code of codes.split(/\s+/)) exponents.set(code, Number(digits));

/** How many digits the currency's minor unit has (JPY 0, USD 2, KWD 3), or null for a code that is no currency. */
export const minorUnitDigits = (currency: string): number | null => exponents.get(currency) ?? null;

/** In the order of their codes, without those that were withdrawn. */
export const CURRENCIES: readonly string[] = Object.values(ACTIVE)
  .flatMap((codes) => codes.split(/\s+/))
  .toSorted();

export const CurrencySchema = z
  .string()
  .refine((code) => exponents.has(code), 'is not an ISO 4217 currency code')
  .meta({ pattern: '^[A-Z]{3}$' });

/** What an order may be presented in: Shopify has one code that is no ISO currency. No rate can be set for it, so such an order earns in shop money. */
export const isPresentmentCurrency = (code: string): boolean => exponents.has(code) || code === 'USDC';

export const PresentmentCurrencySchema = z.string().refine(isPresentmentCurrency, 'is not a currency code');
