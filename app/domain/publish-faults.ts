import type { Fault } from './parse-program.ts';
import { keepsLevelOrder } from './program-changes.ts';
import type { Program, PublishedProgram } from './program.ts';
import { storefrontFaults } from './storefront-rates.ts';

/** Why a valid programme could not follow the versions that there are: every fault with its place. */
export function publishFaults(earlier: readonly PublishedProgram[], next: PublishedProgram): Fault[] {
  const programs: Program[] = earlier.map(({ program }) => program);
  return [...keepsLevelOrder(programs, next.program), ...storefrontFaults(next)];
}
