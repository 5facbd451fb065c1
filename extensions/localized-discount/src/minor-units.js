// Money as whole minor units. A Function has no other arithmetic that is exact: 0.1 + 0.2 of a float is not 0.3.

// ISO 4217: currencies whose minor unit has not two digits. tests/contract/discount-function.test.ts holds it to the app's own table.
const NO_DIGITS = new Set(
  'BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
);
const THREE_DIGITS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/**
 * The digits of a currency's minor unit: JPY 0, EUR 2, KWD 3.
 * @param {string} currency
 */
export function minorUnitDigits(currency) {
  if (NO_DIGITS.has(currency)) return 0;
  return THREE_DIGITS.has(currency) ? 3 : 2;
}

/**
 * A decimal string in minor units: "5.00" EUR is 500n, "700.0" JPY is 700n. null where it is no amount of the currency: below zero,
 * finer than the minor unit, or not a decimal.
 * @param {unknown} text
 * @param {string} currency
 * @returns {bigint | null}
 */
export function minorUnits(text, currency) {
  const match = typeof text === 'string' ? /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text) : null;
  if (!match) return null;
  const digits = minorUnitDigits(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  return fraction.length > digits ? null : BigInt(`${match[1]}${fraction.padEnd(digits, '0')}`);
}

/**
 * Minor units as Shopify's Decimal: 500n EUR is "5.00".
 * @param {bigint} units
 * @param {string} currency
 */
export function decimalText(units, currency) {
  const digits = minorUnitDigits(currency);
  if (digits === 0) return units.toString();
  const text = units.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
