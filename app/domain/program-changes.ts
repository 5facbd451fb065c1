import type { Fault } from './parse-program.ts';
import type { Program } from './program.ts';

const levelIds = (program: Program): string[] => program.tiers?.levels.map((level) => level.id) ?? [];

/**
 * Where the next version puts two levels in another order than an earlier version did: a fault for each level that has dropped below one that it stood above.
 * Held levels are compared by id over all versions (points.md 5), so their order must never change.
 */
export function keepsLevelOrder(earlier: readonly Program[], next: Program): Fault[] {
  const position = new Map(levelIds(next).map((id, index) => [id, index]));
  const faults = new Map<string, Fault>();
  for (const program of earlier) {
    const kept = levelIds(program).filter((id) => position.has(id));
    kept.forEach((above, index) => {
      const place = position.get(above) ?? 0;
      const overtaking = kept.slice(0, index).find((below) => (position.get(below) ?? 0) > place);
      if (overtaking === undefined) return;
      const path = `tiers.levels[${place}].id`;
      faults.set(path, { path, reason: `"${above}" was above "${overtaking}" in an earlier version` });
    });
  }
  return [...faults.values()];
}

/** The parts of a valid programme that are kept but do not work yet, or not for everybody: publishing warns of them. */
export function unsupportedParts(program: Program): Fault[] {
  const expiry =
    program.expiry.kind === 'never'
      ? []
      : [
          {
            path: 'expiry',
            reason:
              'points will expire, but no channel tells members ahead: GET /api/v1/events has the reminders',
          },
        ];
  const rewards = program.rewards.flatMap(({ kind }, index) =>
    kind === 'amountOff'
      ? []
      : [{ path: `rewards[${index}].kind`, reason: `rewards of the kind "${kind}" cannot be redeemed yet` }],
  );
  return [...expiry, ...rewards];
}
