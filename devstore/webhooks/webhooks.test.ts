import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueQueue } from './due-queue.ts';
import { planFaults } from './faults.ts';
import { retryDelayMs } from './retry-schedule.ts';
import { webhookSignature } from './sign.ts';
import { triggeredAtText } from './trigger.ts';

it('signs as the platform: base64 HMAC-SHA256 of the raw body', () => {
  // printf '{"id":1,"name":"Ünïcode"}' | openssl dgst -sha256 -hmac meridian-dev-secret -binary | base64
  expect(webhookSignature('{"id":1,"name":"Ünïcode"}', 'meridian-dev-secret')).toBe(
    '2Er5M3e/SZMM1Uiy+wxVw1j8+cJgBpjoqwyl2m/0CYY=',
  );
});

describe('retries', () => {
  const pauses = Array.from({ length: 8 }, (_, index) => retryDelayMs(index + 1, 1) ?? 0);

  it('are eight, each twice as far as the one before, over four hours', () => {
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeCloseTo(4 * 60 * 60 * 1000);
    for (const [index, pause] of pauses.slice(1).entries())
      expect(pause).toBeCloseTo(2 * (pauses[index] ?? 0));
  });

  it('end after the ninth failure', () => {
    expect(retryDelayMs(9, 1)).toBeNull();
  });

  it('shrink with the scale', () => {
    expect(retryDelayMs(3, 0.001)).toBeCloseTo((pauses[2] ?? 0) / 1000);
  });
});

describe('faults', () => {
  const shares = { duplicate: 0.2, reorder: 0.3, delayMs: 40, drop: 0.1 };
  const plans = (seed: number) => Array.from({ length: 2000 }, (_, id) => planFaults(seed, id + 1, shares));

  it('are the same for the same seed, whatever was asked before', () => {
    expect(plans(7)).toEqual(plans(7));
    expect(planFaults(7, 1500, shares)).toEqual(plans(7)[1499]);
    expect(plans(7)).not.toEqual(plans(8));
  });

  it('happen as often as asked', () => {
    const share = (holds: (plan: ReturnType<typeof planFaults>) => boolean) =>
      plans(42).filter(holds).length / 2000;
    expect(share((plan) => plan.drop)).toBeCloseTo(0.1, 1);
    expect(share((plan) => plan.duplicate)).toBeCloseTo(0.2, 1);
    expect(share((plan) => plan.holdMs > 0)).toBeCloseTo(0.3, 1);
    expect(share((plan) => plan.delayMs === 40)).toBe(1);
  });

  it('do not happen unasked', () => {
    const plan = planFaults(1, 1, { duplicate: 0, reorder: 0, delayMs: 0, drop: 0 });
    expect(plan).toEqual({ drop: false, duplicate: false, holdMs: 0, delayMs: 0 });
  });
});

it('the queue gives the earliest first, and of one moment the smallest id', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (moments) => {
      const queue = new DueQueue();
      moments.forEach((at, id) => queue.add(id, at));
      const taken: number[] = [];
      for (let id = queue.takeDue(100); id !== null; id = queue.takeDue(100)) taken.push(id);
      const ids = moments.map((_, id) => id);
      expect(taken).toEqual(ids.sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0) || a - b));
    }),
  );
});

it('the queue keeps what is not due yet', () => {
  const queue = new DueQueue();
  queue.add(1, 50);
  expect(queue.takeDue(49)).toBeNull();
  expect(queue.nextAt).toBe(50);
  expect(queue.takeDue(50)).toBe(1);
});

it('deliveries of one millisecond are told apart by their nanoseconds', () => {
  const at = Date.parse('2026-11-21T12:00:00.123Z');
  expect(triggeredAtText(at, 7)).toBe('2026-11-21T12:00:00.123000007Z');
});
