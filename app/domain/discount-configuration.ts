/**
 * What our discount Function reads of a discount: the JSON of its metafield `$app:configuration`, version 1
 * (extensions/localized-discount/src/configuration.js reads it).
 */
import { minorUnits, decimalOfMinorUnits } from './money.ts';
import type { RewardConditions } from './reward-parts.ts';

/** Decimals by currency. One that is missing gets nothing: nothing is converted. */
type AmountsByCurrency = { [currency: string]: string };

type Conditions = {
  minSpend?: AmountsByCurrency;
  productIds?: string[];
  collectionIds?: string[];
  /** Of an automatic discount: the customer has one of them. */
  customerTags?: string[];
};

export type DiscountConfiguration = { v: 1 } & Conditions &
  (
    | { kind: 'amountOff'; amounts: AmountsByCurrency }
    | { kind: 'percentOff'; percent: string; ceilings?: AmountsByCurrency }
    | { kind: 'freeProduct'; pieces: number; variantIds?: string[] }
    | { kind: 'shipping'; percent: string; ceilings?: AmountsByCurrency; countries?: string[] }
  );

/** Shopify's limits for what a Function is given: beyond them it is given nothing, and would do nothing. */
const BYTES_MAX = 10_000;
const LIST_MAX = 100;
/** As many digits as the Function reads. */
const PERCENT = /^\d{1,3}(?:\.\d{1,6})?$/;

/** With the digits of the currency; what has a part of a minor unit is left out, and with it the currency. */
export function byCurrency(amounts: readonly { currency: string; amount: string }[]): AmountsByCurrency {
  return Object.fromEntries(
    amounts.flatMap(({ currency, amount }) => {
      const units = minorUnits(amount, currency);
      return units === null ? [] : [[currency, decimalOfMinorUnits(units, currency)]];
    }),
  );
}

/** The part that all kinds share. */
export function configuredConditions({ minSpend, productIds, collectionIds }: RewardConditions): {
  v: 1;
} & Conditions {
  return {
    v: 1,
    ...(minSpend !== null && { minSpend: byCurrency(minSpend) }),
    ...(productIds.length > 0 && { productIds: productIds.map((id) => `gid://shopify/Product/${id}`) }),
    ...(collectionIds.length > 0 && {
      collectionIds: collectionIds.map((id) => `gid://shopify/Collection/${id}`),
    }),
  };
}

/** Whether the Function can read all of it. */
export function isReadable(configuration: DiscountConfiguration): boolean {
  const { productIds = [], collectionIds = [] } = configuration;
  const countries = configuration.kind === 'shipping' ? (configuration.countries ?? []) : [];
  const lists = [productIds, collectionIds, countries];
  const hasPercent = !('percent' in configuration) || PERCENT.test(configuration.percent);
  return (
    hasPercent &&
    lists.every((list) => list.length <= LIST_MAX) &&
    new TextEncoder().encode(JSON.stringify(configuration)).length <= BYTES_MAX
  );
}
