import { describe, expect, test } from 'vitest';
import { framePath, platformPath } from './platform-links.ts';

const shop = 'haven.myshopify.com';

describe('platformPath', () => {
  const table: [string, string | null][] = [
    ['shopify://admin/orders/1001', '/admin/store/haven/orders/1001'],
    ['shopify:admin/orders/1001', '/admin/store/haven/orders/1001'],
    ['shopify://admin', '/admin/store/haven'],
    ['https://admin.shopify.com/store/haven/orders/1?a=b#c', '/admin/store/haven/orders/1?a=b#c'],
    ['https://haven.myshopify.com/admin/customers/7', '/admin/store/haven/customers/7'],
    ['https://haven.myshopify.com/admin', '/admin/store/haven'],
    ['https://haven.myshopify.com/products/linen-throw', '/store/us/products/linen-throw'],
    ['https://haven.myshopify.com/', '/store/us'],
    ['https://other.myshopify.com/admin/orders/1', null],
    ['https://admin.shopify.com.evil.example/store/haven', null],
    ['shopify://administrator/x', null],
    ['javascript:alert(1)', null],
    ['/app/members', null],
  ];
  test.each(table)('%s', (address, path) => {
    expect(platformPath(address, shop)).toBe(path);
  });
});

describe('framePath', () => {
  const table: [string, string][] = [
    ['/app', '/admin/store/haven/apps/meridian-dev/app'],
    ['/', '/admin/store/haven/apps/meridian-dev'],
    ['/app/members?page=2', '/admin/store/haven/apps/meridian-dev/app/members?page=2'],
    ['/app?embedded=1&id_token=secret&shop=x&host=y&q=ada', '/admin/store/haven/apps/meridian-dev/app?q=ada'],
  ];
  test.each(table)('%s', (appPath, path) => {
    expect(framePath(appPath, shop, 'meridian-dev')).toBe(path);
  });
});
