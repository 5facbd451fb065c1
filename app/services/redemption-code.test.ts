import { describe, expect, it } from 'vitest';
import { REDEMPTION_CODE, redemptionCode } from './redemption-code.ts';

describe('redemptionCode', () => {
  const ids = Array.from({ length: 2_000 }, (_, index) => `redemption-${index}`);

  it('is the same for a redemption whenever and by whatever version it is asked for', () => {
    expect(redemptionCode('secret', 'one')).toBe('92UYQ-2QLRF-ER3SH');
  });

  it('differs between redemptions and between secrets', () => {
    expect(new Set(ids.map((id) => redemptionCode('secret', id))).size).toBe(ids.length);
    expect(redemptionCode('secret', 'one')).not.toBe(redemptionCode('another', 'one'));
  });

  it('has 15 characters of 32 that nobody mistakes, and uses them all', () => {
    const codes = ids.map((id) => redemptionCode('secret', id));
    for (const code of codes) expect(code).toMatch(REDEMPTION_CODE);
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(32);
  });
});
