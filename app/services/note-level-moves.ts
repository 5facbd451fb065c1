/** Who holds another level now is noted for whoever gives its perks (give-perks), in the transaction that changes it. */
import type { MemberId } from '../domain/ids.ts';
import { hasPerks } from '../domain/perks.ts';
import { levelsLost } from '../domain/tier-levels.ts';
import { markLevelMoves, type LevelMove } from '../storage/perk-marks.ts';
import type { NewStanding } from '../storage/tier-standings.ts';
import type { TierScope } from './tier-scope.ts';

/**
 * Costs nothing where no version has perks. `returning`: of whom an order is gone, or adds less than it did, with the level that they would hold without that.
 * The members are locked.
 */
export async function noteLevelMoves(
  { tx, shop, versions, now }: TierScope,
  returning: ReadonlyMap<MemberId, string | null>,
  saved: readonly NewStanding[],
): Promise<void> {
  if (!hasPerks(versions)) return;
  const moves = saved.flatMap(({ memberId, level, change }): LevelMove[] => {
    if (!change) return [];
    // Whatever the level began with that is left: an order that is gone from its own moment on leaves what was held before it.
    const without = returning.get(memberId);
    const returned = without === undefined ? [] : levelsLost(versions, without, level);
    // Publishing lifts whole shops at once: nobody has decided what that would cost, so it welcomes nobody.
    const from = change.reason.kind === 'version' ? level : change.before;
    return [{ memberId, from, returned }];
  });
  await markLevelMoves(tx, shop, moves, now);
}
