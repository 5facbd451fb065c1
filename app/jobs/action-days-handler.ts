/** A worker's half of birthdays and anniversaries: every shop that has a date before it. */
import type { Deps } from '../deps.server.ts';
import { localDate } from '../domain/local-time.ts';
import { stampOf } from '../domain/stamp.ts';
import { workActionDay } from '../services/work-action-days.ts';
import { shopsWithActionDays } from '../storage/action-days.ts';

/** Where the day begins first. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/** Works on everything that is due. A shop that fails is left to the next run, and does not hold up the others. */
export async function handleActionDays(deps: Pick<Deps, 'pool' | 'clock' | 'random' | 'log'>): Promise<void> {
  const latest = localDate(stampOf(deps.clock.now().toISOString()), EARLIEST_ZONE);
  for (const shop of await shopsWithActionDays(deps.pool, latest)) {
    try {
      while (await workActionDay(deps, shop));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      deps.log.error({ shop, reason }, 'birthdays and anniversaries could not be rewarded; trying again');
    }
  }
}
