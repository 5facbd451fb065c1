import { decimal } from '../../money.ts';
import type { MoneyBag } from '../../money.ts';
import type { Currencies } from '../../payloads/money-payload.ts';
import type { ApiObject } from '../graphql-types.ts';

/** MoneyBag: GraphQL's decimals drop trailing zeros down to one, "10.0" where REST says "10.00". */
export function moneyBagObject(bag: MoneyBag, { shopCurrency, presentmentCurrency }: Currencies): ApiObject {
  return {
    shopMoney: { amount: graphqlDecimal(decimal(bag.shop, shopCurrency)), currencyCode: shopCurrency },
    presentmentMoney: {
      amount: graphqlDecimal(decimal(bag.presentment, presentmentCurrency)),
      currencyCode: presentmentCurrency,
    },
  };
}

export function graphqlDecimal(text: string): string {
  const withPoint = text.includes('.') ? text : `${text}.0`;
  return withPoint.replace(/(\.\d+?)0+$/, '$1');
}

/** Moments in GraphQL are in UTC, whole seconds. */
export function graphqlTime(millis: number | null): string | null {
  return millis === null ? null : new Date(millis).toISOString().replace(/\.\d+Z$/, 'Z');
}
