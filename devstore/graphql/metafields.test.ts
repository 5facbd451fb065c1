import { expect, it } from 'vitest';
import { openTestStore, testEnv } from '../test-support/open-test-store.ts';
import { executeAdmin } from './execute.ts';
import { CostBucket } from './throttle.ts';

const set = `mutation($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) { metafields { namespace key value } userErrors { code field elementIndex } }
}`;

function open(scopes = ['write_customers'], env: Record<string, string> = {}) {
  const opened = openTestStore(testEnv('http://127.0.0.1:9', env));
  const bucket = new CostBucket();
  const run = (query: string, variables: Record<string, unknown> = {}) =>
    executeAdmin({ query, variables }, { store: opened.store, core: opened.context, scopes, bucket });
  const made = opened.store.createCustomer({
    firstName: 'Ada',
    lastName: 'Marsh',
    email: 'ada@example.com',
    market: 'us',
  });
  if (!made.ok) throw new Error(made.detail);
  const ownerId = `gid://shopify/Customer/${made.customer.id}`;
  const field = (more: object = {}) => ({ ownerId, key: 'loyalty', type: 'json', value: '{"v":1}', ...more });
  return { ...opened, run, ownerId, field };
}

it('keeps a customer’s value in the app’s own namespace, and changes it', async () => {
  const { run, field, ownerId } = open();
  expect(await run(set, { metafields: [field()] })).toMatchObject({
    data: {
      metafieldsSet: { metafields: [{ namespace: 'app--meridian-dev', value: '{"v":1}' }], userErrors: [] },
    },
  });
  await run(set, { metafields: [field({ namespace: '$app', type: null, value: '{"v":2}' })] });
  const read =
    'query($id: ID!) { customer(id: $id) { metafield(namespace: "$app", key: "loyalty") { value jsonValue } } }';
  expect(await run(read, { id: ownerId })).toMatchObject({
    data: { customer: { metafield: { value: '{"v":2}', jsonValue: { v: 2 } } } },
  });
});

it('keeps the app’s data on its installation, without a scope, until it is uninstalled', async () => {
  const { run, app } = open([]);
  const answer = await run('{ currentAppInstallation { id } }');
  const ownerId = JSON.stringify(answer).match(/gid:\/\/shopify\/AppInstallation\/\d+/)?.[0];
  const value = { ownerId, namespace: 'meridian', key: 'program', type: 'json', value: '{"v":1}' };
  expect(await run(set, { metafields: [value] })).toMatchObject({
    data: { metafieldsSet: { userErrors: [] } },
  });
  const read = '{ currentAppInstallation { metafield(namespace: "meridian", key: "program") { value } } }';
  expect(await run(read)).toMatchObject({
    data: { currentAppInstallation: { metafield: { value: '{"v":1}' } } },
  });
  await app.request('/control/uninstall', { method: 'POST' });
  expect(await run(read)).toMatchObject({ data: { currentAppInstallation: { metafield: null } } });
});

it.each([
  { more: { value: '{"v":' }, code: 'INVALID_VALUE', at: 'value' },
  { more: { value: '' }, code: 'BLANK', at: 'value' },
  { more: { value: JSON.stringify('x'.repeat(128 * 1024)) }, code: 'TOO_LONG', at: 'value' },
  { more: { type: null }, code: 'BLANK', at: 'type' },
  { more: { type: 'jason' }, code: 'INVALID_TYPE', at: 'type' },
  { more: { namespace: 'app--another' }, code: 'APP_NOT_AUTHORIZED', at: 'namespace' },
  { more: { key: 'x' }, code: 'INVALID', at: 'key' },
  { more: { ownerId: 'gid://shopify/Customer/1' }, code: 'INVALID', at: 'ownerId' },
  { more: { compareDigest: 'stale' }, code: 'STALE_OBJECT', at: 'compareDigest' },
])('refuses $code of $at, and then sets none of the others', async ({ more, code, at }) => {
  const { run, field, store } = open();
  const answer = await run(set, { metafields: [field(), field({ key: 'other', ...more })] });
  expect(answer).toMatchObject({
    data: { metafieldsSet: { metafields: null, userErrors: [{ code, field: ['metafields', '1', at] }] } },
  });
  const [customer] = store.customers().items;
  expect(store.metafields({ type: 'Customer', id: customer?.id ?? 0 })).toEqual([]);
});

it('takes 25 at most, and customers’ only with write_customers', async () => {
  const { run, field } = open();
  const many = Array.from({ length: 26 }, (_, index) => field({ key: `key-${index}` }));
  expect(await run(set, { metafields: many })).toMatchObject({
    data: { metafieldsSet: { userErrors: [{ code: 'LESS_THAN_OR_EQUAL_TO' }] } },
  });
  const reader = open(['read_customers']);
  expect(await reader.run(set, { metafields: [reader.field()] })).toMatchObject({
    errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
  });
});

it('takes the type of the app’s definition where none is given, and no other', async () => {
  const { run, field } = open(['write_customers'], { DEVSTORE_APP_TOML: 'shopify.app.toml' });
  expect(await run(set, { metafields: [field({ type: null })] })).toMatchObject({
    data: { metafieldsSet: { userErrors: [] } },
  });
  expect(await run(set, { metafields: [field({ type: 'boolean', value: 'true' })] })).toMatchObject({
    data: { metafieldsSet: { userErrors: [{ code: 'INVALID_TYPE' }] } },
  });
});
