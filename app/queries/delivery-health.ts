import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { inboxFigures } from '../storage/inbox.ts';
import { lookupFigures } from '../storage/order-lookups.ts';

const SHOWN = 5;
/** Milliseconds after which a waiting delivery means that no worker runs. */
const LATE_AFTER = 60_000;

export type DeliveryHealth = {
  unprocessed: number;
  oldestAt: Date | null;
  late: boolean;
  refused: number;
  /** Orders that wait for tags and collections; `denied`: Shopify does not let us read them. */
  lookups: { waiting: number; denied: boolean };
  /** The newest of them. */
  refusals: { id: string; topic: string; reason: string; receivedAt: Date }[];
};

export async function deliveryHealth(
  deps: Pick<Deps, 'pool' | 'prisma' | 'clock'>,
  shop: ShopId,
): Promise<DeliveryHealth> {
  const [figures, lookups, rows] = await Promise.all([
    inboxFigures(deps.pool, shop),
    lookupFigures(deps.pool, shop),
    deps.prisma.inbox.findMany({
      where: { shop, refused: { not: null } },
      orderBy: { id: 'desc' },
      take: SHOWN,
      select: { id: true, topic: true, refused: true, receivedAt: true },
    }),
  ]);
  const waiting = figures.oldestAt ? deps.clock.now().getTime() - figures.oldestAt.getTime() : 0;
  return {
    ...figures,
    late: waiting > LATE_AFTER,
    lookups: { waiting: lookups.waiting, denied: lookups.codes.includes('ACCESS_DENIED') },
    refusals: rows.map((row) => ({
      id: String(row.id),
      topic: row.topic,
      reason: row.refused ?? '',
      receivedAt: row.receivedAt,
    })),
  };
}
