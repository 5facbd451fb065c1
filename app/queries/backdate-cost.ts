/** What it would cost if everybody who has bought and not joined joined today, and their last orders counted. */
import type { Deps } from '../deps.server.ts';
import { target } from '../domain/earning.ts';
import type { ShopId } from '../domain/ids.ts';
import { addDays } from '../domain/instant.ts';
import { versionAt } from '../domain/program.ts';
import { DaysSchema } from '../domain/program-parts.ts';
import { ordersBeforeJoining } from '../storage/orders-before-joining.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';

export type BackdateCost = {
  orders: number;
  customers: number;
  /** Without levels and first orders, as text. */
  points: string;
  /** Reckoned from the newest of them, not from all. */
  isAbout: boolean;
};

/** So many orders are reckoned one by one: a tenth of a second of the app's process. */
const RECKONED = 200;

/** null: no number of days. */
export async function backdateCost(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  typed: number,
): Promise<BackdateCost | null> {
  const days = DaysSchema.safeParse(typed);
  if (!days.success) return null;
  const since = addDays(deps.clock.now().toISOString(), -days.data);
  const [{ isDevelopment }, versions, waiting] = await Promise.all([
    ensureShop(deps.pool, shop),
    publishedVersions(deps.pool, shop),
    ordersBeforeJoining(deps.pool, shop, { since, newest: RECKONED }),
  ]);
  const { orders, customers, newest } = waiting;
  const member = {
    shopIsDevelopment: isDevelopment,
    member: true,
    programPublished: true,
    level: null,
    firstOrder: false,
  };
  const reckoned = newest.reduce((sum, order) => {
    const version = versionAt(versions, order.order?.facts.processedAt ?? since);
    return sum + target(order, member, version).points;
  }, 0n);
  const isAbout = newest.length < orders;
  const points = isAbout ? (reckoned * BigInt(orders)) / BigInt(newest.length) : reckoned;
  return { orders, customers, points: String(points), isAbout };
}
