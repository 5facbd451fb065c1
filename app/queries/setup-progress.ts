/** How far a merchant is with setting up: what the guide on the home page ticks. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { editableProgram, type EditableProgram } from './editable-program.ts';

export type SetupProgress = {
  hasDraft: boolean;
  isPublished: boolean;
  /**
   * The first order that earned after publishing, else one that was settled and earned nothing. `customerId`: where its explanation stands; null where
   * they were merged or forgotten since, or nobody was signed in.
   */
  firstOrder: { customerId: string | null; earned: boolean } | null;
  isDismissed: boolean;
};

export async function setupProgress(
  deps: Pick<Deps, 'pool' | 'prisma' | 'clock'>,
  shop: ShopId,
): Promise<SetupProgress> {
  return progressOf(deps, shop, await editableProgram(deps, shop));
}

/** The same, where the programme was read already. */
export async function progressOf(
  deps: Pick<Deps, 'pool' | 'prisma'>,
  shop: ShopId,
  { versions, draft }: Pick<EditableProgram, 'versions' | 'draft'>,
): Promise<SetupProgress> {
  const [first] = versions;
  const [row, entry] = await Promise.all([
    deps.prisma.shop.findUnique({ where: { shop }, select: { setupDismissedAt: true } }),
    first
      ? deps.prisma.entry.findFirst({
          where: { shop, kind: 'order', recordedAt: { gte: new Date(first.publishedAt) } },
          orderBy: { recordedAt: 'asc' },
          select: { member: { select: { customerId: true } } },
        })
      : null,
  ]);
  return {
    hasDraft: draft !== null,
    isPublished: versions.length > 0,
    firstOrder: entry
      ? { customerId: entry.member.customerId?.toString() ?? null, earned: true }
      : first
        ? await orderForNothing(deps, shop, first.publishedAt)
        : null,
    isDismissed: row?.setupDismissedAt != null,
  };
}

/** So many of the newest orders are looked at: a shop with a million from before publishing is asked every few seconds. */
const LOOKED_AT = 50;

async function orderForNothing(
  { pool }: Pick<Deps, 'pool'>,
  shop: ShopId,
  publishedAt: string,
): Promise<SetupProgress['firstOrder']> {
  // Shopify's numbers rise with time, and an index has them.
  const { rows } = await pool.query<{ customer_id: string | null }>(
    `WITH newest AS (
       SELECT m.customer_id, processed_at, settled_at FROM (
         SELECT * FROM order_facts WHERE shop = $1 ORDER BY order_id DESC LIMIT $3
       ) o LEFT JOIN member m ON m.shop = $1 AND m.member_id = o.member_id
     )
     SELECT customer_id FROM newest WHERE processed_at >= $2 AND settled_at IS NOT NULL ORDER BY processed_at LIMIT 1`,
    [shop, publishedAt, LOOKED_AT],
  );
  const [found] = rows;
  return found ? { customerId: found.customer_id, earned: false } : null;
}
