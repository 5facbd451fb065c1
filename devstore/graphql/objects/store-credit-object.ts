import { decimal } from '../../money.ts';
import type { Currency } from '../../money.ts';
import type { StoreCreditAccount, StoreCreditTransaction } from '../../state/money-account-types.ts';
import { balanceOf, transactionsOf } from '../../state/store-credit.ts';
import { connection } from '../connection.ts';
import type { ApiObject, Arguments, GraphqlContext } from '../graphql-types.ts';
import { searchTerms } from '../search-terms.ts';
import { graphqlDecimal, graphqlTime } from './money-object.ts';

/** Gives the customer as an object: that file knows this one. */
type Owner = (args: Arguments, context: GraphqlContext) => ApiObject | null;

/** A customer's store credit in one currency; its transactions can be searched by `type:`. */
export function storeCreditAccountObject(
  account: StoreCreditAccount,
  owner: Owner,
): ApiObject & { id: string } {
  return {
    __typename: 'StoreCreditAccount',
    id: `gid://shopify/StoreCreditAccount/${account.id}`,
    balance: (_args: Arguments, { core }: GraphqlContext) =>
      moneyObject(balanceOf(core.tables, account.id, Date.now()), account.currency),
    owner,
    transactions: (args: Arguments, { core }: GraphqlContext) => {
      const terms = searchTerms(args.query, ['type', 'id']);
      const found = transactionsOf(core.tables, account.id).filter((each) =>
        terms.every(({ field, text }) => (field === 'id' ? String(each.id) === text : each.kind === text)),
      );
      return connection(args.reverse === true ? found.toReversed() : found, args, (each) =>
        storeCreditTransactionObject(each, account, owner),
      );
    },
  };
}

export function storeCreditTransactionObject(
  transaction: StoreCreditTransaction,
  account: StoreCreditAccount,
  owner: Owner,
): ApiObject & { id: string } {
  const { kind, id, amount, balanceAfter, remaining, event, createdAt, expiresAt } = transaction;
  const type =
    kind === 'credit' ? 'StoreCreditAccountCreditTransaction' : 'StoreCreditAccountDebitTransaction';
  return {
    __typename: type,
    id: `gid://shopify/${type}/${id}`,
    account: storeCreditAccountObject(account, owner),
    amount: moneyObject(amount, account.currency),
    balanceAfterTransaction: moneyObject(balanceAfter, account.currency),
    createdAt: graphqlTime(createdAt),
    event,
    origin: null,
    ...(kind === 'credit' && {
      expiresAt: graphqlTime(expiresAt),
      remainingAmount: moneyObject(remaining, account.currency),
    }),
  };
}

export function moneyObject(amount: bigint, currency: Currency): ApiObject {
  return { amount: graphqlDecimal(decimal(amount, currency)), currencyCode: currency };
}
