/** Limits of the doors, per process: so that no client starves the others of database connections. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** The returned function counts one request of `who`, and gives the seconds to wait: 0 where there is room. */
export function rateLimit(requests: number, windowSeconds: number): (who: string) => Promise<number> {
  const limiter = new RateLimiterMemory({ points: requests, duration: windowSeconds });
  return async (who) => {
    try {
      await limiter.consume(who);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw refusal;
    }
  };
}
