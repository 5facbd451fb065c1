/**
 * Makes accepted deliveries durable before they are acknowledged, in group commits: acknowledgements wait for one statement that
 * inserts many rows. Measured 1.6 to 1.7 times one INSERT per request (reference/performance.md, e); beyond 2 in flight nothing is gained.
 */
import type { Deps } from '../deps.server.ts';
import { insertDeliveries, type Delivery } from '../storage/inbox.ts';
import { retriesAtOnce } from '../storage/transaction.ts';
import { gather } from './gather.ts';

const ROWS_PER_COMMIT = 200;
const COMMITS_IN_FLIGHT = 2;
/**
 * Of the bodies of what waits and of what is being inserted: what is kept of one is a fifth of it where it is ordinary, and never larger by much. A database
 * that is too slow for more is not helped by a longer queue.
 */
export const QUEUE_BYTES_MAX = 64_000_000;
/** A deadlock or serialization failure is over at once. */
const ATTEMPTS = 3;
/** Deliveries of all shops go together. */
const EVERYBODY = '';

/** `bytes`: how large the body was. */
export type ReceiveWebhook = (delivery: Delivery, bytes: number) => Promise<void>;

/** The returned function resolves when the delivery is durable (or was already) and rejects when it is not: then it must not be acknowledged. */
export function createReceiveWebhook({ pool }: Pick<Deps, 'pool'>): ReceiveWebhook {
  let bytesHeld = 0;
  const keep = gather({
    run: async (deliveries: readonly Delivery[]) => {
      await insertWithRetry(pool, deliveries);
      return deliveries.map(() => undefined);
    },
    most: ROWS_PER_COMMIT,
    inFlight: COMMITS_IN_FLIGHT,
  });
  return async (delivery, bytes) => {
    if (bytesHeld + bytes > QUEUE_BYTES_MAX) throw new Error('the queue of deliveries is full');
    bytesHeld += bytes;
    await keep(EVERYBODY, delivery).finally(() => (bytesHeld -= bytes));
  };
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
