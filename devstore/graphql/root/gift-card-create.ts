import { randomBytes } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { capabilities } from '../../state/capabilities.ts';
import { findGiftCard } from '../../state/gift-cards.ts';
import type { GiftCard } from '../../state/money-account-types.ts';
import { idIn } from '../discount-input.ts';
import type { Arguments, GraphqlContext, RootField } from '../graphql-types.ts';
import { readMoney } from '../money-input.ts';
import type { MoneyGiven } from '../money-input.ts';
import { giftCardObject } from '../objects/gift-card-object.ts';
import { brokenRules, isGiven, objectIn, refuseUnimitated, textIn } from '../user-error.ts';
import type { RefusalRule } from '../user-error.ts';

type Wanted = MoneyGiven & {
  hasAmount: boolean;
  code: string;
  isTaken: boolean;
  hasCards: boolean;
  customerId: number | null;
  unknownCustomer: boolean;
  note: string | null;
  expiresOn: string | null;
};

const rules: readonly RefusalRule<Wanted>[] = [
  {
    field: ['input'],
    code: 'INVALID',
    message: 'Gift cards are not available on your plan.',
    refuses: ({ hasCards }) => !hasCards,
  },
  {
    field: ['input', 'initialAmount'],
    code: 'MISSING_ARGUMENT',
    message: 'Either initialAmount or initialValue is needed',
    refuses: ({ hasAmount }) => !hasAmount,
  },
  {
    field: ['input', 'initialAmount', 'currencyCode'],
    code: 'INVALID',
    message: 'Currency is invalid',
    refuses: ({ hasAmount, currency }) => hasAmount && currency === null,
  },
  {
    field: ['input', 'initialAmount', 'amount'],
    code: 'GREATER_THAN',
    message: 'Initial value must be greater than 0',
    refuses: ({ currency, amount }) => currency !== null && (amount === null || amount <= 0n),
  },
  {
    field: ['input', 'code'],
    code: 'TOO_SHORT',
    message: 'Code is too short (minimum is 8 characters)',
    refuses: ({ code }) => code.length < 8,
  },
  {
    field: ['input', 'code'],
    code: 'TOO_LONG',
    message: 'Code is too long (maximum is 20 characters)',
    refuses: ({ code }) => code.length > 20,
  },
  {
    field: ['input', 'code'],
    code: 'INVALID',
    message: 'Code must contain only letters and numbers',
    refuses: ({ code }) => !/^[A-Z0-9]*$/.test(code),
  },
  {
    field: ['input', 'code'],
    code: 'TAKEN',
    message: 'Code has already been taken',
    refuses: ({ isTaken }) => isTaken,
  },
  {
    field: ['input', 'customerId'],
    code: 'CUSTOMER_NOT_FOUND',
    message: 'The customer could not be found.',
    refuses: ({ unknownCustomer }) => unknownCustomer,
  },
];

/** A gift card with the code given, or one of sixteen characters; the code is told by this answer alone. */
export const giftCardCreate: RootField = (args, context) => {
  const given = objectIn(args, 'input');
  refuseUnimitated(
    given,
    ['initialValue', 'recipientAttributes', 'templateSuffix', 'crossCurrencyRedemptionStrategy'],
    'GiftCardCreateInput',
  );
  if (isGiven(given.customerId) && !context.scopes.has('write_customers')) throw needsScope();
  const wanted = read(given, context);
  const userErrors = brokenRules(rules, wanted);
  const { amount, currency } = wanted;
  if (userErrors.length > 0 || amount === null || currency === null)
    return { giftCard: null, giftCardCode: null, userErrors };
  const { tables, act } = context.core;
  const now = Date.now();
  const card = act((): GiftCard => {
    const { code, customerId, note, expiresOn } = wanted;
    const made = {
      id: tables.newId('GiftCard'),
      ...{ code, currency, customerId, note, expiresOn },
      initial: amount,
      balance: amount,
      createdAt: now,
      updatedAt: now,
      deactivatedAt: null,
    };
    tables.put('giftCard', made.id, made);
    return made;
  });
  return { giftCard: giftCardObject(card), giftCardCode: card.code.toLowerCase(), userErrors: [] };
};

function read(given: Arguments, { core, store }: GraphqlContext): Wanted {
  const code = (textIn(given, 'code') ?? randomBytes(8).toString('hex')).toUpperCase();
  const customerId = isGiven(given.customerId) ? idIn(given.customerId, 'Customer') : null;
  return {
    ...readMoney(objectIn(given, 'initialAmount')),
    hasAmount: isGiven(given.initialAmount),
    code,
    isTaken: findGiftCard(core.tables, code) !== null,
    hasCards: capabilities(core.tables).giftCards,
    customerId,
    unknownCustomer: customerId !== null && store.customer(customerId) === null,
    note: textIn(given, 'note'),
    expiresOn: textIn(given, 'expiresOn'),
  };
}

function needsScope(): GraphQLError {
  const required = '`write_customers` access scope.';
  return new GraphQLError(`Access denied for customerId field. Required access: ${required}`, {
    extensions: { code: 'ACCESS_DENIED', requiredAccess: required },
  });
}
