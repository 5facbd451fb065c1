/** A worker's half of birthdays and anniversaries: every shop that has a date before it. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { localDate } from '../domain/local-time.ts';
import { stampOf } from '../domain/stamp.ts';
import type { GrantDeps } from '../services/grant-reward.ts';
import { workActionDays } from '../services/work-action-days.ts';
import { shopsWithActionDays } from '../storage/action-days.ts';

/** Where the day begins first. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

type Own = Pick<Deps, 'pool' | 'clock'> & GrantDeps;

/** Works on everything that is due, one batch of every shop in turn: a large one delays the others by one batch. */
export async function handleActionDays(deps: Own): Promise<void> {
  const now = deps.clock.now().toISOString();
  let working = await shopsWithActionDays(deps.pool, localDate(stampOf(now), EARLIEST_ZONE), now);
  while (working.length > 0) {
    const more: ShopId[] = [];
    for (const shop of working) if (await workOn(deps, shop)) more.push(shop);
    working = more;
  }
}

/** A shop that fails is left to the next run, and does not hold up the others. */
async function workOn(deps: Own, shop: ShopId): Promise<boolean> {
  try {
    return await workActionDays(deps, shop);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.error({ shop, reason }, 'birthdays and anniversaries could not be rewarded; trying again');
    return false;
  }
}
