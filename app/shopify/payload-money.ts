import { isPresentmentCurrency } from '../domain/currency.ts';
import { add, fractionText } from '../domain/fraction.ts';
import { decimal } from '../domain/money.ts';
import type { Amount } from '../domain/order-facts.ts';
import {
  type Fields,
  optional,
  PayloadFault,
  read,
  readCurrency,
  readItems,
  readObject,
  type Reader,
} from './payload-parts.ts';

/** The two currencies of an order, or null where a payload does not tell them (a refund that comes alone). */
export type Currencies = { shop: string; presentment: string } | null;

type Money = { amount: string; currency: string };
type MoneySet = { shop: Money; presentment: Money };

function readPresentmentCurrency(value: unknown): string {
  if (typeof value === 'string' && isPresentmentCurrency(value)) return value;
  throw new PayloadFault([], 'is not a currency code');
}
export const readOptionalPresentmentCurrency = optional(readPresentmentCurrency);

const moneyReader =
  (readAmount: Reader<string>, readCode: Reader<string>): Reader<Money> =>
  (value) => {
    const money = readObject(value);
    return {
      amount: read(money, 'amount', readAmount),
      currency: read(money, 'currency_code', readCode),
    };
  };

/** A `*_set`: the amount in both currencies. */
export function setReader(readAmount: Reader<string>): Reader<MoneySet | null> {
  const readShop = moneyReader(readAmount, readCurrency);
  const readPresentment = moneyReader(readAmount, readPresentmentCurrency);
  return optional((value) => {
    const set = readObject(value);
    return {
      shop: read(set, 'shop_money', readShop),
      presentment: read(set, 'presentment_money', readPresentment),
    };
  });
}

const foreign = (key: string, part: string, currency: string) =>
  new PayloadFault([key, part, 'currency_code'], `is not the order's ${currency}`);

export type AmountReader = (fields: Fields, currencies: Currencies, otherwise?: Amount) => Amount;

/**
 * Reads an amount by the name of its plain field: from its `*_set`, else from the plain field, which Shopify gives in shop money alone. Where
 * there is neither it is `otherwise`, or a fault; it is one too where a set is in other currencies than the order.
 */
export function amountReader(key: string, readAmount: Reader<string>): AmountReader {
  const setKey = `${key}_set`;
  const readPlain = optional(readAmount);
  const readSet = setReader(readAmount);
  return (fields, currencies, otherwise) => {
    const plain = read(fields, key, readPlain);
    const set = read(fields, setKey, readSet);
    if (set) {
      const { shop, presentment } = set;
      if (currencies && shop.currency !== currencies.shop)
        throw foreign(setKey, 'shop_money', currencies.shop);
      if (currencies && presentment.currency !== currencies.presentment)
        throw foreign(setKey, 'presentment_money', currencies.presentment);
      return { shop: shop.amount, presentment: presentment.amount };
    }
    if (plain !== null) return { shop: plain, presentment: null };
    if (otherwise) return otherwise;
    throw new PayloadFault([key], 'is missing');
  };
}

export const noAmount: Amount = { shop: '0', presentment: '0' };

/** The sum of a list's amounts; known in presentment money only where every amount is. */
export const sumReader =
  (readAmount: AmountReader) =>
  (currencies: Currencies): Reader<Amount> =>
  (value) => {
    if (value === undefined || value === null) return noAmount;
    return sumOfAmounts(readItems((item) => readAmount(readObject(item), currencies))(value));
  };

function sumOfAmounts(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (total, { shop, presentment }) => ({
      shop: fractionText(add(decimal(total.shop), decimal(shop))),
      presentment:
        total.presentment === null || presentment === null
          ? null
          : fractionText(add(decimal(total.presentment), decimal(presentment))),
    }),
    noAmount,
  );
}
