import { expect, it } from 'vitest';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { executeAdmin } from './execute.ts';
import { CostBucket } from './throttle.ts';

const creditAccount = `mutation($id: ID!, $creditInput: StoreCreditAccountCreditInput!) {
  storeCreditAccountCredit(id: $id, creditInput: $creditInput) {
    storeCreditAccountTransaction {
      id
      amount { amount currencyCode }
      balanceAfterTransaction { amount }
      account { id }
    }
    userErrors { code field }
  }
}`;
const debitAccount = `mutation($id: ID!, $debitInput: StoreCreditAccountDebitInput!) {
  storeCreditAccountDebit(id: $id, debitInput: $debitInput) {
    storeCreditAccountTransaction { amount { amount } balanceAfterTransaction { amount } }
    userErrors { code field }
  }
}`;
const accounts = `query($id: ID!) {
  customer(id: $id) {
    storeCreditAccounts(first: 5, query: "currency_code:JPY") {
      nodes {
        balance { amount currencyCode }
        owner { ... on Customer { id } }
        transactions(first: 10, reverse: true, query: "type:credit") {
          nodes {
            amount { amount }
            ... on StoreCreditAccountCreditTransaction { id remainingAmount { amount } expiresAt }
          }
        }
      }
    }
  }
}`;
const all = [
  'write_store_credit_account_transactions',
  'read_store_credit_accounts',
  'read_customers',
  'write_gift_cards',
];

function open(scopes = all) {
  const { store, context, app } = openTestStore(testEnv('http://127.0.0.1:9'));
  const bucket = new CostBucket();
  const run = (query: string, variables: Record<string, unknown>) =>
    executeAdmin({ query, variables }, { store, core: context, scopes, bucket });
  const made = store.createCustomer({
    firstName: 'Hana',
    lastName: 'Mori',
    email: 'hana@example.com',
    market: 'jp',
  });
  if (!made.ok) throw new Error(made.detail);
  const id = `gid://shopify/Customer/${made.customer.id}`;
  const credit = (amount: string, currencyCode = 'JPY', more: object = {}, to = id) =>
    run(creditAccount, { id: to, creditInput: { creditAmount: { amount, currencyCode }, ...more } });
  const debit = (amount: string, currencyCode = 'JPY', from = id) =>
    run(debitAccount, { id: from, debitInput: { debitAmount: { amount, currencyCode } } });
  return { store, app, run, id, credit, debit };
}

const credited = (payload: object) => ({ data: { storeCreditAccountCredit: payload } });
const debited = (payload: object) => ({ data: { storeCreditAccountDebit: payload } });

it('credits a customer in a currency, and tells what is left of it', async () => {
  const { id, run, credit, debit, app } = open();
  expect(await credit('700')).toMatchObject(
    credited({
      storeCreditAccountTransaction: {
        amount: { amount: '700.0', currencyCode: 'JPY' },
        balanceAfterTransaction: { amount: '700.0' },
      },
      userErrors: [],
    }),
  );
  await credit('300', 'JPY', { expiresAt: '2999-01-01T00:00:00Z' });
  await credit('1.500', 'KWD');
  expect(await debit('400')).toMatchObject(
    debited({
      storeCreditAccountTransaction: {
        amount: { amount: '-400.0' },
        balanceAfterTransaction: { amount: '600.0' },
      },
    }),
  );
  // What expires is spent first.
  expect(await run(accounts, { id })).toMatchObject({
    data: {
      customer: {
        storeCreditAccounts: {
          nodes: [
            {
              balance: { amount: '600.0', currencyCode: 'JPY' },
              owner: { id },
              transactions: {
                nodes: [
                  {
                    amount: { amount: '300.0' },
                    remainingAmount: { amount: '0.0' },
                    expiresAt: '2999-01-01T00:00:00Z',
                  },
                  { amount: { amount: '700.0' }, remainingAmount: { amount: '600.0' }, expiresAt: null },
                ],
              },
            },
          ],
        },
      },
    },
  });
  expect(await (await app.request('/control/state')).json()).toMatchObject({
    storeCredit: [
      { currency: 'JPY', balance: '600', transactions: [{ kind: 'credit' }, {}, { amount: '-400' }] },
      { currency: 'KWD', balance: '1.500' },
    ],
  });
});

