import { requireGid } from '../connection.ts';
import type { RootField } from '../graphql-types.ts';
import { giftCardObject } from '../objects/gift-card-object.ts';

/** A card that was deactivated stays so. */
export const giftCardDeactivate: RootField = ({ id }, { core }) => {
  const gid = requireGid(id);
  const card = gid.kind === 'GiftCard' ? core.tables.get('giftCard', gid.id) : undefined;
  if (!card) {
    const message = 'The gift card could not be found.';
    return { giftCard: null, userErrors: [{ field: ['id'], code: 'GIFT_CARD_NOT_FOUND', message }] };
  }
  const now = Date.now();
  const changed = card.deactivatedAt === null ? { ...card, deactivatedAt: now, updatedAt: now } : card;
  core.tables.put('giftCard', changed.id, changed);
  return { giftCard: giftCardObject(changed), userErrors: [] };
};
