/**
 * Makes accepted deliveries durable before they are acknowledged, in group commits: acknowledgements wait for one statement that
 * inserts many rows. Measured 1.6 to 1.7 times one INSERT per request (reference/performance.md, e); beyond 2 in flight nothing is gained.
 */
import type { Deps } from '../deps.server.ts';
import { insertDeliveries, type Delivery } from '../storage/inbox.ts';
import { isTransient, retriesAtOnce } from '../storage/transaction.ts';

const ROWS_PER_COMMIT = 200;
const COMMITS_IN_FLIGHT = 2;
/**
 * Of the bodies of what waits and of what is being inserted: what is kept of one is a fifth of it where it is ordinary, and never larger by much. A database
 * that is too slow for more is not helped by a longer queue.
 */
export const QUEUE_BYTES_MAX = 64_000_000;
/** A deadlock or serialization failure is over at once. */
const ATTEMPTS = 3;

type Waiting = { delivery: Delivery; bytes: number; resolve: () => void; reject: (error: unknown) => void };

/** `bytes`: how large the body was. */
export type ReceiveWebhook = (delivery: Delivery, bytes: number) => Promise<void>;

/** The returned function resolves when the delivery is durable (or was already) and rejects when it is not: then it must not be acknowledged. */
export function createReceiveWebhook(deps: Pick<Deps, 'pool' | 'log'>): ReceiveWebhook {
  const queue: Waiting[] = [];
  let inFlight = 0;
  let bytesHeld = 0;

  async function commit(group: Waiting[]): Promise<void> {
    try {
      await insertWithRetry(
        deps.pool,
        group.map((one) => one.delivery),
      );
      for (const one of group) one.resolve();
    } catch (error) {
      // A single row that the database refuses must not take its neighbours with it.
      if (isTransient(error) || group.length === 1) for (const one of group) one.reject(error);
      else for (const one of group) await commit([one]);
    }
  }

  function pump(): void {
    while (inFlight < COMMITS_IN_FLIGHT && queue.length > 0) {
      inFlight += 1;
      const group = queue.splice(0, ROWS_PER_COMMIT);
      void commit(group).finally(() => {
        for (const one of group) bytesHeld -= one.bytes;
        inFlight -= 1;
        pump();
      });
    }
  }

  return (delivery, bytes) =>
    new Promise<void>((resolve, reject) => {
      if (bytesHeld + bytes > QUEUE_BYTES_MAX) return reject(new Error('the queue of deliveries is full'));
      bytesHeld += bytes;
      queue.push({ delivery, bytes, resolve, reject });
      // After this turn of the event loop, so that requests that arrived together share a commit.
      if (queue.length === 1) setImmediate(pump);
    });
}

async function insertWithRetry(pool: Deps['pool'], deliveries: readonly Delivery[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await insertDeliveries(pool, deliveries);
      return;
    } catch (error) {
      if (attempt >= ATTEMPTS || !retriesAtOnce(error)) throw error;
    }
  }
}
