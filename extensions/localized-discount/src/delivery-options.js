import { PERCENT_UNIT, percentUnits, readConfiguration } from './configuration.js';
import { eligibleGoods } from './eligible-goods.js';
import { decimalText, minorUnits } from './minor-units.js';

/** @typedef {{ handle: string, cost: { amount: string, currencyCode: string } }} DeliveryOption */

/**
 * @typedef {object} DeliveryGroup
 * @property {string} id
 * @property {{ countryCode?: string | null } | null} [deliveryAddress]
 * @property {{ handle: string } | null} [selectedDeliveryOption]
 * @property {DeliveryOption[]} deliveryOptions
 */

/**
 * @typedef {object} DeliveryInput
 * @property {import('./eligible-goods.js').CommonInput['cart'] & { deliveryGroups: DeliveryGroup[] }} cart
 * @property {import('./eligible-goods.js').CommonInput['discount']} discount
 */

/**
 * What is taken off an option, in minor units.
 * @typedef {{ handle: string, cost: bigint, off: bigint }} Reduced
 */

const NOTHING = { operations: [] };

/**
 * Shipping paid, or a share of it, up to a ceiling for the whole order. Groups that are sent elsewhere than to the countries named keep
 * their price.
 * @param {DeliveryInput} input
 */
export function cartDeliveryOptionsDiscountsGenerateRun({ cart, discount }) {
  const configuration = readConfiguration(discount.metafield?.jsonValue);
  if (configuration?.kind !== 'shipping' || !discount.discountClasses.includes('SHIPPING')) return NOTHING;
  const goods = eligibleGoods(cart, configuration);
  if (!goods) return NOTHING;
  const { currency } = goods;
  const { ceilings, percent } = configuration;
  if (ceilings && minorUnits(ceilings[currency], currency) === null) return NOTHING;
  let left = ceilings ? minorUnits(ceilings[currency], currency) : null;
  const candidates = [];
  for (const group of cart.deliveryGroups.filter((each) => isSentTo(each, configuration.countries))) {
    const options = group.deliveryOptions.flatMap((option) => reduced(option, percent, left, currency));
    candidates.push(...options.filter(({ off }) => off > 0n).map((option) => candidate(option, currency)));
    if (left !== null) left -= takenBy(group, options);
  }
  if (candidates.length === 0) return NOTHING;
  return { operations: [{ deliveryDiscountsAdd: { selectionStrategy: 'ALL', candidates } }] };
}

/**
 * @param {DeliveryGroup} group
 * @param {string[] | null | undefined} countries
 */
function isSentTo({ deliveryAddress }, countries) {
  if (!countries || countries.length === 0) return true;
  return countries.includes(deliveryAddress?.countryCode ?? '');
}

/**
 * The share is rounded down to the minor unit: never more than was promised.
 * @param {DeliveryOption} option
 * @param {string} percent
 * @param {bigint | null} left what the ceiling leaves; null: no ceiling
 * @param {string} currency
 * @returns {Reduced[]}
 */
function reduced({ handle, cost: { amount } }, percent, left, currency) {
  const cost = minorUnits(amount, currency);
  const rate = percentUnits(percent);
  if (cost === null || rate === null) return [];
  const share = (cost * rate) / (100n * PERCENT_UNIT);
  return [{ handle, cost, off: left !== null && left < share ? left : share }];
}

/**
 * What a group uses of the ceiling: that of the option chosen, else the most that any of its options takes, so that the groups together
 * never have more than the ceiling.
 * @param {DeliveryGroup} group
 * @param {Reduced[]} options
 */
function takenBy({ selectedDeliveryOption }, options) {
  const chosen = options.find(({ handle }) => handle === selectedDeliveryOption?.handle);
  if (chosen) return chosen.off;
  return options.reduce((most, { off }) => (off > most ? off : most), 0n);
}

/**
 * @param {Reduced} option
 * @param {string} currency
 */
function candidate({ handle, cost, off }, currency) {
  return {
    targets: [{ deliveryOption: { handle } }],
    value:
      off === cost
        ? { percentage: { value: '100' } }
        : { fixedAmount: { amount: decimalText(off, currency) } },
  };
}
