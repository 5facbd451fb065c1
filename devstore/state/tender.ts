import { payPart } from '../checkout/change-order.ts';
import { orderTotals } from '../checkout/order-totals.ts';
import { markets } from '../data/markets.ts';
import type { Currency } from '../money.ts';
import { capabilities } from './capabilities.ts';
import type { StoreContext } from './context.ts';
import type { CheckoutRefusal, CheckoutRequest } from './dev-store.ts';
import { findGiftCard, isRedeemable } from './gift-cards.ts';
import type { GiftCard, StoreCreditAccount } from './money-account-types.ts';
import type { Order, Transaction } from './order-types.ts';
import { accountIn, balanceOf, credit, debit } from './store-credit.ts';

/** Gift cards in the order in which they were typed, and the customer's store credit after them. */
export type Tender = { giftCards: GiftCard[]; account: StoreCreditAccount | null };

/** What a checkout pays with before its gateway, or why one of it cannot be spent there. */
export function readTender(
  { giftCardCodes = [], storeCredit = false, customerId, market }: CheckoutRequest,
  { tables }: StoreContext,
): { ok: true; tender: Tender } | CheckoutRefusal {
  const now = Date.now();
  const currency = markets.find((each) => each.handle === market)?.currency;
  const giftCards: GiftCard[] = [];
  for (const code of giftCardCodes) {
    const card = findGiftCard(tables, code);
    if (!card || !isRedeemable(card, now) || card.currency !== currency)
      return {
        ok: false,
        reason: 'gift-card-not-valid',
        detail: `The gift card "${code}" is not valid here.`,
      };
    if (!giftCards.includes(card)) giftCards.push(card);
  }
  const account = customerId === null || !currency ? null : accountIn(tables, customerId, currency);
  if (storeCredit && (account === null || !capabilities(tables).storeCredit))
    return { ok: false, reason: 'no-store-credit', detail: 'There is no store credit to spend here.' };
  return { ok: true, tender: { giftCards, account: storeCredit ? account : null } };
}

/** Pays as much of an order as there is, and takes it off cards and account. */
export function payByTender(order: Order, tender: Tender, { tables }: StoreContext): Order {
  const now = order.createdAt;
  const work = { newId: tables.newId, now };
  const owed = (of: Order) => orderTotals(of).outstanding.presentment;
  let paid = order;
  for (const card of tender.giftCards) {
    const amount = least(card.balance, owed(paid));
    if (amount <= 0n) continue;
    tables.put('giftCard', card.id, { ...card, balance: card.balance - amount, updatedAt: now });
    paid = payPart(paid, { amount, gateway: 'gift_card', source: { giftCardId: card.id } }, work);
  }
  if (tender.account === null) return paid;
  const { id } = tender.account;
  const amount = least(balanceOf(tables, id, Date.now()), owed(paid));
  if (amount <= 0n) return paid;
  debit(tables, tender.account, { amount, event: 'ORDER_PAYMENT' }, now);
  return payPart(paid, { amount, gateway: 'shopify_store_credit', source: { accountId: id } }, work);
}

/** Puts back on cards and accounts what new refunds of an order gave back to them. */
export function returnTender(before: Order, after: Order, { tables }: StoreContext, now: number): void {
  const known = new Set(before.transactions.map(({ id }) => id));
  for (const each of after.transactions)
    if (each.kind === 'refund' && each.source && !known.has(each.id))
      putBack(each, each.source, after.presentmentCurrency, tables, now);
}

function putBack(
  { amount }: Transaction,
  source: NonNullable<Transaction['source']>,
  currency: Currency,
  tables: StoreContext['tables'],
  now: number,
): void {
  if ('accountId' in source) {
    const account = tables.get('storeCreditAccount', source.accountId);
    const back = { amount: amount.presentment, expiresAt: null, event: 'ORDER_REFUND' as const };
    if (account?.currency === currency) credit(tables, account, back, now);
    return;
  }
  const card = tables.get('giftCard', source.giftCardId);
  if (card)
    tables.put('giftCard', card.id, { ...card, balance: card.balance + amount.presentment, updatedAt: now });
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
