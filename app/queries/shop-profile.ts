import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { shopTimeZone } from '../domain/time-zone.ts';

/** What pages need to show money and time as the shop does. */
export type ShopProfile = { name: string | null; currency: string | null; timeZone: string };

/** UTC where Shopify has not told the time zone yet, or one that a later version of Intl no longer knows. */
export async function shopProfile({ prisma }: Pick<Deps, 'prisma'>, shop: ShopId): Promise<ShopProfile> {
  const row = await prisma.shop.findUnique({
    where: { shop },
    select: { name: true, currency: true, timeZone: true },
  });
  const timeZone = shopTimeZone(row?.timeZone ?? null);
  return { name: row?.name ?? null, currency: row?.currency ?? null, timeZone };
}
