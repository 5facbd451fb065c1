import { seededRandom, seedFor } from '../random.ts';
import type { Faults, WebhookFaults } from '../state/delivery-types.ts';

export const noFaults: Faults = {
  seed: 1,
  webhooks: { duplicate: 0, reorder: 0, delayMs: 0, drop: 0 },
  admin: {
    throttle: 0,
    error5xx: 0,
    timeout: 0,
    timeoutAfter: 0,
    refuse: 0,
    latencyMs: 0,
    timeoutMs: 60_000,
    fields: [],
    times: null,
  },
};

/** How long a reordered delivery is held back at most, so that later ones overtake it. */
const holdMsMax = 1500;

export type FaultPlan = {
  drop: boolean;
  duplicate: boolean;
  /** Milliseconds to hold it back because of `reorder`, 0 for none. */
  holdMs: number;
  delayMs: number;
};

/** What happens to the delivery with that number: a function of the seed and the number alone, so that a run can be repeated. */
export function planFaults(seed: number, deliveryId: number, faults: WebhookFaults): FaultPlan {
  const random = seededRandom(seedFor(seed, deliveryId));
  const [drop, duplicate, reorder, hold] = [random(), random(), random(), random()];
  return {
    drop: drop < faults.drop,
    duplicate: duplicate < faults.duplicate,
    holdMs: reorder < faults.reorder ? Math.ceil(hold * holdMsMax) : 0,
    delayMs: faults.delayMs,
  };
}
