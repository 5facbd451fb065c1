import { isTransient } from '../storage/transaction.ts';

/**
 * After a batch failed with `error`: works on its halves until whatever is at fault is alone, which `alone` puts off. So one bad item costs its
 * neighbours some milliseconds, not their turn. An error that is the database's is thrown: no item is at fault then.
 */
export async function isolateFault<Item>(
  failed: readonly Item[],
  error: unknown,
  work: (half: readonly Item[]) => Promise<void>,
  alone: (item: Item, error: unknown) => Promise<void>,
): Promise<void> {
  const [only] = failed;
  if (isTransient(error) || only === undefined) throw error;
  if (failed.length === 1) return alone(only, error);
  const middle = (failed.length + 1) >> 1;
  for (const half of [failed.slice(0, middle), failed.slice(middle)])
    await work(half).catch((again: unknown) => isolateFault(half, again, work, alone));
}
