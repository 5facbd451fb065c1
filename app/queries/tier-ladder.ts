/** How many of today's members would stand on each level of a ladder that is being typed: laid against what is counted once and kept for a while. */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { keepsLevelOrder } from '../domain/program-changes.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import { countsPoints } from '../domain/tier-metrics.ts';
import { ladderCounts, suggestedThresholds, type LadderCounts } from '../domain/tier-reach.ts';
import { TiersSchema, type Tiers } from '../domain/tiers.ts';
import { publishedVersions } from '../storage/programs.ts';
import { ensureShop } from '../storage/shops.ts';
import { countReach, keepReach, readReach, type KeptReach, type Measure } from '../storage/tier-reach.ts';
import { inTransaction, isCanceled } from '../storage/transaction.ts';
import { editableProgram } from './editable-program.ts';

type Scope = Pick<Deps, 'pool' | 'clock'>;

export type TierLadder = LadderCounts & {
  countedAt: string;
  /** Levels that stand below one which an earlier version had below them: publishing refuses that. */
  overtaken: string[];
};

/** Counting took longer than it may, and was stopped; `again`: from when on it is tried anew. */
export type NotCounted = { again: string };

/** What is counted is good for a hundred times as long as counting took, so that it takes no more than a hundredth of the database's time. */
const GOOD_FOR = 100;
const GOOD_AT_LEAST_MS = 2_000;
/** Of a shop for which that is too long it is told that it is. Below what the pool waits for a statement: PostgreSQL is to give up, not the connection. */
const LIMIT_MS = 45_000;

/** `typed`: the levels of the form, names and multipliers apart. null: no tiers, or none that are valid. */
export async function tierLadder(
  deps: Scope,
  shop: ShopId,
  typed: unknown,
): Promise<TierLadder | NotCounted | null> {
  const tiers = typedTiers(typed);
  if (tiers === null) return null;
  const { program, versions } = await editableProgram(deps, shop);
  const inForce = versionAt(versions, deps.clock.now().toISOString())?.program ?? null;
  const draft: Program = { ...program, tiers };
  const kept = await reach(deps, shop, tiers, versions);
  const { reaches, countedAt } = kept;
  if (reaches === null) return { again: new Date(goodUntil(kept)).toISOString() };
  const faults = keepsLevelOrder(
    versions.map((one) => one.program),
    draft,
  );
  return {
    ...ladderCounts(versions, inForce, draft, reaches),
    countedAt,
    overtaken: tiers.levels.flatMap(({ id }, place) =>
      faults.some(({ path }) => path === `tiers.levels[${place}].id`) ? [id] : [],
    ),
  };
}

/** Thresholds of a ladder to begin with, from how far the shop's own members have come; where that cannot be counted, the usual ones. */
export async function suggestedLadder(
  deps: Scope,
  shop: ShopId,
  measure: Measure,
): Promise<[string, string]> {
  const { reaches } = await reach(deps, shop, measure, await publishedVersions(deps.pool, shop));
  return suggestedThresholds(reaches ?? []);
}

function typedTiers(typed: unknown): Tiers | null {
  const parsed = TiersSchema.safeParse(typed);
  return parsed.success ? parsed.data : null;
}

const goodUntil = ({ countedAt, took }: KeptReach): number =>
  Date.parse(countedAt) + Math.max(took * GOOD_FOR, GOOD_AT_LEAST_MS);

/** Who asks while it is being counted waits for that count. */
const counting = new Map<string, Promise<KeptReach>>();

async function reach(
  deps: Scope,
  shop: ShopId,
  { basis, period }: Measure,
  versions: readonly PublishedProgram[],
): Promise<KeptReach> {
  const measure = { basis, period };
  const kept = await readReach(deps.pool, shop, measure);
  if (kept && deps.clock.now().getTime() < goodUntil(kept)) return kept;
  const key = JSON.stringify([shop, measure]);
  const known = counting.get(key);
  if (known) return known;
  const counted = count(deps, shop, measure, countsPoints(versions)).finally(() => counting.delete(key));
  counting.set(key, counted);
  return counted;
}

async function count(deps: Scope, shop: ShopId, measure: Measure, withPoints: boolean): Promise<KeptReach> {
  const began = deps.clock.now();
  const countedAt = began.toISOString();
  const { timeZone } = await ensureShop(deps.pool, shop);
  const counted = await inTransaction(deps.pool, async (tx): Promise<KeptReach> => {
    await tx.query(`SET LOCAL statement_timeout = ${LIMIT_MS}`);
    const reaches = await countReach(tx, shop, { measure, timeZone, now: countedAt, withPoints });
    return { countedAt, took: deps.clock.now().getTime() - began.getTime(), reaches };
  }).catch((error: unknown): KeptReach => {
    // Kept too: otherwise each pause of typing would begin it again.
    if (isCanceled(error)) return { countedAt, took: LIMIT_MS, reaches: null };
    throw error;
  });
  await inTransaction(deps.pool, (tx) => keepReach(tx, shop, measure, counted));
  return counted;
}
