/**
 * The worker's half of the inbox: takes a batch, hands its news to the use cases and marks the rows, in one transaction, so that
 * there is no gap between the effect and the mark. A worker that is killed leaves its rows pending: their locks die with its connection.
 */
import { z } from 'zod';
import type { Deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { isolateFault } from '../services/isolate-fault.ts';
import {
  markProcessed,
  recordFailure,
  takePending,
  takeThese,
  type PendingDelivery,
} from '../storage/inbox.ts';
import { inTransaction, type Tx } from '../storage/transaction.ts';
import { HANDLERS, NewsSchema, type News, type NewsOf } from './topics.ts';

export const BATCH = 500;
/** 8 attempts over about 9 hours, then the row is parked as refused, with its news. */
const ATTEMPTS_MAX = 8;
const FIRST_RETRY_MS = 2_000;

/** Works off one batch. Returns how many rows it took, and `limit` where there may be more. */
export async function drainBatch(deps: Deps, limit = BATCH): Promise<number> {
  let turns: PendingDelivery[][] = [];
  let isFull = false;
  try {
    await inTransaction(deps.pool, async (tx) => {
      const pending = await takePending(tx, limit, deps.clock.now().toISOString());
      isFull = pending.isFull;
      turns = turnsOf(pending.rows);
      await work(deps, tx, turns[0] ?? []);
    });
  } catch (error) {
    await isolate(deps, turns[0] ?? [], error);
  }
  for (const turn of turns.slice(1)) await workAgain(deps, turn);
  return isFull ? limit : turns.flat().length;
}

const KindSchema = z.object({ kind: z.string() });
/** Kinds with a transaction of their own: who takes a shop's programme for themselves holds it no longer than their own work takes. */
const ALONE: readonly string[][] = [['merge', 'membership'], ['signUp']] satisfies News['kind'][][];

/** The rows in the order of their transactions. Each transaction locks its members once, so that two workers never wait for each other. */
function turnsOf(deliveries: readonly PendingDelivery[]): PendingDelivery[][] {
  const turns = Map.groupBy(deliveries, ({ news }) => {
    const kind = KindSchema.safeParse(news).data?.kind ?? '';
    const turn = ALONE.findIndex((kinds) => kinds.includes(kind));
    return turn === -1 ? ALONE.length : turn;
  });
  return [...turns].sort(([a], [b]) => a - b).map(([, own]) => own);
}

/** The rows in a transaction of their own, as far as they are still to be worked off; whatever is at fault among them is put off alone. */
async function workAgain(deps: Deps, deliveries: readonly PendingDelivery[]): Promise<void> {
  await workThese(deps, deliveries).catch((error: unknown) => isolate(deps, deliveries, error));
}

const workThese = (deps: Deps, deliveries: readonly PendingDelivery[]): Promise<void> =>
  inTransaction(deps.pool, async (tx) =>
    work(deps, tx, await takeThese(tx, deliveries, deps.clock.now().toISOString())),
  );

const isolate = (deps: Deps, failed: readonly PendingDelivery[], error: unknown): Promise<void> =>
  isolateFault(
    failed,
    error,
    (half) => workThese(deps, half),
    (one, fault) => postpone(deps, one, fault),
  );

async function postpone(deps: Deps, delivery: PendingDelivery, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const last = delivery.attempts + 1 >= ATTEMPTS_MAX;
  const dueAt = new Date(deps.clock.now().getTime() + FIRST_RETRY_MS * 5 ** delivery.attempts);
  const isRecorded = await recordFailure(deps.pool, delivery, {
    dueAt: dueAt.toISOString(),
    refused: last ? `failed ${ATTEMPTS_MAX} times: ${reason}`.slice(0, 1000) : null,
  });
  if (!isRecorded) return;
  deps.log.error(
    {
      shop: delivery.shop,
      inboxId: delivery.id,
      topic: delivery.topic,
      attempts: delivery.attempts + 1,
      reason,
    },
    'delivery failed',
  );
}

async function work(deps: Deps, tx: Tx, deliveries: readonly PendingDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  const shops = [...Map.groupBy(deliveries, (one) => one.shop)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [shop, own] of shops) {
    const news = Map.groupBy(
      own.map((one) => NewsSchema.parse(one.news)),
      (one) => one.kind,
    );
    for (const kind of KINDS) await handle(deps, tx, shop, kind, news.get(kind) ?? []);
  }
  await markProcessed(tx, deliveries, deps.clock.now().toISOString());
}

/** In the order in which they are to be handled. */
const KINDS = Object.keys(HANDLERS) as News['kind'][];

async function handle<Kind extends News['kind']>(
  deps: Deps,
  tx: Tx,
  shop: ShopId,
  kind: Kind,
  group: News[],
): Promise<void> {
  if (group.length === 0) return;
  // groupBy does not narrow: a group holds only news of its kind.
  const own = group.filter((one): one is NewsOf<Kind> => one.kind === kind);
  await HANDLERS[kind](deps, tx, shop, own);
}
