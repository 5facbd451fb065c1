import { expect, it } from 'vitest';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { executeAdmin } from './execute.ts';
import { CostBucket } from './throttle.ts';

const change = (field: string) =>
  `mutation($id: ID!, $tags: [String!]!) { ${field}(id: $id, tags: $tags) { node { ... on Customer { tags } } userErrors { field message } } }`;

function open(scopes = ['read_customers', 'write_customers']) {
  const opened = openTestStore(testEnv('http://127.0.0.1:9', { DEVSTORE_APP_TOML: 'shopify.app.toml' }));
  const { store, context } = opened;
  const made = store.createCustomer({
    firstName: 'Ada',
    lastName: 'Marsh',
    email: 'ada@example.com',
    market: 'us',
    tags: ['vip'],
  });
  if (!made.ok) throw new Error(made.detail);
  const id = `gid://shopify/Customer/${made.customer.id}`;
  const bucket = new CostBucket();
  const run = (field: 'tagsAdd' | 'tagsRemove', tags: string[], of = id) =>
    executeAdmin(
      { query: change(field), variables: { id: of, tags } },
      { store, core: context, scopes, bucket },
    );
  const updates = () => store.deliveries({ topic: 'customers/update' }).total;
  const install = () =>
    context.tables.put('single', 'installation', { installedAt: Date.now(), scopes: ['read_customers'] });
  return { run, updates, install, tags: () => store.customer(made.customer.id)?.tags };
}

it('adds and removes tags without case; only a change tells customers/update', async () => {
  const { run, tags, updates, install } = open();
  install();
  const before = updates();
  expect(await run('tagsAdd', ['VIP', 'gold', ' gold , wool'])).toMatchObject({
    data: { tagsAdd: { node: { tags: ['vip', 'gold', 'wool'] }, userErrors: [] } },
  });
  expect(updates() - before).toBe(1);
  await run('tagsAdd', ['Gold']);
  await run('tagsRemove', ['silver']);
  expect(updates() - before).toBe(1);
  await run('tagsRemove', ['GOLD', 'silver']);
  expect([tags(), updates() - before]).toEqual([['vip', 'wool'], 2]);
});

it.each([
  { why: 'nobody', tags: ['x'], of: 'gid://shopify/Customer/1', at: 'id' },
  { why: 'a tag that is too long', tags: ['x'.repeat(256)], of: undefined, at: 'tags' },
  {
    why: 'too many',
    tags: Array.from({ length: 250 }, (_, index) => `t${index}`),
    of: undefined,
    at: 'tags',
  },
])('refuses $why and changes nothing', async ({ tags, of, at }) => {
  const store = open();
  expect(await store.run('tagsAdd', tags, of)).toMatchObject({
    data: { tagsAdd: { node: null, userErrors: [{ field: [at] }] } },
  });
  expect(store.tags()).toEqual(['vip']);
});

it('needs write_customers', async () => {
  const store = open(['read_customers']);
  expect(await store.run('tagsAdd', ['x'])).toMatchObject({
    errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
  });
});
