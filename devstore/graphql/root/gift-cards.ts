import { isRedeemable } from '../../state/gift-cards.ts';
import { connection, requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { giftCardObject } from '../objects/gift-card-object.ts';
import { searchTerms } from '../search-terms.ts';

export const giftCard: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const card = gid.kind === 'GiftCard' ? core.tables.get('giftCard', gid.id) : undefined;
  return card ? giftCardObject(card) : null;
};

/** Cards, oldest first; `query` knows whole codes and the customer's or note's words, `id:`, `customer_id:` and `status:`. */
export const giftCards: RootField = (args, { core, store }) => {
  const terms = searchTerms(args.query, ['id', 'customer_id', 'status']);
  const found = [...core.tables.all('giftCard')].filter((card) =>
    terms.every(({ field, text }) => {
      if (field === 'id') return String(card.id) === text;
      if (field === 'customer_id') return String(card.customerId) === text;
      const enabled = card.deactivatedAt === null;
      if (field === 'status')
        return text === 'expired'
          ? enabled && !isRedeemable(card, Date.now())
          : (text === 'enabled') === enabled;
      const customer = card.customerId === null ? null : store.customer(card.customerId);
      const words = `${customer?.firstName ?? ''} ${customer?.lastName ?? ''} ${card.note ?? ''}`;
      return card.code.toLowerCase() === text || words.toLowerCase().includes(text);
    }),
  );
  return connection(args.reverse === true ? found.toReversed() : found, args, giftCardObject);
};
