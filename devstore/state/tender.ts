import { payPart } from '../checkout/change-order.ts';
import type { NewId } from '../checkout/order-lines.ts';
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

/** The order with as much of it paid as there is; nothing is taken off cards and account yet. */
export function paidByTender(
  order: Order,
  { giftCards, account }: Tender,
  newId: NewId,
  { tables }: StoreContext,
): Order {
  const work = { newId, now: order.createdAt };
  let paid = order;
  const pay = (balance: bigint, gateway: string, source: NonNullable<Transaction['source']>) => {
    const owed = orderTotals(paid).outstanding.presentment;
    const amount = balance < owed ? balance : owed;
    if (amount > 0n) paid = payPart(paid, { amount, gateway, source }, work);
  };
  for (const card of giftCards) pay(card.balance, 'gift_card', { giftCardId: card.id });
  if (account)
    pay(balanceOf(tables, account.id, Date.now()), 'shopify_store_credit', { accountId: account.id });
  return paid;
}

/** Takes off cards and accounts what paid for a new order. */
export function spendTender(order: Order, { tables }: StoreContext): void {
  for (const { source, amount } of order.transactions) {
    if (!source) continue;
    if ('giftCardId' in source) changeCard(tables, source.giftCardId, -amount.presentment, order.createdAt);
    else {
      const account = tables.get('storeCreditAccount', source.accountId);
      const spent = { amount: amount.presentment, event: 'ORDER_PAYMENT' as const };
      if (account) debit(tables, account, spent, Date.now());
    }
  }
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
  changeCard(tables, source.giftCardId, amount.presentment, now);
}

function changeCard(tables: StoreContext['tables'], id: number, by: bigint, now: number): void {
  const card = tables.get('giftCard', id);
  if (card) tables.put('giftCard', id, { ...card, balance: card.balance + by, updatedAt: now });
}
