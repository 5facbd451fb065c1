import type { Configuration } from './configuration.js';

type Line = {
  amount: string;
  quantity?: number;
  product?: string;
  variant?: string;
  giftCard?: boolean;
  inCollection?: boolean;
};
type Group = {
  country?: string | null;
  options: [handle: string, cost: string][];
  selected?: string;
};

export type Cart = { currency: string; lines: Line[]; groups?: Group[]; tagged?: boolean | null };

/** A Function's input as Shopify gives it for the input queries here. */
export function functionInput(cart: Cart, configuration: unknown, discountClasses: string[]) {
  const { currency, tagged = false } = cart;
  return {
    cart: {
      buyerIdentity: tagged === null ? null : { customer: { hasAnyTag: tagged } },
      lines: cart.lines.map((line, index) => ({
        id: `gid://shopify/CartLine/${index}`,
        quantity: line.quantity ?? 1,
        cost: { subtotalAmount: { amount: line.amount, currencyCode: currency } },
        merchandise: {
          __typename: 'ProductVariant',
          id: `gid://shopify/ProductVariant/${line.variant ?? '1'}`,
          product: {
            id: `gid://shopify/Product/${line.product ?? '1'}`,
            isGiftCard: line.giftCard ?? false,
            inAnyCollection: line.inCollection ?? false,
          },
        },
      })),
      deliveryGroups: (cart.groups ?? []).map(({ country, options, selected }, index) => ({
        id: `gid://shopify/CartDeliveryGroup/${index}`,
        deliveryAddress: country === undefined ? null : { countryCode: country },
        selectedDeliveryOption: selected === undefined ? null : { handle: selected },
        deliveryOptions: options.map(([handle, amount]) => ({
          handle,
          cost: { amount, currencyCode: currency },
        })),
      })),
    },
    discount: { discountClasses, metafield: { jsonValue: configuration } },
  };
}

export const amountOff: Configuration = {
  v: 1,
  kind: 'amountOff',
  amounts: { JPY: '700', EUR: '5.00', KWD: '1.500', USD: '5' },
};
