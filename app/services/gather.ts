/**
 * Calls that come while others are being answered are answered together: one statement or one transaction for many, where each would have had its
 * own. A call is never answered from before it was made: what gathers has not begun yet.
 */
import { isolateFault } from './isolate-fault.ts';

export type Gathering<Item, Result> = {
  /** Answers all of them, in their order. Where it throws, they are asked for again: what was done all the same must be recognized. */
  run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Of one run. */
  most: number;
  /** Runs at a time, of one key. */
  inFlight: number;
  /** Where more than so many wait, they are shared out evenly among the runs that may begin, of which none gets fewer. Without it a run takes all that it may. */
  share?: number;
};

type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

type Queue<Item, Result> = { waiting: Waiting<Item, Result>[]; inFlight: number };

/**
 * The returned function answers `item` in one run with others of the same `key`; keys do not wait for each other. Where a run fails, its halves are
 * tried until the item at fault is alone: only its caller is told.
 */
export function gather<Item, Result>({ run, most, inFlight, share = most }: Gathering<Item, Result>) {
  const queues = new Map<string, Queue<Item, Result>>();

  async function answer(group: readonly Waiting<Item, Result>[]): Promise<void> {
    const results = await run(group.map((one) => one.item));
    if (results.length !== group.length) throw new Error('a run must answer each of its items');
    group.forEach((one, index) => one.resolve(results[index] as Result));
  }

  async function settle(group: readonly Waiting<Item, Result>[]): Promise<void> {
    const refuse = (one: Waiting<Item, Result>, error: unknown) => Promise.resolve(one.reject(error));
    await answer(group)
      .catch((error: unknown) => isolateFault(group, error, answer, refuse))
      // The database's own fault; who was answered before stays answered.
      .catch((error: unknown) => group.forEach((one) => one.reject(error)));
  }

  function pump(key: string, queue: Queue<Item, Result>): void {
    while (queue.inFlight < inFlight && queue.waiting.length > 0) {
      const size = shareOf(queue.waiting.length, inFlight - queue.inFlight, share);
      queue.inFlight += 1;
      void settle(queue.waiting.splice(0, Math.min(most, size))).finally(() => {
        queue.inFlight -= 1;
        if (queue.waiting.length > 0) pump(key, queue);
        else if (queue.inFlight === 0) queues.delete(key);
      });
    }
  }

  return (key: string, item: Item): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      const queue = queues.get(key) ?? { waiting: [], inFlight: 0 };
      queues.set(key, queue);
      queue.waiting.push({ item, resolve, reject });
      // After this turn of the event loop, so that requests that arrived together go together.
      if (queue.waiting.length === 1) setImmediate(pump, key, queue);
    });
}

/** How many of `waiting` the next run takes, where `free` may begin and each is to have `least`. */
function shareOf(waiting: number, free: number, least: number): number {
  const runs = Math.max(1, Math.min(free, (waiting - (waiting % least)) / least));
  const over = waiting % runs;
  return (waiting - over) / runs + (over > 0 ? 1 : 0);
}

/** A gathering for each `owner` (a process has one, tests have several), made when it is first asked. */
export function gatherFor<Owner extends object, Item, Result>(
  gatheringOf: (owner: Owner) => Gathering<Item, Result>,
) {
  const known = new WeakMap<Owner, (key: string, item: Item) => Promise<Result>>();
  return (owner: Owner, key: string, item: Item): Promise<Result> => {
    const ask = known.get(owner) ?? gather(gatheringOf(owner));
    known.set(owner, ask);
    return ask(key, item);
  };
}
