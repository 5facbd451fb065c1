import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

/** Runs that the test ends; each answers an item with its double. */
function held(options: { most: number; inFlight: number; share?: number }) {
  const runs: { items: readonly number[]; end: (error?: Error) => void }[] = [];
  const ask = gather<number, number>({
    ...options,
    run: (items) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve(items.map((one) => one * 2)));
        runs.push({ items, end });
      }),
  });
  return { runs, ask };
}

describe('gather', () => {
  it('answers calls of one turn together, and those that come meanwhile together after that', async () => {
    const { runs, ask } = held({ most: 10, inFlight: 1 });
    const first = [ask('a', 1), ask('a', 2)];
    await turn();
    const later = [ask('a', 3), ask('a', 4)];
    await turn();
    expect(runs.map((run) => run.items)).toEqual([[1, 2]]);
    runs[0]?.end();
    expect(await Promise.all(first)).toEqual([2, 4]);
    await turn();
    expect(runs.map((run) => run.items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    runs[1]?.end();
    expect(await Promise.all(later)).toEqual([6, 8]);
  });

  it('lets no key wait for another, and takes no more at a time than it may', async () => {
    const { runs, ask } = held({ most: 2, inFlight: 1 });
    const asked = [ask('a', 1), ask('a', 2), ask('a', 3), ask('b', 4)];
    await turn();
    expect(runs.map((run) => run.items)).toEqual([[1, 2], [4]]);
    runs[1]?.end();
    expect(await asked[3]).toBe(8);
    runs[0]?.end();
    await turn();
    await turn();
    runs[2]?.end();
    expect(await Promise.all(asked)).toEqual([2, 4, 6, 8]);
  });

  it.each([
    [{ most: 10, inFlight: 2 }, 9, [9]],
    [{ most: 4, inFlight: 2 }, 9, [4, 4]],
    [{ most: 10, inFlight: 2, share: 3 }, 9, [5, 4]],
    [{ most: 10, inFlight: 2, share: 6 }, 9, [9]],
    [{ most: 10, inFlight: 3, share: 3 }, 9, [3, 3, 3]],
    [{ most: 10, inFlight: 3, share: 3 }, 8, [4, 4]],
    [{ most: 10, inFlight: 3, share: 3 }, 11, [4, 4, 3]],
    [{ most: 10, inFlight: 2, share: 3 }, 2, [2]],
    [{ most: 4, inFlight: 2, share: 3 }, 20, [4, 4]],
  ])('shares out by %o %i calls as %o', async (options, count, sizes) => {
    const { runs, ask } = held(options);
    const asked = Array.from({ length: count }, (_, index) => ask('a', index));
    await turn();
    expect(runs.map((run) => run.items.length)).toEqual(sizes);
    for (let ended = 0; ended < runs.length; ended++) {
      runs[ended]?.end();
      await turn();
    }
    expect(await Promise.all(asked)).toEqual(asked.map((_, index) => index * 2));
  });

  it('tells only the caller of an item at fault', async () => {
    const sizes: number[] = [];
    const ask = gather<number, number>({
      most: 100,
      inFlight: 2,
      run: async (items) => {
        sizes.push(items.length);
        if (items.includes(13)) throw new Error('unlucky');
        return items;
      },
    });
    const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => ask('a', index)));
    const refused = asked.flatMap((one, index) => (one.status === 'rejected' ? [index] : []));
    expect(refused).toEqual([13]);
    expect(sizes[0]).toBe(20);
  });

  it('tells everybody where the database is away, and tries again with the next call', async () => {
    const { runs, ask } = held({ most: 10, inFlight: 1 });
    const asked = Promise.allSettled([ask('a', 1), ask('a', 2)]);
    await turn();
    runs[0]?.end(Object.assign(new Error('terminating connection'), { code: '57P01' }));
    expect((await asked).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    const next = ask('a', 3);
    await turn();
    runs[1]?.end();
    expect(await next).toBe(6);
    expect(runs).toHaveLength(2);
  });
});
