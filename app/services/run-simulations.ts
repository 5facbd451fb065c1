/**
 * Simulations for the studio: a page asks, a worker reckons and tells how far it is, the page shows it. The app's own process, which answers Shopify's
 * webhooks, never reckons one.
 */
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { addDays } from '../domain/instant.ts';
import { localDate, startOfDate } from '../domain/local-time.ts';
import { parseProgram } from '../domain/parse-program.ts';
import type { Program } from '../domain/program.ts';
import { stampOf } from '../domain/stamp.ts';
import { ensureShop } from '../storage/shops.ts';
import {
  cancelSimulation,
  claimSimulation,
  endSimulation,
  insertSimulation,
  keepSimulation,
  newestVersion,
  readSimulation,
  releaseSimulation,
  SimulationIdSchema,
  type SimulationClaim,
  type SimulationRun,
} from '../storage/simulations.ts';
import { isTransient } from '../storage/transaction.ts';
import { leaseEnd } from './hold-lease.ts';
import { inputHash } from './input-hash.ts';
import { simulateProgram, type Progress } from './simulate-program.ts';

/** A result of another release may have another shape: counted up where it changes. */
const SHAPE = 1;

/**
 * So long a result is good. What it is reckoned from (orders, refunds, tags, levels) leaves no common trace that is cheap to look at; a shop in which
 * orders always come must not reckon for ever. One without an order is reckoned at once, and is waited for when the first ones come.
 */
const GOOD_FOR_MS = 10 * 60_000;
const EMPTY_GOOD_FOR_MS = 5_000;

type Key = { fingerprint: string; since: string };

/** What a simulation hangs on, and from when on its orders are: the first moment of a day of the shop, so many days ago. */
async function keyOf(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  program: Program,
  days: number,
): Promise<Key> {
  const { timeZone } = await ensureShop(deps.pool, shop);
  const today = localDate(stampOf(deps.clock.now().toISOString()), timeZone);
  const first = addDays(`${today}T00:00:00Z`, -days).slice(0, 10);
  const since = new Date(startOfDate(first, timeZone)).toISOString();
  const version = await newestVersion(deps.pool, shop);
  return { fingerprint: inputHash({ program, since, version, shape: SHAPE }), since };
}

/** The run for this draft and period, as far as it is; null where nobody has asked, or it is too old. */
export async function knownSimulation(
  deps: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  program: Program,
  days: number,
): Promise<SimulationRun | null> {
  return readKnown(deps, shop, await keyOf(deps, shop, program, days));
}

async function readKnown(
  { pool, clock }: Pick<Deps, 'pool' | 'clock'>,
  shop: ShopId,
  { fingerprint }: Key,
): Promise<SimulationRun | null> {
  const run = await readSimulation(pool, shop, { fingerprint });
  if (run?.status !== 'done' && run?.status !== 'refused') return run;
  const isEmpty = run.status === 'done' && run.simulation.total.after.orders === 0;
  const age = clock.now().getTime() - Date.parse(run.requestedAt);
  return age < (isEmpty ? EMPTY_GOOD_FOR_MS : GOOD_FOR_MS) ? run : null;
}

/**
 * The run for this draft and period: the one that there is, or a new one that a worker will take. null: the document is not valid.
 * `again: false`: for a page that asks by itself, every few seconds: one that failed, or ends its worker each time, stays as it is.
 */
export async function requestSimulation(
  deps: Pick<Deps, 'pool' | 'clock' | 'random'>,
  shop: ShopId,
  { document, days, again = true }: { document: unknown; days: number; again?: boolean },
): Promise<SimulationRun | null> {
  const parsed = parseProgram(document);
  if (!parsed.ok) return null;
  const key = await keyOf(deps, shop, parsed.program, days);
  const known = await readKnown(deps, shop, key);
  const isOver = known === null || known.status === 'cancelled' || (known.status === 'failed' && again);
  if (!isOver) return known;
  const { fingerprint, since } = key;
  const asked = { fingerprint, since, document: parsed.program, now: deps.clock.now().toISOString() };
  return insertSimulation(deps.pool, shop, { id: deps.random.uuid(), ...asked });
}

/** How often a page is told how far it is, in milliseconds. */
const TOLD_EVERY_MS = 500;
/** One that ends its worker each time is tried no more. */
const ATTEMPTS = 3;
/** Milliseconds that one may take, some two million orders: others wait behind it, and its snapshot holds back vacuum for all shops. */
const LIMIT_MS = 10 * 60_000;

type Manner = {
  /** The worker stops: the run waits again, for another worker. */
  stopped?: AbortSignal;
  limitMs?: number;
};

/** A worker's half: reckons one that somebody waits for. Returns how many it took. */
export async function runSimulations(
  deps: Pick<Deps, 'pool' | 'clock' | 'log'>,
  { stopped, limitMs = LIMIT_MS }: Manner = {},
): Promise<number> {
  const claim = await claimSimulation(deps.pool, deps.clock.now().toISOString(), leaseEnd(deps));
  if (claim === null) return 0;
  try {
    await endSimulation(deps.pool, claim, await outcomeOf(deps, claim, { stopped, limitMs }));
  } catch (error) {
    if (stopped?.aborted) {
      await releaseSimulation(deps.pool, claim);
      return 1;
    }
    if (error instanceof GivenUp) return 1;
    // The lease ends by itself: another attempt.
    if (isTransient(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    deps.log.warn({ shop: claim.shop, reason }, 'a simulation failed');
    await endSimulation(deps.pool, claim, { status: 'failed' });
  }
  return 1;
}

/** Nobody waits for it any more, or another worker took it. */
class GivenUp extends Error {}

async function outcomeOf(
  deps: Pick<Deps, 'pool' | 'clock' | 'log'>,
  claim: SimulationClaim,
  { stopped, limitMs }: { stopped: AbortSignal | undefined; limitMs: number },
): Promise<Parameters<typeof endSimulation>[2]> {
  if (claim.attempts > ATTEMPTS) return { status: 'failed' };
  const { document, since } = claim;
  const givenUp = new AbortController();
  const limit = setTimeout(() => givenUp.abort(new Error('a simulation took too long')), limitMs);
  let progress: Progress | null = null;
  const telling = setInterval(() => {
    keepSimulation(deps.pool, claim, progress ?? { done: 0, total: null }, leaseEnd(deps)).then(
      (held) => {
        if (!held) givenUp.abort(new GivenUp('a simulation was given up'));
      },
      (error: Error) =>
        deps.log.warn({ shop: claim.shop, reason: error.message }, 'a lease could not be extended'),
    );
  }, TOLD_EVERY_MS);
  try {
    const simulated = await simulateProgram(deps, claim.shop, {
      ...{ document, since, signal: AbortSignal.any([givenUp.signal, ...(stopped ? [stopped] : [])]) },
      onProgress: (now) => (progress = now),
    });
    if (simulated.ok) return { status: 'done', result: simulated.simulation };
    return { status: 'refused', result: 'faults' in simulated ? simulated.faults : [] };
  } finally {
    clearInterval(telling);
    clearTimeout(limit);
  }
}

/** The page that asked waits no more; its worker stops within moments. */
export async function giveUpSimulation(deps: Pick<Deps, 'pool'>, shop: ShopId, id: string): Promise<void> {
  const parsed = SimulationIdSchema.safeParse(id);
  if (parsed.success) await cancelSimulation(deps.pool, shop, parsed.data);
}
