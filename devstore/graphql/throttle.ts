const maximumAvailable = 2000;
const restorePerSecond = 100;

export type ThrottleStatus = {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
};

/** The leaky bucket of one app on one shop: 2,000 points, 100 more every second. Moments in milliseconds. */
export class CostBucket {
  #available = maximumAvailable;
  #at = 0;

  /** Takes the cost when it is there; says whether it was. */
  take(cost: number, nowMs: number): boolean {
    this.#restore(nowMs);
    if (cost > this.#available) return false;
    this.#available -= cost;
    return true;
  }

  /** Gives back what a query was charged beyond its actual cost. */
  refund(cost: number): void {
    this.#available = Math.min(maximumAvailable, this.#available + cost);
  }

  status(nowMs: number): ThrottleStatus {
    this.#restore(nowMs);
    return {
      maximumAvailable,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: restorePerSecond,
    };
  }

  #restore(nowMs: number): void {
    const more = ((nowMs - this.#at) / 1000) * restorePerSecond;
    if (more > 0) this.#available = Math.min(maximumAvailable, this.#available + more);
    this.#at = Math.max(this.#at, nowMs);
  }
}
