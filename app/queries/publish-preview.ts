/** What the page before publishing shows: what is in force, the draft, what it would hurt, and its simulation as far as there is one. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program, PublishedProgram } from '../domain/program.ts';
import type { PublishWarning } from '../domain/publish-warnings.ts';
import { readSimulation, SimulationIdSchema, type SimulationRun } from '../storage/simulations.ts';
import { knownSimulation } from '../services/run-simulations.ts';
import { judgedState } from './program-state.ts';

/** Days of which a simulation may be asked for: a quarter is what design.md promises. */
export const SIMULATION_DAYS = [30, 90, 365] as const;
export const SIMULATION_DAYS_USUAL = 90;
export type SimulationDays = (typeof SIMULATION_DAYS)[number];

export type PublishPreview = {
  published: PublishedProgram | null;
  /** What would be published: on a new shop, the starting programme. */
  draft: Program;
  differs: boolean;
  warnings: PublishWarning[];
  days: SimulationDays;
  /** null: nobody has asked for it yet. */
  run: SimulationRun | null;
};

export async function publishPreview(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  asked: string | null,
): Promise<PublishPreview> {
  const days = SIMULATION_DAYS.find((one) => String(one) === asked) ?? SIMULATION_DAYS_USUAL;
  const { published, edited: draft, differs, warnings } = await judgedState(deps, shop);
  const run = await knownSimulation(deps, shop, draft, days);
  return { published, draft, differs, warnings, days, run };
}

/** How far one is; null: the shop has no such simulation, or no more. */
export async function simulationRun(
  deps: Pick<Deps, 'pool'>,
  shop: ShopId,
  id: string,
): Promise<SimulationRun | null> {
  const parsed = SimulationIdSchema.safeParse(id);
  return parsed.success ? readSimulation(deps.pool, shop, { id: parsed.data }) : null;
}
