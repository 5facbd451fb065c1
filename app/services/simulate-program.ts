/**
 * What a programme would have issued since a moment, had it been in force, against what was issued; and what that does to what the shop owes its
 * members. One read-only transaction, a few hundred orders at a time: between batches the process does its other work.
 */
import type { Deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { MemberId, ShopId } from '../domain/ids.ts';
import { compareInstants } from '../domain/instant.ts';
import { localDate } from '../domain/local-time.ts';
import { parseProgram, type Fault } from '../domain/parse-program.ts';
import { keepsLevelOrder } from '../domain/program-changes.ts';
import { versionAt, type Program, type PublishedProgram } from '../domain/program.ts';
import { LevelCounts } from '../domain/simulated-levels.ts';
import { liabilities, SimulationTotals, type Simulation } from '../domain/simulation.ts';
import { stampOf } from '../domain/stamp.ts';
import { storefrontFaults } from '../domain/storefront-rates.ts';
import { publishedVersions } from '../storage/programs.ts';
import {
  countOrders,
  holdings,
  holdingsOf,
  quietMembers,
  type Holding,
} from '../storage/simulated-orders.ts';
import { ensureShop } from '../storage/shops.ts';
import { inSnapshot } from '../storage/transaction.ts';
import {
  factsSince,
  simulatedVersions,
  simulateLevels,
  simulateOrders,
  type SimulatedBatch,
  type SimulationScope,
} from './simulate-orders.ts';

export type Progress = { done: number; total: number };

export type Simulated =
  | { ok: true; simulation: Simulation }
  /** Publishing would refuse it too. */
  | { ok: false; reason: 'invalid'; faults: Fault[] }
  | { ok: false; reason: 'inFuture' };

type Options = {
  document: unknown;
  /** Orders processed from then on are judged by the document, those before by the versions that they fall under. */
  since: string;
  onProgress?: (progress: Progress) => void;
  /** Aborting throws its reason. */
  signal?: AbortSignal;
};

/** Members without an order since then whose levels are asked for at once. */
const QUIET_AT_ONCE = 500;

export async function simulateProgram(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { document, since: asked, onProgress, signal }: Options,
): Promise<Simulated> {
  const parsed = parseProgram(document);
  if (!parsed.ok) return { ok: false, reason: 'invalid', faults: parsed.faults };
  const now = deps.clock.now().toISOString();
  if (compareInstants(asked, now) > 0) return { ok: false, reason: 'inFuture' };
  const since = new Date(asked).toISOString();
  return inSnapshot(deps.pool, async (tx) => {
    const versions = await publishedVersions(tx, shop);
    const simulated = simulatedVersions(versions, parsed.program, since);
    const faults = [
      ...keepsLevelOrder(
        versions.map((one) => one.program),
        parsed.program,
      ),
      ...simulated.slice(-1).flatMap(storefrontFaults),
    ];
    if (faults.length > 0) return { ok: false, reason: 'invalid', faults };
    const { isDevelopment, timeZone } = await ensureShop(tx, shop);
    const scope = { tx, shop, versions: simulated, timeZone, shopIsDevelopment: isDevelopment, now, since };
    const run = new Run(scope, versions, parsed.program);
    const simulation = await run.all(onProgress ?? (() => undefined), signal);
    return { ok: true, simulation };
  });
}

/** One simulation as it goes. */
class Run {
  private readonly scope: SimulationScope;
  private readonly inForce: PublishedProgram | null;
  private readonly draft: Program;
  /** Whether a level may change without an order since then. */
  private readonly changesTiers: boolean;
  private readonly totals = new SimulationTotals();
  private readonly levels: LevelCounts;
  private unknownTags = 0;
  /** By how much members would hold more, debts not set off. */
  private held = 0n;

  constructor(scope: SimulationScope, versions: readonly PublishedProgram[], draft: Program) {
    this.scope = scope;
    this.inForce = versionAt(versions, scope.now);
    this.draft = draft;
    this.levels = new LevelCounts(this.inForce?.program ?? null, draft);
    const tiersOf = (program: Program) => canonicalJson(program.tiers);
    const before = versionAt(versions, scope.since);
    const since = versions.filter(({ publishedAt }) => stampOf(publishedAt) > stampOf(scope.since));
    const judged = [...(before ? [before] : []), ...since].map(({ program }) => tiersOf(program));
    this.changesTiers = judged.length === 0 || judged.some((tiers) => tiers !== tiersOf(draft));
  }

  async all(onProgress: (progress: Progress) => void, signal?: AbortSignal): Promise<Simulation> {
    const { tx, shop, since, now } = this.scope;
    const progress = { done: 0, total: await countOrders(tx, shop, since) };
    onProgress({ ...progress });
    for await (const batch of simulateOrders(this.scope)) {
      signal?.throwIfAborted();
      await this.take(batch);
      progress.done += batch.orders.length;
      onProgress({ ...progress, total: Math.max(progress.total, progress.done) });
    }
    if (this.changesTiers) await this.quiet(signal);
    const all = await holdings(tx, shop);
    const outstanding = { before: all.outstanding, after: all.outstanding + this.held };
    return {
      since,
      until: now,
      programNumber: this.inForce?.number ?? null,
      ...this.totals.figures(this.inForce?.program ?? null, this.draft),
      outstanding: { before: String(outstanding.before), after: String(outstanding.after) },
      liability: liabilities(outstanding, this.inForce?.program ?? null, this.draft),
      levels: this.levels.figures(all.levels, !this.changesTiers),
      unknownTags: this.unknownTags,
    };
  }

  private async take({ orders, levels }: SimulatedBatch): Promise<void> {
    const { tx, shop, timeZone } = this.scope;
    const held = await holdingsOf(tx, shop, [...levels.keys()]);
    const more = new Map<MemberId, bigint>();
    for (const order of orders) {
      const { owner, processedAt, before, after } = order;
      const month = localDate(stampOf(processedAt), timeZone).slice(0, 7);
      this.totals.add({ month, before, after });
      more.set(owner, (more.get(owner) ?? 0n) + after.points - before.points);
      if (order.unknownTags) this.unknownTags += 1;
    }
    for (const [owner, points] of more) {
      const balance = held.get(owner)?.balance ?? 0n;
      this.held += positive(balance + points) - positive(balance);
    }
    this.compareLevels(levels, held);
  }

  /** Those of whom nothing but the versions changes. */
  private async quiet(signal?: AbortSignal): Promise<void> {
    const { tx, shop } = this.scope;
    const from = factsSince(this.scope);
    for (let after = '0'; ;) {
      signal?.throwIfAborted();
      const members = await quietMembers(tx, shop, from, { after, limit: QUIET_AT_ONCE });
      const last = members.at(-1);
      if (last === undefined) return;
      this.compareLevels(await simulateLevels(this.scope, members), await holdingsOf(tx, shop, members));
      after = last;
    }
  }

  private compareLevels(
    levels: ReadonlyMap<MemberId, string | null>,
    held: ReadonlyMap<MemberId, Holding>,
  ): void {
    for (const [member, level] of levels) this.levels.compare(held.get(member)?.level ?? null, level);
  }
}

const positive = (points: bigint): bigint => (points > 0n ? points : 0n);
