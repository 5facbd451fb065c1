import fc from 'fast-check';

/**
 * A sequence of numbers from which a case is built step by step, each step free to look at what the steps before it made.
 * 0, which is also what follows the last number, is the plainest choice everywhere: so fast-check shrinks a case by shrinking the numbers.
 */
export class Choices {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** From 0 to `max`, both included. */
  upTo(max: number): number {
    return (this.#numbers[this.#next++] ?? 0) % (max + 1);
  }

  between(min: number, max: number): number {
    return min + this.upTo(max - min);
  }

  of<T>(...items: readonly [T, ...T[]]): T {
    // Not `??`: null and undefined are choices too.
    return items[this.upTo(items.length - 1)] as T;
  }

  oneIn(times: number): boolean {
    return this.upTo(times - 1) === times - 1;
  }

  /** Each of the items with a chance of one in `times`, in their order. */
  some<T>(items: readonly T[], times: number): T[] {
    return items.filter(() => this.oneIn(times));
  }

  list<T>(length: number, item: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => item(index));
  }

  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.flatMap(() => rest.splice(this.upTo(rest.length - 1), 1));
  }
}

/** Cases built from so many choices. */
export const built = <T>(choices: number, build: (from: Choices) => T): fc.Arbitrary<T> =>
  fc
    .noBias(fc.array(fc.nat({ max: 0x3fffffff }), { minLength: choices, maxLength: choices }))
    .map((numbers) => build(new Choices(numbers)));
