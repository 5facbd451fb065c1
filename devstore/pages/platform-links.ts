/** Where the platform's own addresses live in the dev store. Used by the proxy on redirects and by App Bridge on clicks. */

/** The handle in admin addresses: `haven` of `haven.myshopify.com`. */
export function storeHandle(shop: string): string {
  return shop.replace(/\.myshopify\.com$/, '');
}

/**
 * The dev store's path for an address of the platform: `shopify://admin/orders/1`, `https://admin.shopify.com/store/haven/orders/1`,
 * `https://haven.myshopify.com/admin/orders/1` and the shop's storefront. Null for every other address.
 */
export function platformPath(address: string, shop: string): string | null {
  const admin = /^shopify:\/*admin(?=[/?#]|$)/i.exec(address);
  if (admin) return `/admin/store/${storeHandle(shop)}${address.slice(admin[0].length)}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const rest = `${url.search}${url.hash}`;
  if (url.hostname === 'admin.shopify.com') return `/admin${url.pathname}${rest}`;
  if (url.hostname !== shop) return null;
  const underAdmin = /^\/admin(\/.*)?$/.exec(url.pathname);
  if (underAdmin) return `/admin/store/${storeHandle(shop)}${underAdmin[1] ?? ''}${rest}`;
  return `/store/us${url.pathname === '/' ? '' : url.pathname}${rest}`;
}

/** The frame's path for a page of the app: `/app/members?page=2` -> `/admin/store/haven/apps/meridian-dev/app/members?page=2`. */
export function framePath(appPath: string, shop: string, appHandle: string): string {
  const url = new URL(appPath, 'http://app.invalid');
  for (const name of FRAME_PARAMETERS) url.searchParams.delete(name);
  const path = url.pathname === '/' ? '' : url.pathname;
  return `/admin/store/${storeHandle(shop)}/apps/${appHandle}${path}${url.search}${url.hash}`;
}

/** What the frame adds to the app's first address; never shown in the outer address. */
export const FRAME_PARAMETERS = [
  'embedded',
  'hmac',
  'host',
  'id_token',
  'locale',
  'session',
  'shop',
  'timestamp',
] as const;
