import type { Currency } from '../../money.ts';
import type { StoreCreditAccount } from '../../state/money-account-types.ts';
import { accountIn, balanceOf, credit, debit, openAccount } from '../../state/store-credit.ts';
import { requireGid } from '../connection.ts';
import type { Arguments, GraphqlContext, RootField } from '../graphql-types.ts';
import { readMoney } from '../money-input.ts';
import type { MoneyGiven } from '../money-input.ts';
import { storeCreditOwner } from '../objects/customer-and-order-objects.ts';
import { storeCreditTransactionObject } from '../objects/store-credit-object.ts';
import { brokenRules, objectIn, textIn } from '../user-error.ts';
import type { RefusalRule, UserError } from '../user-error.ts';

/** An account by its own id, or a customer and the account in the currency given. */
type Target = {
  isAccount: boolean;
  account: StoreCreditAccount | null;
  customerId: number | null;
};

type Wanted = MoneyGiven & Target & { expiresAt: number | null; balance: bigint };

/** Of an account, in units of its currency; the platform's own limit is not published. */
const limit = 100_000n * 1000n;

const owner: readonly RefusalRule<Wanted>[] = [
  {
    field: ['id'],
    code: 'OWNER_NOT_FOUND',
    message: 'Owner does not exist',
    refuses: ({ isAccount, customerId }) => !isAccount && customerId === null,
  },
  {
    field: ['id'],
    code: 'ACCOUNT_NOT_FOUND',
    message: 'Store credit account does not exist',
    refuses: ({ isAccount, account }) => isAccount && account === null,
  },
];

function amountRules(field: string[]): RefusalRule<Wanted>[] {
  return [
    {
      field: [...field, 'amount'],
      code: 'NEGATIVE_OR_ZERO_AMOUNT',
      message: 'Amount must be greater than zero',
      refuses: ({ currency, amount }) => currency !== null && (amount === null || amount <= 0n),
    },
    {
      field: [...field, 'currencyCode'],
      code: 'MISMATCHING_CURRENCY',
      message: 'The currency provided does not match the currency of the store credit account',
      refuses: ({ isAccount, account, currency }) =>
        isAccount && account !== null && account.currency !== currency,
    },
  ];
}

const creditField = ['creditInput', 'creditAmount'];
const creditRules: readonly RefusalRule<Wanted>[] = [
  ...owner,
  ...amountRules(creditField),
  {
    field: [...creditField, 'currencyCode'],
    code: 'UNSUPPORTED_CURRENCY',
    message: 'Currency is not supported',
    refuses: ({ currency }) => currency === null,
  },
  {
    field: ['creditInput', 'expiresAt'],
    code: 'EXPIRES_AT_IN_PAST',
    message: 'The expiry date must be in the future',
    refuses: ({ expiresAt }) => expiresAt !== null && expiresAt <= Date.now(),
  },
  {
    field: [...creditField, 'amount'],
    code: 'CREDIT_LIMIT_EXCEEDED',
    message: "The operation would cause the account's credit limit to be exceeded",
    refuses: ({ balance, amount }) => amount !== null && balance + amount > limit,
  },
];

const debitField = ['debitInput', 'debitAmount'];
const debitRules: readonly RefusalRule<Wanted>[] = [
  {
    field: ['id'],
    code: 'ACCOUNT_NOT_FOUND',
    message: 'Store credit account does not exist',
    refuses: ({ account }) => account === null,
  },
  ...amountRules(debitField),
  {
    field: [...debitField, 'amount'],
    code: 'INSUFFICIENT_FUNDS',
    message: 'The store credit account does not have sufficient funds to satisfy the request',
    refuses: ({ account, balance, amount }) => account !== null && amount !== null && amount > balance,
  },
];

/** Puts money on a customer's account, which it opens. Nothing makes the call idempotent: a second one credits again. */
export const storeCreditAccountCredit: RootField = ({ id, creditInput }, context) => {
  const given = objectIn({ creditInput }, 'creditInput');
  const expires = textIn(given, 'expiresAt');
  const wanted = readWanted(id, objectIn(given, 'creditAmount'), context);
  const asked = { ...wanted, expiresAt: expires === null ? null : Date.parse(expires) };
  const userErrors = brokenRules(creditRules, asked);
  const { amount, currency, customerId } = asked;
  if (userErrors.length > 0 || amount === null || currency === null) return refused(userErrors);
  const { tables, act } = context.core;
  return act(() => {
    const account = asked.account ?? (customerId === null ? null : openAccount(tables, customerId, currency));
    if (!account) return refused(userErrors);
    const { expiresAt } = asked;
    const made = credit(tables, account, { amount, expiresAt, event: 'ADJUSTMENT' }, Date.now());
    return {
      storeCreditAccountTransaction: storeCreditTransactionObject(made, account, storeCreditOwner(account)),
      userErrors: [],
    };
  });
};

/** Takes money off an account, never more than is there. */
export const storeCreditAccountDebit: RootField = ({ id, debitInput }, context) => {
  const given = objectIn(objectIn({ debitInput }, 'debitInput'), 'debitAmount');
  const wanted = readWanted(id, given, context);
  const userErrors = brokenRules(debitRules, { ...wanted, expiresAt: null });
  const { account, amount } = wanted;
  if (userErrors.length > 0 || account === null || amount === null) return refused(userErrors);
  const { tables, act } = context.core;
  const made = act(() => debit(tables, account, { amount, event: 'ADJUSTMENT' }, Date.now()));
  return {
    storeCreditAccountTransaction:
      made && storeCreditTransactionObject(made, account, storeCreditOwner(account)),
    userErrors: [],
  };
};

function readWanted(id: unknown, money: Arguments, context: GraphqlContext): Omit<Wanted, 'expiresAt'> {
  const read = readMoney(money);
  const target = targetOf(id, read.currency, context);
  const { tables } = context.core;
  const balance = target.account ? balanceOf(tables, target.account.id, Date.now()) : 0n;
  return { ...read, ...target, balance };
}

function targetOf(gid: unknown, currency: Currency | null, { core, store }: GraphqlContext): Target {
  const { kind, id } = requireGid(gid);
  if (kind === 'StoreCreditAccount') {
    const account = core.tables.get('storeCreditAccount', id) ?? null;
    return { isAccount: true, account, customerId: account?.customerId ?? null };
  }
  const customer = kind === 'Customer' ? store.customer(id) : null;
  const account = customer && currency ? accountIn(core.tables, customer.id, currency) : null;
  return { isAccount: false, account, customerId: customer?.id ?? null };
}

function refused(userErrors: UserError[]) {
  return { storeCreditAccountTransaction: null, userErrors };
}
