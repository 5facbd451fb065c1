import { PERCENT_UNIT, percentUnits, readConfiguration } from './configuration.js';
import { eligibleGoods, isLimited } from './eligible-goods.js';
import { decimalText, minorUnits } from './minor-units.js';

/** @typedef {{ fixedAmount: { amount: string } } | { percentage: { value: string } }} Value */

const NOTHING = { operations: [] };

/**
 * An amount or a percentage off goods: exactly the amount that the reward sets for the currency of the cart, and nothing where it sets none.
 * @param {import('./eligible-goods.js').CommonInput} input
 */
export function cartLinesDiscountsGenerateRun({ cart, discount }) {
  const configuration = readConfiguration(discount.metafield?.jsonValue);
  if (!configuration || configuration.kind === 'shipping') return NOTHING;
  const goods = eligibleGoods(cart, configuration);
  if (configuration.kind === 'freeProduct')
    return freePieces(configuration.pieces, goods, discount.discountClasses);
  const value = goods && valueOf(configuration, goods);
  if (!goods || !value) return NOTHING;
  const limited = isLimited(configuration);
  if (!discount.discountClasses.includes(limited ? 'PRODUCT' : 'ORDER')) return NOTHING;
  return { operations: [limited ? offProducts(goods, value) : offOrder(goods, value)] };
}

/**
 * @param {Extract<import('./configuration.js').Configuration, { kind: 'amountOff' | 'percentOff' }>} configuration
 * @param {import('./eligible-goods.js').EligibleGoods} goods
 * @returns {Value | null}
 */
function valueOf(configuration, { currency, subtotal }) {
  if (configuration.kind === 'amountOff') {
    const amount = minorUnits(configuration.amounts[currency], currency);
    return amount ? fixed(amount, currency) : null;
  }
  const { percent, ceilings } = configuration;
  if (!ceilings) return { percentage: { value: percent } };
  const ceiling = minorUnits(ceilings[currency], currency);
  const rate = percentUnits(percent);
  if (ceiling === null || rate === null) return null;
  // Without a division, so that nothing is rounded: the percentage itself is Shopify's to round.
  const isAbove = subtotal * rate > ceiling * 100n * PERCENT_UNIT;
  if (!isAbove) return { percentage: { value: percent } };
  return ceiling > 0n ? fixed(ceiling, currency) : null;
}

/**
 * So many pieces at nothing, in the order of the cart: a native code would take every piece that is there.
 * @param {number} pieces
 * @param {import('./eligible-goods.js').EligibleGoods | null} goods
 * @param {string[]} discountClasses
 */
function freePieces(pieces, goods, discountClasses) {
  if (!goods || !discountClasses.includes('PRODUCT')) return NOTHING;
  let left = pieces;
  const targets = [];
  for (const { id, quantity } of goods.lines) {
    const taken = quantity < left ? quantity : left;
    if (taken > 0) targets.push({ cartLine: { id, quantity: taken } });
    left -= taken;
  }
  const candidates = [{ targets, value: { percentage: { value: '100' } } }];
  return { operations: [{ productDiscountsAdd: { selectionStrategy: 'FIRST', candidates } }] };
}

/**
 * @param {bigint} amount
 * @param {string} currency
 */
function fixed(amount, currency) {
  return { fixedAmount: { amount: decimalText(amount, currency) } };
}

/**
 * @param {import('./eligible-goods.js').EligibleGoods} goods
 * @param {Value} value
 */
function offOrder({ others }, value) {
  const excludedCartLineIds = others.map((line) => line.id);
  return {
    orderDiscountsAdd: {
      selectionStrategy: 'FIRST',
      candidates: [{ targets: [{ orderSubtotal: { excludedCartLineIds } }], value }],
    },
  };
}

/**
 * Once across all of the lines, not once for each.
 * @param {import('./eligible-goods.js').EligibleGoods} goods
 * @param {Value} value
 */
function offProducts({ lines }, value) {
  const targets = lines.map(({ id }) => ({ cartLine: { id } }));
  const across =
    'fixedAmount' in value ? { fixedAmount: { ...value.fixedAmount, appliesToEachItem: false } } : value;
  return {
    productDiscountsAdd: { selectionStrategy: 'FIRST', candidates: [{ targets, value: across }] },
  };
}
