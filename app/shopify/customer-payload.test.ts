import { describe, expect, test } from 'vitest';
import { newsOfCustomer, newsOfMerge } from './customer-payload.ts';

const merge = (fields: object) => ({
  admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/11',
  admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/12',
  admin_graphql_api_job_id: null,
  status: 'completed',
  errors: [],
  ...fields,
});

describe('a merge of customers', () => {
  const merged = { ok: true, value: { from: '12', into: '11' } };
  const kept = { ok: true, value: null };
  const refused = { ok: false };
  test.each([
    ['done', {}, merged],
    ['done, in capitals', { status: 'COMPLETED' }, merged],
    ['failed', { status: 'failed', errors: [{ customer_ids: [11], field: 'x', message: 'y' }] }, kept],
    ['under way', { status: 'in_progress' }, kept],
    ['with a status that we do not know', { status: 'undone' }, refused],
    ['without a status', { status: undefined }, refused],
    ['of something else', { admin_graphql_api_customer_deleted_id: 'gid://shopify/Order/12' }, refused],
    [
      'of an id that no bigint holds',
      { admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/9999999999999999999' },
      refused,
    ],
    ['without one of the two', { admin_graphql_api_customer_kept_id: null }, refused],
  ])('%s', (_name, fields, expected) => {
    expect(newsOfMerge(merge(fields))).toMatchObject(expected);
  });
});

test('of a customer nothing but the id is read', () => {
  expect(newsOfCustomer({ id: 7, email: 'x@example.com' })).toEqual({ ok: true, customerId: '7' });
  expect(newsOfCustomer({ id: 'seven' })).toMatchObject({ ok: false });
});
