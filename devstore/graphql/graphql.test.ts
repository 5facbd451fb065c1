import { describe, expect, it } from 'vitest';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { executeAdmin } from './execute.ts';
import { isOpen } from './access.ts';
import { CostBucket } from './throttle.ts';

const scopes = ['read_customers', 'read_orders', 'write_app_proxy'];

function open() {
  const { store, context } = openTestStore(testEnv('http://127.0.0.1:9'));
  const bucket = new CostBucket();
  const run = (query: string, variables: Record<string, unknown> = {}) =>
    executeAdmin({ query, variables }, { store, core: context, scopes, bucket });
  return { store, run };
}

describe('the Admin API', () => {
  it('answers from the store’s state, with the cost', async () => {
    const { store, run } = open();
    const made = store.createCustomer({
      firstName: '陽菜',
      lastName: '三浦',
      email: 'hina@example.com',
      market: 'jp',
    });
    if (!made.ok) throw new Error(made.detail);
    const id = `gid://shopify/Customer/${made.customer.id}`;
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { id firstName } } }';
    expect(await run(query, { ids: [id, 'gid://shopify/Customer/1'] })).toMatchObject({
      data: { nodes: [{ id, firstName: '陽菜' }, null] },
      extensions: { cost: { requestedQueryCost: 2, actualQueryCost: 1 } },
    });
  });

  it('pages with cursors', async () => {
    const { store, run } = open();
    for (const name of ['ada', 'ben', 'cleo'])
      store.createCustomer({
        firstName: name,
        lastName: 'Marsh',
        email: `${name}@example.com`,
        market: 'us',
      });
    const query = `query($after: String) {
      customers(first: 2, after: $after) { nodes { firstName } pageInfo { hasNextPage endCursor } }
    }`;
    const first = await run(query);
    expect(first).toMatchObject({
      data: {
        customers: { nodes: [{ firstName: 'ada' }, { firstName: 'ben' }], pageInfo: { hasNextPage: true } },
      },
    });
    const cursor = JSON.stringify(first).match(/"endCursor":"([^"]+)"/)?.[1];
    expect(await run(query, { after: cursor })).toMatchObject({
      data: { customers: { nodes: [{ firstName: 'cleo' }], pageInfo: { hasNextPage: false } } },
    });
  });

  it.each([
    { what: 'a field that the real schema lacks', query: '{ shop { nonsense } }', code: 'undefinedField' },
    {
      what: 'what the scopes do not open',
      query: '{ markets(first: 1) { nodes { id } } }',
      code: 'ACCESS_DENIED',
    },
    { what: 'what nobody imitated yet', query: '{ shop { shopOwnerName } }', code: 'NOT_IMITATED' },
    { what: 'a page without a size', query: '{ orders { nodes { id } } }', code: 'BAD_REQUEST' },
    {
      what: 'more than a query may cost',
      query: '{ orders(first: 250) { nodes { lineItems(first: 50) { nodes { id } } } } }',
      code: 'MAX_COST_EXCEEDED',
    },
  ])('refuses $what', async ({ query, code }) => {
    const { run } = open();
    expect(await run(query)).toMatchObject({
      errors: [{ message: expect.any(String), extensions: { code } }],
    });
  });

  it('parses scalars strictly', async () => {
    const { run } = open();
    const mutation =
      'mutation($input: GiftCardCreateInput!) { giftCardCreate(input: $input) { giftCard { id } } }';
    expect(await run(mutation, { input: { initialValue: 'ten' } })).toMatchObject({
      errors: [{ message: expect.stringContaining("invalid Decimal 'ten'") }],
    });
  });

  it('throttles like a leaky bucket', () => {
    const bucket = new CostBucket();
    expect(bucket.take(1500, 0)).toBe(true);
    expect(bucket.take(600, 0)).toBe(false);
    expect(bucket.take(600, 1000)).toBe(true);
    expect(bucket.status(1000).currentlyAvailable).toBe(0);
  });
});

it.each([
  { scopes: ['read_markets', 'write_markets'], granted: ['read_markets'], operation: 'query', open: true },
  {
    scopes: ['read_markets', 'write_markets'],
    granted: ['read_markets'],
    operation: 'mutation',
    open: false,
  },
  { scopes: ['read_discounts'], granted: ['write_discounts'], operation: 'query', open: true },
  {
    scopes: ['read_orders', 'read_marketplace_orders'],
    granted: ['read_orders'],
    operation: 'query',
    open: true,
  },
] as const)(
  '$granted opens $scopes to a $operation: $open',
  ({ scopes: needed, granted, operation, open: result }) => {
    expect(isOpen({ text: '', scopes: [...needed] }, new Set<string>(granted), operation)).toBe(result);
  },
);
