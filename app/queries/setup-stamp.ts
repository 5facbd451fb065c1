/** Whether an open set-up guide would show something new, told without asking Shopify. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { partStamp } from '../services/change-draft.ts';
import type { SimulationRun } from '../storage/simulations.ts';
import { editableProgram } from './editable-program.ts';
import { progressOf, type SetupProgress } from './setup-progress.ts';

export type SetupState = {
  /** As it is edited. */
  program: Program;
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
  const edited = await editableProgram(deps, shop);
  const { program } = edited;
  const [progress, order] = await Promise.all([
    progressOf(deps, shop, edited),
    deps.prisma.orderFacts.findFirst({ where: { shop }, select: { orderId: true } }),
  ]);
  return { program, progress, seen: partStamp(program), hasOrders: order !== null };
}

/** `costs`: the simulations that the guide shows; their progress is not shown, so only their status counts. */
export function setupStamp(
  { progress, seen, hasOrders }: SetupState,
  costs: readonly (SimulationRun | null)[],
): string {
  return partStamp({ progress, seen, hasOrders, costs: costs.map((run) => run && [run.id, run.status]) });
}
