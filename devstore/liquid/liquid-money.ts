import type { MoneyFormat } from '../../liquid/filters.ts';
import { exponentOf, type Currency } from '../money.ts';
import { money } from '../pages/format.ts';

/** The money filters say amounts as the rest of the store does. A page's currency is one of its markets'. */
export const liquidMoney: MoneyFormat = {
  exponent: (currency) => exponentOf(currency as Currency),
  text: (amount, currency, language) => money(amount, currency as Currency, language),
};
