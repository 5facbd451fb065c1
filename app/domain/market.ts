import type { OrderFacts } from './order-facts.ts';
import type { Market } from './program.ts';

type Place = Pick<OrderFacts, 'shippingCountry' | 'billingCountry' | 'presentmentCurrency'>;

/**
 * The programme's market of an order (points.md 2, step 0): by the shipping country, without one by the billing country, without either by the currency where one market alone has it.
 * A country that no market holds is no reason to ask further.
 */
export function marketOf(order: Place, markets: readonly Market[]): Market | null {
  const country = order.shippingCountry ?? order.billingCountry;
  if (country !== null) return markets.find((market) => market.countries.includes(country)) ?? null;
  const [only, ...others] = markets.filter((market) => market.currency === order.presentmentCurrency);
  return only && others.length === 0 ? only : null;
}