it('shows the merchant what a customer has', async () => {
  const { id, app, credit, run } = open([...all, 'write_customers']);
  await credit('1.500', 'KWD');
  await run(createCard, { input: { ...card, customerId: id } });
  const page = await app.request(`/admin/store/haven/customers/${id.split('/').at(-1)}`);
  const text = await page.text();
  expect(text).toContain('Store credit and gift cards');
  expect(text).toMatch(/KWD\s1\.500/);
  expect(text).toContain('•••• X4P1');
});

it('credits twice when it is asked twice: nothing makes it idempotent', async () => {
  const { credit } = open();
  await credit('700');
  expect(await credit('700')).toMatchObject(
    credited({ storeCreditAccountTransaction: { balanceAfterTransaction: { amount: '1400.0' } } }),
  );
});

it.each([
  ['-1', 'JPY', {}, 'NEGATIVE_OR_ZERO_AMOUNT'],
  ['0', 'JPY', {}, 'NEGATIVE_OR_ZERO_AMOUNT'],
  ['5.00', 'GBP', {}, 'UNSUPPORTED_CURRENCY'],
  ['700', 'JPY', { expiresAt: '2020-01-01T00:00:00Z' }, 'EXPIRES_AT_IN_PAST'],
  ['999999999999', 'JPY', {}, 'CREDIT_LIMIT_EXCEEDED'],
])('refuses a credit of %s %s %o: %s', async (amount, currency, more, code) => {
  const { credit } = open();
  expect(await credit(amount, currency, more)).toMatchObject(
    credited({ storeCreditAccountTransaction: null, userErrors: [{ code }] }),
  );
});

it('refuses who is not there, another currency than the account has, and more than is there', async () => {
  const { credit, debit } = open();
  expect(await credit('700', 'JPY', {}, 'gid://shopify/Customer/1')).toMatchObject(
    credited({ userErrors: [{ code: 'OWNER_NOT_FOUND', field: ['id'] }] }),
  );
  expect(await debit('1')).toMatchObject(debited({ userErrors: [{ code: 'ACCOUNT_NOT_FOUND' }] }));
  const made = await credit('700');
  const account = JSON.stringify(made).match(/gid:\/\/shopify\/StoreCreditAccount\/\d+/)?.[0] ?? '';
  expect(await credit('5.00', 'EUR', {}, account)).toMatchObject(
    credited({ userErrors: [{ code: 'MISMATCHING_CURRENCY' }] }),
  );
  expect(await debit('701')).toMatchObject(
    debited({ storeCreditAccountTransaction: null, userErrors: [{ code: 'INSUFFICIENT_FUNDS' }] }),
  );
  expect(await debit('700', 'JPY', account)).toMatchObject(
    debited({ storeCreditAccountTransaction: { balanceAfterTransaction: { amount: '0.0' } } }),
  );
});

it('keeps customers with store credit or gift cards from being merged', async () => {
  const { store, id, credit } = open();
  const other = store.createCustomer({
    firstName: 'Ren',
    lastName: 'Abe',
    email: 'ren@example.com',
    market: 'jp',
  });
  if (!other.ok) throw new Error(other.detail);
  await credit('700');
  const from = Number(id.split('/').at(-1));
  expect(store.mergeCustomers(from, other.customer.id)).toMatchObject({ reason: 'not-mergeable' });
  expect(store.mergeCustomers(other.customer.id, from)).toMatchObject({ reason: 'not-mergeable' });
});

