/** Puts the set-up guide away, or shows it again. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { writeSetupDismissed } from '../storage/setup-guide.ts';

export async function dismissSetup(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  dismissed: boolean,
): Promise<void> {
  await writeSetupDismissed(deps.pool, shop, dismissed ? deps.clock.now().toISOString() : null);
}
