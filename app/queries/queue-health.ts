import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { jobFigures, type JobFigures } from '../storage/jobs.ts';

/** The work beside the deliveries, as the merchant sees it. */
export function queueHealth(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
): Promise<JobFigures> {
  return jobFigures(pool, shop, clock.now().toISOString());
}
