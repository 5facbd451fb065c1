import { isRedeemable } from '../../state/gift-cards.ts';
import type { GiftCard } from '../../state/money-account-types.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { customerObject } from './customer-and-order-objects.ts';
import { graphqlTime } from './money-object.ts';
import { moneyObject } from './store-credit-object.ts';

/** A gift card; of its code only the last four characters are told. */
export function giftCardObject(card: GiftCard): ApiObject & { id: string } {
  const last = card.code.slice(-4).toLowerCase();
  return {
    __typename: 'GiftCard',
    id: `gid://shopify/GiftCard/${card.id}`,
    balance: moneyObject(card.balance, card.currency),
    initialValue: moneyObject(card.initial, card.currency),
    enabled: card.deactivatedAt === null,
    isRedeemable: isRedeemable(card, Date.now()),
    expiresOn: card.expiresOn,
    lastCharacters: last,
    maskedCode: `•••• •••• •••• ${last}`,
    note: card.note,
    createdAt: graphqlTime(card.createdAt),
    updatedAt: graphqlTime(card.updatedAt),
    deactivatedAt: graphqlTime(card.deactivatedAt),
    crossCurrencyRedemptionStrategy: 'NONE',
    templateSuffix: null,
    order: null,
    lineItem: null,
    recipientAttributes: null,
    customer: (_args: Arguments, { store }: GraphqlContext) => {
      const customer = card.customerId === null ? null : store.customer(card.customerId);
      return customer && customerObject(customer);
    },
  };
}
