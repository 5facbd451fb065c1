/**
 * Store credit. A credit carries no reference of ours and nothing makes it idempotent, so where its answer was lost the account's transactions are
 * compared: one that fits, and one alone, is ours; anything else is for a person, and it is never sent again.
 */
import { compare } from '../../domain/fraction.ts';
import { decimal } from '../../domain/money.ts';
import type { AdminFault } from '../admin-gateway.ts';
import {
  type CurrencyCode,
  GiveStoreCreditDocument,
  StoreCreditTransactionsDocument,
  TakeStoreCreditDocument,
} from '../admin-types.generated.ts';
import type { Later, Refused } from '../discounts.ts';
import { gid } from '../gid.ts';
import type { RewardCarrier, RewardOrder, Unknown } from './carrier.ts';

const TRANSACTIONS_READ = 50;

function amountOf({ offer }: RewardOrder): { amount: string; currencyCode: CurrencyCode } {
  if (offer.benefit.kind !== 'amount')
    throw new Error(`store credit has an amount, not a ${offer.benefit.kind}`);
  return { amount: offer.benefit.amount, currencyCode: offer.currency as CurrencyCode };
}

/** Throttled, or turned away at the door: nothing was done. Whatever else has no answer may have been. */
function faultOf({ reason, codes }: AdminFault): Refused | Later | Unknown {
  if (reason === 'refused') return { kind: 'refused', codes };
  const isCertain = reason === 'throttled' || reason === 'unauthorized';
  return { kind: isCertain ? 'later' : 'unknown', codes };
}

/** Shopify's moments have whole seconds. */
const secondOf = (moment: string): number => Math.floor(Date.parse(moment) / 1000);

export const storeCredit: RewardCarrier = {
  repeatable: false,
  shownCode: () => null,
  async issue(admin, order) {
    const answer = await admin(GiveStoreCreditDocument, {
      customer: gid('Customer', order.customerId),
      credit: {
        creditAmount: amountOf(order),
        ...(order.endsAt !== null && { expiresAt: order.endsAt }),
      },
    });
    if (!answer.ok) return faultOf(answer);
    const payload = answer.data.storeCreditAccountCredit;
    if (!payload) return { kind: answer.refusedFields ? 'refused' : 'unknown', codes: ['ACCESS_DENIED'] };
    const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
    if (codes.length > 0) return { kind: 'refused', codes };
    const made = payload.storeCreditAccountTransaction;
    return made ? { kind: 'created', id: made.id } : { kind: 'unknown', codes: ['NO_NODE'] };
  },

  async lookUp(admin, order, claimed) {
    const { amount, currencyCode } = amountOf(order);
    const answer = await admin(StoreCreditTransactionsDocument, {
      customer: gid('Customer', order.customerId),
      accounts: `currency_code:${currencyCode}`,
      transactions: TRANSACTIONS_READ,
    });
    if (!answer.ok) return { kind: 'later', codes: answer.codes };
    if (answer.refusedFields) return { kind: 'later', codes: ['ACCESS_DENIED'] };
    const accounts = answer.data.customer?.storeCreditAccounts.nodes ?? [];
    const own = accounts.filter(({ balance }) => balance.currencyCode === currencyCode);
    const credits = own.flatMap(({ transactions }) => transactions.nodes);
    const since = credits.filter(({ createdAt }) => secondOf(createdAt) >= secondOf(order.startsAt));
    const fitting = since.filter(
      (one) =>
        'id' in one &&
        !claimed.has(one.id) &&
        compare(decimal(one.amount.amount), decimal(amount)) === 0 &&
        hasEnd(one.expiresAt ?? null, order.endsAt),
    );
    const [only, ...others] = fitting;
    // A full page may hide more of them.
    const isWhole = since.length < TRANSACTIONS_READ;
    if (!isWhole || !only || !('id' in only) || others.length > 0) return { kind: 'unclear' };
    return { kind: 'found', found: { id: only.id, title: order.title, live: true, used: false } };
  },

  async revoke(admin, _id, order) {
    const answer = await admin(TakeStoreCreditDocument, {
      customer: gid('Customer', order.customerId),
      debit: { debitAmount: amountOf(order) },
    });
    if (!answer.ok) return faultOf(answer);
    const payload = answer.data.storeCreditAccountDebit;
    if (!payload) return { kind: answer.refusedFields ? 'refused' : 'unknown', codes: ['ACCESS_DENIED'] };
    const codes = payload.userErrors.map((error) => error.code ?? 'UNKNOWN');
    if (codes.includes('INSUFFICIENT_FUNDS')) return { kind: 'revoked', used: true };
    if (codes.length > 0) return { kind: 'refused', codes };
    return { kind: 'revoked', used: false };
  },
};

function hasEnd(expiresAt: string | null, endsAt: string | null): boolean {
  if (expiresAt === null || endsAt === null) return expiresAt === endsAt;
  return secondOf(expiresAt) === secondOf(endsAt);
}
