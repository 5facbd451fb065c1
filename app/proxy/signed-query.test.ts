import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signedQuery } from './signed-query.ts';

const SECRET = 'meridian-dev-secret';
const NOW = new Date('2026-11-21T12:00:00Z');
const seconds = (offset = 0) => String(Math.floor(NOW.getTime() / 1000) + offset);

const base = {
  shop: 'haven.myshopify.com',
  logged_in_customer_id: '7001',
  path_prefix: '/apps/loyalty',
  timestamp: seconds(),
};

const signature = (pairs: [string, string][], secret = SECRET) =>
  createHmac('sha256', secret)
    .update(
      pairs
        .map(([key, value]) => `${key}=${value}`)
        .sort()
        .join(''),
    )
    .digest('hex');

/** As Shopify writes it. */
function signed(params: Record<string, string>, secret = SECRET): string {
  const pairs = Object.entries(params);
  return `?${new URLSearchParams([...pairs, ['signature', signature(pairs, secret)]])}`;
}

const read = (search: string, cursor = false) => signedQuery(search, SECRET, NOW, { cursor });

describe('signedQuery', () => {
  it('gives what Shopify signed', () => {
    const query = read(signed({ ...base, market: 'jp', locale: 'ja-JP' }));
    expect(query).toMatchObject({
      shop: base.shop,
      logged_in_customer_id: '7001',
      market: 'jp',
      locale: 'ja-JP',
    });
    expect(read(signed({ ...base, logged_in_customer_id: '' }))?.logged_in_customer_id).toBeNull();
  });

  it.each([89, 90, -90])('accepts a clock that is %i s off', (offset) => {
    expect(read(signed({ ...base, timestamp: seconds(offset) }))).not.toBeNull();
  });

  it.each([
    ['a clock that is 91 s behind', { timestamp: seconds(-91) }],
    ['a clock that is 91 s ahead', { timestamp: seconds(91) }],
    ['a timestamp that is no number', { timestamp: 'now' }],
    ['an unknown key', { debug: '1' }],
    ['a cursor where none belongs', { cursor: 'abc' }],
    ['a shop that is none', { shop: 'evil.example.com' }],
    ['a customer id that is not digits', { logged_in_customer_id: '7001;' }],
    ['a customer id with a sign', { logged_in_customer_id: '-7001' }],
    ['a value that holds another pair', { market: 'jplogged_in_customer_id=1' }],
    ['a locale that is none', { locale: 'en logged' }],
    ['an empty market', { market: '' }],
  ])('refuses %s, signed as it is', (_title, change) => {
    expect(read(signed({ ...base, ...change }))).toBeNull();
  });

  it.each(['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp'])(
    'refuses a query without %s',
    (key) => {
      const rest = Object.fromEntries(Object.entries(base).filter(([name]) => name !== key));
      expect(read(signed(rest))).toBeNull();
    },
  );

  it('refuses another secret, no signature, and one that is not hex', () => {
    expect(read(signed(base, 'another-secret'))).toBeNull();
    expect(read(`?${new URLSearchParams(base)}`)).toBeNull();
    expect(read(`?${new URLSearchParams({ ...base, signature: 'z'.repeat(64) })}`)).toBeNull();
    expect(read('')).toBeNull();
  });

  it.each([
    'shop=victim.myshopify.com&',
    'logged_in_customer_id=999&',
    'signature=00&',
    '=1&',
    '&',
    'market&',
  ])('refuses %s put before what is signed', (prefix) => {
    expect(read(`?${prefix}${signed(base).slice(1)}`)).toBeNull();
    expect(read(`${signed(base)}&${prefix.slice(0, -1)}`)).toBeNull();
  });

  it('refuses the same signed text split into other pairs', () => {
    // Signed by Shopify for a visitor who is not signed in, whose market carries what an attacker wants to be read.
    const pairs: [string, string][] = [
      ...Object.entries({ ...base, logged_in_customer_id: '' }),
      ['market', 'jplogged_in_customer_id=999'],
    ];
    const search = (parts: [string, string][]) =>
      `?${new URLSearchParams([...parts, ['signature', signature(pairs)]])}`;
    const resplit: [string, string][] = [
      ...Object.entries({ ...base, logged_in_customer_id: '999' }),
      ['market', 'jp'],
    ];
    expect(read(search(resplit))).toBeNull();
    expect(read(search([...resplit, ['logged_in_customer_id', '']]))).toBeNull();
  });

  it('refuses a malformed escape and a text without end', () => {
    expect(read(`${signed(base)}&market=%E0%A4%A`)).toBeNull();
    expect(read(signed({ ...base, market: 'a'.repeat(3_000) }))).toBeNull();
  });
});
