import fc from 'fast-check';

/** What the property tests share: the seed, which every run prints and SEED=… repeats, and how many runs there are. */
export const LONG = process.env.LONG === '1';
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
console.log(`SEED=${seed}`);

/** The pure properties; LONG=1 makes a million histories of them. */
export const RUNS = { orders: LONG ? 200_000 : 3_000, histories: LONG ? 1_000_000 : 10_000 };

/** Of a whole property, in milliseconds: far more than it takes, on a busy machine too. */
export const TIME_LIMIT = LONG ? 12 * 3_600_000 : 900_000;

/** So many runs are made at once; in between vitest gets to speak with its worker, which it takes for dead after a minute. */
const AT_ONCE = 2_000;

/** fc.assert in parts, each with a seed of its own (the first with `seed`), telling now and then how far a long run is. */
export async function assertRuns<Case>(
  name: string,
  runs: number,
  cases: fc.Arbitrary<Case>,
  predicate: (one: Case) => void,
): Promise<void> {
  const start = performance.now();
  for (let done = 0; done < runs; done += AT_ONCE) {
    fc.assert(fc.property(cases, predicate), {
      seed: seed + done / AT_ONCE,
      numRuns: Math.min(AT_ONCE, runs - done),
    });
    await new Promise((resolve) => setImmediate(resolve));
    if (done > 0 && done % (10 * AT_ONCE) === 0)
      console.log(`${name}: ${done} of ${runs}, ${Math.round((performance.now() - start) / 1000)} s`);
  }
}
