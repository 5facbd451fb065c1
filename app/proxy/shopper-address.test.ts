import { describe, expect, test } from 'vitest';
import { shopperAddress } from './shopper-address.ts';

describe("the shopper's address is what Shopify wrote, not what the browser did", () => {
  test.each([
    ['as Shopify sends it', '198.51.100.7', 0, '198.51.100.7'],
    ['behind one proxy of ours', '198.51.100.7, 203.0.113.1', 1, '198.51.100.7'],
    ['with an invention in front', '192.0.2.66, 198.51.100.7, 203.0.113.1', 1, '198.51.100.7'],
    ['with an invention in front and no proxy', '192.0.2.66,198.51.100.7', 0, '198.51.100.7'],
    ['behind two', '198.51.100.7 , 203.0.113.1, 10.0.0.2', 2, '198.51.100.7'],
    ['not told', null, 0, ''],
    ['shorter than it has to be', '203.0.113.1', 1, ''],
    ['no address', 'unknown, 203.0.113.1', 1, ''],
  ])('%s', (_, header, proxies, expected) => {
    expect(shopperAddress(header, proxies)).toBe(expected);
  });

  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['::1', '0:0:0:0'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
  ])('of IPv6 it is the network: %s', (address, expected) => {
    expect(shopperAddress(address, 0)).toBe(expected);
  });
});
