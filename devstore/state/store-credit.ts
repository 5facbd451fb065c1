import type { Currency } from '../money.ts';
import type { StoreCreditAccount, StoreCreditTransaction } from './money-account-types.ts';
import type { Tables } from './tables.ts';

/** The accounts of a customer, oldest first. */
export function accountsOf(tables: Tables, customerId: number): StoreCreditAccount[] {
  return [...tables.all('storeCreditAccount')].filter((each) => each.customerId === customerId);
}

export function accountIn(tables: Tables, customerId: number, currency: Currency): StoreCreditAccount | null {
  return accountsOf(tables, customerId).find((each) => each.currency === currency) ?? null;
}

/** The account in a currency, opened where there is none yet. */
export function openAccount(tables: Tables, customerId: number, currency: Currency): StoreCreditAccount {
  const known = accountIn(tables, customerId, currency);
  if (known) return known;
  const account = { id: tables.newId('StoreCreditAccount'), customerId, currency };
  tables.put('storeCreditAccount', account.id, account);
  return account;
}

/** The transactions of an account, oldest first. */
export function transactionsOf(tables: Tables, accountId: number): StoreCreditTransaction[] {
  return [...tables.all('storeCreditTransaction')].filter((each) => each.accountId === accountId);
}

/** What can be spent: what is left of credits that have not expired. */
export function balanceOf(tables: Tables, accountId: number, now: number): bigint {
  return spendable(tables, accountId, now).reduce((sum, { remaining }) => sum + remaining, 0n);
}

/** Puts money on an account. */
export function credit(
  tables: Tables,
  { id }: StoreCreditAccount,
  wanted: Pick<StoreCreditTransaction, 'amount' | 'expiresAt' | 'event'>,
  now: number,
): StoreCreditTransaction {
  const made: StoreCreditTransaction = {
    ...wanted,
    id: tables.newId('StoreCreditAccountTransaction'),
    accountId: id,
    kind: 'credit',
    remaining: wanted.amount,
    balanceAfter: balanceOf(tables, id, now) + wanted.amount,
    createdAt: now,
  };
  tables.put('storeCreditTransaction', made.id, made);
  return made;
}

/** Takes money off an account, first of what expires first; null where it has not so much. */
export function debit(
  tables: Tables,
  { id }: StoreCreditAccount,
  { amount, event }: Pick<StoreCreditTransaction, 'amount' | 'event'>,
  now: number,
): StoreCreditTransaction | null {
  const balance = balanceOf(tables, id, now);
  if (balance < amount) return null;
  let left = amount;
  for (const each of spendable(tables, id, now)) {
    const used = each.remaining < left ? each.remaining : left;
    if (used > 0n)
      tables.put('storeCreditTransaction', each.id, { ...each, remaining: each.remaining - used });
    left -= used;
  }
  const made: StoreCreditTransaction = {
    id: tables.newId('StoreCreditAccountTransaction'),
    accountId: id,
    kind: 'debit',
    amount: -amount,
    remaining: 0n,
    balanceAfter: balance - amount,
    event,
    createdAt: now,
    expiresAt: null,
  };
  tables.put('storeCreditTransaction', made.id, made);
  return made;
}

function spendable(tables: Tables, accountId: number, now: number): StoreCreditTransaction[] {
  const lives = (each: StoreCreditTransaction) => each.expiresAt === null || each.expiresAt > now;
  return transactionsOf(tables, accountId)
    .filter((each) => each.kind === 'credit' && lives(each))
    .sort((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) || a.id - b.id);
}
