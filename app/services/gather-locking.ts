/**
 * Gathering for transactions that lock what their items name: where something is held by others for long, only those who need it wait. A run is to give up
 * a lock soon (`inTransaction`'s limit).
 */
import { isLockTimeout } from '../storage/transaction.ts';
import { gatherFor, type Gathering } from './gather.ts';

/** Runs of one key at a time for those who had to make room; they leave connections to the other keys. */
const APART_IN_FLIGHT = 4;
const APART_ATTEMPTS = 10;

export type LockingGathering<Item, Result> = Gathering<Item, Result> & {
  /** What an item may have to wait for, as a customer's id: those of one name go on together. */
  apart: (item: Item) => string;
};

type Waiting<Item> = { key: string; item: Item };

/**
 * As `gatherFor`. A run that comes upon a lock that is held on makes room: its items go on by their names, each name in a run of its own, four names of a
 * key at a time and in turn, up to ten turns each. Then the database's fault is thrown.
 */
export function gatherLockingFor<Owner extends object, Item, Result>(
  gatheringOf: (owner: Owner) => LockingGathering<Item, Result>,
) {
  const together = gatherFor((owner: Owner): Gathering<Item, { result: Result } | null> => {
    const gathering = gatheringOf(owner);
    return {
      ...gathering,
      run: async (items) => {
        try {
          return (await gathering.run(items)).map((result) => ({ result }));
        } catch (error) {
          if (!isLockTimeout(error)) throw error;
          return items.map(() => null);
        }
      },
    };
  });
  const turn = gatherFor((owner: Owner): Gathering<readonly Item[], readonly Result[]> => {
    const { run } = gatheringOf(owner);
    return { run: async ([items]) => [await run(items!)], most: 1, inFlight: APART_IN_FLIGHT };
  });
  const alone = gatherFor((owner: Owner): Gathering<Waiting<Item>, Result> => ({
    run: async (waiting) => {
      const items = waiting.map((one) => one.item);
      for (let attempt = 1; ; attempt++) {
        try {
          return await turn(owner, waiting[0]!.key, items);
        } catch (error) {
          if (!isLockTimeout(error) || attempt >= APART_ATTEMPTS) throw error;
        }
      }
    },
    most: gatheringOf(owner).most,
    inFlight: 1,
  }));
  return async (owner: Owner, key: string, item: Item): Promise<Result> => {
    const found = await together(owner, key, item);
    if (found) return found.result;
    return alone(owner, `${key} ${gatheringOf(owner).apart(item)}`, { key, item });
  };
}
