/** How far a merchant is with setting up: what the guide on the home page ticks. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { publishedVersions, readDraft } from '../storage/programs.ts';

export type SetupProgress = {
  hasDraft: boolean;
  isPublished: boolean;
  /** The first order that earned after publishing, and its customer's number, where its explanation stands: null where they were merged or forgotten since. */
  firstOrder: { customerId: string | null } | null;
  isDismissed: boolean;
};

export async function setupProgress(
  deps: Pick<Deps, 'pool' | 'prisma'>,
  shop: ShopId,
): Promise<SetupProgress> {
  const [versions, draft, row] = await Promise.all([
    publishedVersions(deps.pool, shop),
    readDraft(deps.pool, shop),
    deps.prisma.shop.findUnique({ where: { shop }, select: { setupDismissedAt: true } }),
  ]);
  const [first] = versions;
  const entry = first
    ? await deps.prisma.entry.findFirst({
        where: { shop, kind: 'order', recordedAt: { gte: new Date(first.publishedAt) } },
        orderBy: { recordedAt: 'asc' },
        select: { member: { select: { customerId: true } } },
      })
    : null;
  return {
    hasDraft: draft !== null,
    isPublished: versions.length > 0,
    firstOrder: entry && { customerId: entry.member.customerId?.toString() ?? null },
    isDismissed: row?.setupDismissedAt != null,
  };
}
