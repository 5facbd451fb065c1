import { add, fractionText } from '../domain/fraction.ts';
import { decimal } from '../domain/money.ts';
import type { Amount } from '../domain/order-facts.ts';
import { type MoneySet, PayloadFault } from './payload-parts.ts';

/** The two currencies of an order, or null where a payload does not tell them (a refund that comes alone). */
export type Currencies = { shop: string; presentment: string } | null;

type Path = readonly PropertyKey[];

function amountOfSet(set: NonNullable<MoneySet>, currencies: Currencies, path: Path): Amount {
  const { shop_money: shop, presentment_money: presentment } = set;
  if (currencies && shop.currency_code !== currencies.shop)
    throw new PayloadFault([...path, 'shop_money', 'currency_code'], `is not the order's ${currencies.shop}`);
  if (currencies && presentment.currency_code !== currencies.presentment)
    throw new PayloadFault(
      [...path, 'presentment_money', 'currency_code'],
      `is not the order's ${currencies.presentment}`,
    );
  return { shop: shop.amount, presentment: presentment.amount };
}

/**
 * One amount: from its `*_set`, else from the plain field, which Shopify gives in shop money alone.
 * Throws a PayloadFault where there is neither, or where a set is in other currencies than the order.
 */
export function amountFrom(plain: string | null, set: MoneySet, currencies: Currencies, path: Path): Amount {
  if (set) return amountOfSet(set, currencies, [...path.slice(0, -1), `${String(path.at(-1))}_set`]);
  if (plain === null) throw new PayloadFault(path, 'is missing');
  return { shop: plain, presentment: null };
}

export const noAmount: Amount = { shop: '0', presentment: '0' };

/** The sum; known in presentment money only where every amount is. */
export function sumOfAmounts(amounts: readonly Amount[]): Amount {
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
