import { markets } from '../data/markets.ts';
import { parseDecimal } from '../money.ts';
import type { Currency } from '../money.ts';
import type { Arguments } from './graphql-types.ts';
import { textIn } from './user-error.ts';

/** A MoneyInput; `currency` null: none that the shop presents; `amount` null: no amount of it. */
export type MoneyGiven = { currency: Currency | null; amount: bigint | null };

export function readMoney(given: Arguments): MoneyGiven {
  const code = textIn(given, 'currencyCode');
  const currency = markets.find((each) => each.currency === code)?.currency ?? null;
  const text = textIn(given, 'amount');
  return {
    currency,
    amount: currency === null || text === null ? null : parseDecimal(text, currency),
  };
}
