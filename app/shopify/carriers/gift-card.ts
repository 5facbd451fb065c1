/** Gift cards, under a code of ours. */
import { compare } from '../../domain/fraction.ts';
import { localDate } from '../../domain/local-time.ts';
import { decimal } from '../../domain/money.ts';
import { stampOf } from '../../domain/stamp.ts';
import {
  type CurrencyCode,
  CreateGiftCardDocument,
  DeactivateGiftCardDocument,
  GiftCardByCodeDocument,
} from '../admin-types.generated.ts';
import { madeOf } from '../discounts.ts';
import { gid } from '../gid.ts';
import type { RewardCarrier } from './carrier.ts';

/** Letters and digits alone, at most 20: Shopify takes nothing else for a gift card. */
const cardCode = (code: string): string => code.replaceAll('-', '');

type Money = { balance: { amount: string }; initialValue: { amount: string } };
const isUsed = ({ balance, initialValue }: Money): boolean =>
  compare(decimal(balance.amount), decimal(initialValue.amount)) < 0;

export const giftCard: RewardCarrier = {
  repeatable: true,
  shownCode: cardCode,
  async issue(admin, { code, title, customerId, offer, endsAt, shop }) {
    if (offer.benefit.kind !== 'amount')
      throw new Error(`a gift card has an amount, not a ${offer.benefit.kind}`);
    const answer = await admin(CreateGiftCardDocument, {
      input: {
        code: cardCode(code),
        note: title,
        customerId: gid('Customer', customerId),
        initialAmount: { amount: offer.benefit.amount, currencyCode: offer.currency as CurrencyCode },
        // A day, not a moment: the one on which the redemption expires, which deactivates the card at its moment.
        ...(endsAt !== null && { expiresOn: localDate(stampOf(endsAt), shop.timeZone) }),
      },
    });
    return madeOf(answer, ({ giftCardCreate: payload }) => {
      return payload && { id: payload.giftCard?.id, userErrors: payload.userErrors };
    });
  },

  // The search runs behind what was made: where it finds nothing yet, making the card again is refused as TAKEN.
  async lookUp(admin, { code, title }) {
    const query = cardCode(code);
    const answer = await admin(GiftCardByCodeDocument, { query });
    if (!answer.ok) return { kind: 'later', codes: answer.codes };
    if (answer.refusedFields) return { kind: 'later', codes: ['ACCESS_DENIED'] };
    const last = query.slice(-4).toUpperCase();
    const cards = answer.data.giftCards.nodes.filter((one) => one.lastCharacters.toUpperCase() === last);
    const card = cards.find(({ note }) => note === title) ?? cards[0];
    if (!card) return { kind: 'found', found: null };
    const { id, note, enabled } = card;
    return { kind: 'found', found: { id, title: note ?? null, live: enabled, used: isUsed(card) } };
  },

  async revoke(admin, id) {
    const answer = await admin(DeactivateGiftCardDocument, { id });
    if (!answer.ok) return { kind: answer.reason === 'refused' ? 'refused' : 'later', codes: answer.codes };
    const payload = answer.data.giftCardDeactivate;
    if (!payload) return { kind: 'refused', codes: ['ACCESS_DENIED'] };
    const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
    if (codes.length > 0) return { kind: 'refused', codes };
    return { kind: 'revoked', used: payload.giftCard ? isUsed(payload.giftCard) : false };
  },
};
