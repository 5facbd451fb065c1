import type { Delivery } from '../state/delivery-types.ts';
import type { Tables } from '../state/tables.ts';
import { DueQueue } from './due-queue.ts';
import { connectionsMax, postDelivery } from './post-delivery.ts';
import { retryDelayMs } from './retry-schedule.ts';
import { deliveryHeaders } from './sign.ts';

/** setTimeout fires at once beyond 2^31 milliseconds. */
const timerMsMax = 2 ** 30;

export type DispatcherOptions = { secret: string; apiVersion: string; retryScale: number };

export type Dispatcher = {
  /** Takes note of a delivery that is due now or later. */
  schedule(delivery: Delivery): void;
  /** Sends a delivery at once and outside the schedule; failures are not retried. Resolves with the delivery after the attempt. */
  sendNow(delivery: Delivery): Promise<Delivery>;
  /** How many deliveries wait or travel, and when the next one is due. */
  pending(): { count: number; nextDueAt: number | null };
  onChange(listener: (delivery: Delivery) => void): () => void;
  stop(): void;
};

/**
 * Sends what is due, the earliest first, over several kept connections. Deliveries that were waiting when the process ended are
 * taken up again.
 */
export function startDispatcher(tables: Tables, options: DispatcherOptions): Dispatcher {
  const listeners = new Set<(delivery: Delivery) => void>();
  const save = (delivery: Delivery) => {
    tables.put('delivery', delivery.id, delivery);
    for (const listener of listeners) listener(delivery);
  };
  const courier = startCourier(tables, options, save);
  for (const delivery of tables.all('delivery')) courier.take(delivery);
  return {
    schedule(delivery) {
      save(delivery);
      courier.take(delivery);
    },
    async sendNow(delivery) {
      save(delivery);
      const after = await attempt(delivery, tables, options);
      const settled: Delivery =
        after.status === 'waiting' ? { ...after, status: 'failed', dueAt: null } : after;
      save(settled);
      return settled;
    },
    pending: courier.pending,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: courier.stop,
  };
}

/** Holds what waits and sends it when it is due, so many at once. */
function startCourier(tables: Tables, options: DispatcherOptions, save: (delivery: Delivery) => void) {
  const waiting = new DueQueue();
  const travelling = new Set<number>();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const wake = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (stopped) return;
    while (travelling.size < connectionsMax) {
      const id = waiting.takeDue(Date.now());
      if (id === null) break;
      travelling.add(id);
      void travel(id);
    }
    if (waiting.nextAt !== null && travelling.size < connectionsMax)
      timer = setTimeout(wake, Math.min(Math.max(0, waiting.nextAt - Date.now()), timerMsMax));
  };

  const travel = async (id: number) => {
    const delivery = tables.get('delivery', id);
    if (delivery?.status === 'waiting') {
      const after = await attempt(delivery, tables, options);
      if (stopped) return;
      save(after);
      if (after.dueAt !== null) waiting.add(id, after.dueAt);
    }
    travelling.delete(id);
    wake();
  };

  return {
    take({ id, dueAt }: Delivery) {
      if (dueAt === null) return;
      waiting.add(id, dueAt);
      wake();
    },
    pending: () => ({ count: waiting.size + travelling.size, nextDueAt: waiting.nextAt }),
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

/** One attempt at a delivery, and what becomes of it: delivered, waiting for a retry, or failed for good. */
async function attempt(
  delivery: Delivery,
  tables: Tables,
  { retryScale, ...signing }: DispatcherOptions,
): Promise<Delivery> {
  const body = tables.get('body', delivery.bodyId) ?? '';
  const made = await postDelivery(delivery.url, deliveryHeaders(delivery, body, signing), body);
  const attempts = [...delivery.attempts, made];
  const accepted = made.status !== null && made.status >= 200 && made.status < 300;
  const pauseMs = accepted ? null : retryDelayMs(attempts.length, retryScale);
  return {
    ...delivery,
    attempts,
    status: accepted ? 'delivered' : pauseMs === null ? 'failed' : 'waiting',
    dueAt: pauseMs === null ? null : Date.now() + pauseMs,
  };
}
