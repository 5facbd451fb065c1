import { decimal } from '../money.ts';
import type { Currency, MoneyBag } from '../money.ts';
import type { TaxLine } from '../state/order-types.ts';

export type Currencies = { shopCurrency: Currency; presentmentCurrency: Currency };

/** A `…_set`: the amount in both currencies of the order. */
export function moneySet(bag: MoneyBag, { shopCurrency, presentmentCurrency }: Currencies) {
  return {
    shop_money: { amount: decimal(bag.shop, shopCurrency), currency_code: shopCurrency },
    presentment_money: {
      amount: decimal(bag.presentment, presentmentCurrency),
      currency_code: presentmentCurrency,
    },
  };
}

/** The plain amounts of REST payloads, which are in the shop's currency. */
export function shopAmount(bag: MoneyBag, { shopCurrency }: Currencies): string {
  return decimal(bag.shop, shopCurrency);
}

export function taxLinePayload(line: TaxLine, currencies: Currencies) {
  return {
    channel_liable: false,
    price: shopAmount(line.amount, currencies),
    price_set: moneySet(line.amount, currencies),
    rate: Number(line.rate),
    title: line.title,
  };
}
