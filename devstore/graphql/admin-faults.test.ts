import { expect, it } from 'vitest';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';

const mutation = `mutation($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { userErrors { code } }
}`;

function open() {
  const { store, context, app } = openTestStore(testEnv('http://127.0.0.1:9'));
  context.tables.put('token', 'shpat_test', {
    token: 'shpat_test',
    kind: 'offline',
    scopes: ['write_customers', 'write_store_credit_account_transactions'],
    expiresAt: null,
    refreshToken: null,
    refreshExpiresAt: null,
    precedingRefreshToken: null,
    refreshRetiredAt: null,
    revokedAt: null,
  });
  const owner = { type: 'AppInstallation' as const, id: store.shop.id };
  const metafields = [
    {
      ownerId: `gid://shopify/AppInstallation/${owner.id}`,
      namespace: 'meridian',
      key: 'program',
      type: 'json',
      value: '1',
    },
  ];
  const ask = (query: string) =>
    app.request('/admin/api/2026-10/graphql.json', {
      method: 'POST',
      headers: { 'X-Shopify-Access-Token': 'shpat_test' },
      body: JSON.stringify({ query, variables: query === mutation ? { metafields } : {} }),
    });
  const setFaults = (admin: object) =>
    app.request('/control/faults', { method: 'POST', body: JSON.stringify({ admin }) });
  return { ask, setFaults, done: () => store.metafields(owner).length };
}

it.each([
  { fault: { timeout: 1, timeoutMs: 1 }, status: 504, done: 0 },
  { fault: { timeoutAfter: 1, timeoutMs: 1 }, status: 504, done: 1 },
  { fault: { error5xx: 1 }, status: 503, done: 0 },
  { fault: { throttle: 1 }, status: 200, answer: 'THROTTLED', done: 0 },
  { fault: { refuse: 1 }, status: 200, answer: 'INVALID', done: 0 },
])(
  '$fault: $status, carried out $done times, and all is well after it',
  async ({ fault, status, answer, done: times }) => {
    const { ask, setFaults, done } = open();
    await setFaults({ ...fault, fields: ['metafieldsSet'], times: 1 });
    expect((await ask('{ shop { name } }')).status).toBe(200);
    const response = await ask(mutation);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(answer ?? '');
    expect(done()).toBe(times);
    expect(await (await ask(mutation)).json()).toMatchObject({ data: { metafieldsSet: { userErrors: [] } } });
    expect(done()).toBe(1);
  },
);

it('refuses with a code that the errors of the mutation have', async () => {
  const { ask, setFaults } = open();
  await setFaults({ refuse: 1 });
  const response = await ask(`mutation {
    storeCreditAccountCredit(
      id: "gid://shopify/Customer/1"
      creditInput: { creditAmount: { amount: "7.00", currencyCode: USD } }
    ) { userErrors { code } }
  }`);
  expect(await response.json()).toMatchObject({
    data: { storeCreditAccountCredit: { userErrors: [{ code: 'ACCOUNT_NOT_FOUND' }] } },
  });
});
