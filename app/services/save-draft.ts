/** Saves the programme's draft. A document that is not valid is refused whole, and nothing is stored. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { parseProgram, type Fault } from '../domain/parse-program.ts';
import type { Program } from '../domain/program.ts';
import { writeDraft } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';

export type SavedDraft = { ok: true; program: Program; updatedAt: string } | { ok: false; faults: Fault[] };

export async function saveDraft(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  document: unknown,
): Promise<SavedDraft> {
  const parsed = parseProgram(document);
  if (!parsed.ok) return parsed;
  const updatedAt = deps.clock.now().toISOString();
  await ensureShop(deps.pool, shop);
  await writeDraft(deps.pool, shop, parsed.program, updatedAt);
  return { ok: true, program: parsed.program, updatedAt };
}
