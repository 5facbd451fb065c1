// What a discount of ours does: the JSON metafield `$app:configuration` on the discount, which the app writes when it creates it.
// Version 1. A change that an older Function would misread is a new version: what it does not understand gives nothing.
import { minorUnits } from './minor-units.js';

/**
 * Amounts as decimal strings by currency: `{ "JPY": "700", "EUR": "5.00" }`. A currency that is missing has nothing: no amount is converted.
 * @typedef {Record<string, string>} AmountsByCurrency
 */

/**
 * Who and what every kind asks for. Where `minSpend` lacks the cart's currency the discount gives nothing there.
 * @typedef {object} Conditions
 * @property {AmountsByCurrency} [minSpend] what the eligible goods must come to, before discounts
 * @property {string[]} [productIds] global ids; with `collectionIds`: what is in either is eligible
 * @property {string[]} [collectionIds] global ids; a variable of the input queries, at most 100
 * @property {string[]} [customerTags] the customer has one of them at least; a variable of the input queries, at most 100
 */

/**
 * The same as it is stored. `ceilings`: the most that is taken off, by currency; a currency that they lack has no discount.
 * @typedef {{ v: 1 } & Conditions & (
 *   { kind: 'amountOff', amounts: AmountsByCurrency } |
 *   { kind: 'percentOff', percent: string, ceilings?: AmountsByCurrency } |
 *   { kind: 'freeProduct', pieces: number, variantIds?: string[] } |
 *   { kind: 'shipping', percent: string, ceilings?: AmountsByCurrency, countries?: string[] }
 * )} Configuration
 */

/**
 * What each kind cannot be without.
 * @type {Record<string, (value: Record<string, unknown>) => boolean>}
 */
const NEEDED = {
  amountOff: ({ amounts }) => isAmounts(amounts),
  percentOff: ({ percent }) => isPercent(percent),
  shipping: ({ percent }) => isPercent(percent),
  // Without a product it would give anything away.
  freeProduct: (value) =>
    Number.isInteger(value.pieces) &&
    Number(value.pieces) > 0 &&
    [value.productIds, value.variantIds].some((ids) => Array.isArray(ids) && ids.length > 0),
};

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value */
const isAmounts = (value) =>
  isObject(value) &&
  Object.entries(value).every(
    ([currency, amount]) => /^[A-Z]{3}$/.test(currency) && minorUnits(amount, currency) !== null,
  );

/** @param {unknown} value */
const isTexts = (value) => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** @param {unknown} value */
const isPercent = (value) => {
  const units = percentUnits(value);
  return units !== null && units > 0n && units <= 100n * PERCENT_UNIT;
};

/** One percent in the units that `percentUnits` counts. */
export const PERCENT_UNIT = 1_000_000n;

/**
 * A percentage such as "12.5" in millionths of a percent, or null where it is none.
 * @param {unknown} text
 * @returns {bigint | null}
 */
export function percentUnits(text) {
  const match = typeof text === 'string' ? /^(\d{1,3})(?:\.(\d{1,6}))?$/.exec(text) : null;
  return match && BigInt(`${match[1]}${(match[2] ?? '').padEnd(6, '0')}`);
}

/** @type {Record<string, (value: unknown) => boolean>} */
const OPTIONAL = {
  minSpend: isAmounts,
  ceilings: isAmounts,
  productIds: isTexts,
  collectionIds: isTexts,
  variantIds: isTexts,
  customerTags: isTexts,
  countries: isTexts,
};

/**
 * The configuration where this version understands all of it, else null: a discount that is half understood would give away what nobody
 * promised.
 * @param {unknown} value
 * @returns {Configuration | null}
 */
export function readConfiguration(value) {
  if (!isObject(value) || value.v !== 1 || !Object.hasOwn(NEEDED, String(value.kind))) return null;
  const needed = NEEDED[String(value.kind)]?.(value) ?? false;
  const rest = Object.entries(OPTIONAL).every(([name, isValid]) => {
    const given = value[name];
    return given === undefined || given === null || isValid(given);
  });
  return needed && rest ? /** @type {Configuration} */ (value) : null;
}