it('needs its scopes, for money and for cards', async () => {
  const { credit, run } = open(['read_customers']);
  const denied = { errors: [{ extensions: { code: 'ACCESS_DENIED' } }] };
  expect(await credit('700')).toMatchObject(denied);
  expect(await run('{ giftCards(first: 1) { nodes { id } } }', {})).toMatchObject(denied);
});

const createCard = `mutation($input: GiftCardCreateInput!) {
  giftCardCreate(input: $input) {
    giftCard { id balance { amount currencyCode } lastCharacters enabled note }
    giftCardCode
    userErrors { code field }
  }
}`;
const card = { code: 'MRD7Q2FKX4P1', initialAmount: { amount: '700', currencyCode: 'JPY' }, note: 'r-1' };

it('makes a gift card with the code given, finds it by its code, and deactivates it for good', async () => {
  const { run } = open();
  expect(await run(createCard, { input: card })).toMatchObject({
    data: {
      giftCardCreate: {
        giftCard: {
          balance: { amount: '700.0', currencyCode: 'JPY' },
          lastCharacters: 'x4p1',
          enabled: true,
          note: 'r-1',
        },
        giftCardCode: 'mrd7q2fkx4p1',
        userErrors: [],
      },
    },
  });
  expect(await run(createCard, { input: { ...card, code: 'mrd7q2fkx4p1' } })).toMatchObject({
    data: { giftCardCreate: { giftCard: null, userErrors: [{ code: 'TAKEN', field: ['input', 'code'] }] } },
  });
  const found = await run(`{ giftCards(first: 5, query: "mrd7q2fkx4p1") { nodes { id note } } }`, {});
  expect(found).toMatchObject({ data: { giftCards: { nodes: [{ note: 'r-1' }] } } });
  const id = JSON.stringify(found).match(/gid:\/\/shopify\/GiftCard\/\d+/)?.[0];
  const deactivate = `mutation($id: ID!) {
    giftCardDeactivate(id: $id) { giftCard { enabled balance { amount } } userErrors { code } }
  }`;
  expect(await run(deactivate, { id })).toMatchObject({
    data: { giftCardDeactivate: { giftCard: { enabled: false, balance: { amount: '700.0' } } } },
  });
  expect(await run(deactivate, { id: 'gid://shopify/GiftCard/1' })).toMatchObject({
    data: { giftCardDeactivate: { userErrors: [{ code: 'GIFT_CARD_NOT_FOUND' }] } },
  });
});

it.each([
  [{ code: 'short' }, 'TOO_SHORT'],
  [{ code: 'A'.repeat(21) }, 'TOO_LONG'],
  [{ code: 'MRD-7Q2F-KX4P' }, 'INVALID'],
  [{ initialAmount: { amount: '0', currencyCode: 'JPY' } }, 'GREATER_THAN'],
  [{ initialAmount: null }, 'MISSING_ARGUMENT'],
])('refuses a gift card with %o: %s', async (more, code) => {
  const { run } = open();
  expect(await run(createCard, { input: { ...card, ...more } })).toMatchObject({
    data: { giftCardCreate: { giftCard: null, userErrors: [{ code }] } },
  });
});

it('makes no gift card where the shop has none, and tells of the customer accounts', async () => {
  const { run, app } = open();
  await app.request('/control/capabilities', {
    method: 'POST',
    body: JSON.stringify({ giftCards: false, storeCredit: false }),
  });
  expect(await run(createCard, { input: card })).toMatchObject({
    data: { giftCardCreate: { userErrors: [{ code: 'INVALID' }] } },
  });
  expect(
    await run('{ shop { features { giftCards } customerAccountsV2 { customerAccountsVersion } } }', {}),
  ).toMatchObject({
    data: {
      shop: {
        features: { giftCards: false },
        customerAccountsV2: { customerAccountsVersion: 'CLASSIC' },
      },
    },
  });
});
