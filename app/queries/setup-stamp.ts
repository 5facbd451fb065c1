/** Whether an open set-up guide would show something new, told without asking Shopify. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { partStamp } from '../services/change-draft.ts';
import type { SimulationRun } from '../storage/simulations.ts';
import { editableProgram } from './editable-program.ts';
import { setupProgress, type SetupProgress } from './setup-progress.ts';

export type SetupState = {
  progress: SetupProgress;
  /** Of the draft, as a choice is made on top of it. */
  seen: string;
  /** With the first order a suggestion's cost can be told. */
  hasOrders: boolean;
};

export async function setupState(
  deps: Pick<Deps, 'pool' | 'prisma' | 'clock'>,
  shop: ShopId,
): Promise<SetupState> {
  const [progress, { program }, order] = await Promise.all([
    setupProgress(deps, shop),
    editableProgram(deps, shop),
    deps.prisma.orderFacts.findFirst({ where: { shop }, select: { orderId: true } }),
  ]);
  return { progress, seen: partStamp(program), hasOrders: order !== null };
}

/** `costs`: the simulations that the guide shows; their progress is not shown, so only their status counts. */
export function setupStamp(state: SetupState, costs: readonly (SimulationRun | null)[]): string {
  return partStamp({ ...state, costs: costs.map((run) => run && [run.id, run.status]) });
}
