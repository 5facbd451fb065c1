import { describe, expect, it } from 'vitest';
import { flowOf, noFlow, rateOf, redemptionRate } from './points-flow.ts';

describe('a rate in tenths of a percent', () => {
  it.each([
    [1n, 3n, 333n],
    [2n, 3n, 667n],
    [1n, 2000n, 1n],
    [1n, 2001n, 0n],
    [-4n, 3n, 0n],
    [5n, 4n, 1250n],
    [9_007_199_254_740_993n, 9_007_199_254_740_993n, 1000n],
    [0n, 0n, null],
    [1n, -1n, null],
  ])('%s of %s', (part, whole, rate) => {
    expect(rateOf(part, whole)).toBe(rate);
  });

  it('of redemptions is a share of what was issued and stayed', () => {
    expect(redemptionRate({ ...noFlow, issued: 120n, takenBack: 20n, redeemed: 25n })).toBe(250n);
    expect(redemptionRate({ ...noFlow, issued: 20n, takenBack: 20n, redeemed: 25n })).toBeNull();
  });
});

it('tells what was issued, taken back, redeemed and expired, less what was given back, to the point', () => {
  expect(
    flowOf([
      { kind: 'order', gained: 9_007_199_254_740_993n, lost: 3n },
      { kind: 'import', gained: 1n, lost: 0n },
      { kind: 'redemption', gained: 0n, lost: 50n },
      { kind: 'redemption_reversal', gained: 60n, lost: 5n },
      { kind: 'expiry', gained: 0n, lost: 7n },
      { kind: 'expiry_reversal', gained: 2n, lost: 0n },
      { kind: 'write_off', gained: 11n, lost: 0n },
      { kind: 'merge', gained: 13n, lost: 13n },
    ]),
  ).toEqual({ issued: 9_007_199_254_740_994n, takenBack: 3n, redeemed: -5n, expired: 5n });
});
