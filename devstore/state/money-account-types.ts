import type { Currency } from '../money.ts';
import type { Millis } from './order-types.ts';

/** A customer has one account for each currency. Its balance is what is left of its credits. */
export type StoreCreditAccount = { id: number; customerId: number; currency: Currency };

/** Amounts are minor units of the account's currency; a debit's is below zero. */
export type StoreCreditTransaction = {
  id: number;
  accountId: number;
  kind: 'credit' | 'debit';
  amount: bigint;
  /** Of a credit: what no debit has used. */
  remaining: bigint;
  balanceAfter: bigint;
  event: 'ADJUSTMENT' | 'ORDER_PAYMENT' | 'ORDER_REFUND';
  createdAt: Millis;
  expiresAt: Millis | null;
};

/** Amounts are minor units of its own currency. */
export type GiftCard = {
  id: number;
  /** In capitals; only its last four characters are ever shown. */
  code: string;
  currency: Currency;
  initial: bigint;
  balance: bigint;
  customerId: number | null;
  note: string | null;
  /** A day such as "2027-01-31", which is its last. */
  expiresOn: string | null;
  createdAt: Millis;
  updatedAt: Millis;
  deactivatedAt: Millis | null;
};
