import { describe, expect, it } from 'vitest';
import { addDays, canonicalInstant, compareInstants, epochNanoseconds, instantIn } from './instant.ts';

describe('instants', () => {
  it.each([
    ['2026-03-29T14:00:27-04:00', '2026-03-29T18:00:27Z'],
    ['2026-03-29T18:00:27.877041743Z', '2026-03-29T18:00:27.877041743Z'],
    ['2026-03-29T18:00:27.500000Z', '2026-03-29T18:00:27.5Z'],
    ['2026-01-01T00:30:00+09:00', '2025-12-31T15:30:00Z'],
    ['1969-12-31T23:59:59.25Z', '1969-12-31T23:59:59.25Z'],
    ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z'],
  ])('%s is %s', (text, canonical) => {
    // Once read, and once as it is kept.
    for (let time = 0; time < 2; time++) expect(canonicalInstant(text)).toBe(canonical);
  });

  it.each([
    '2026-03-29',
    '2026-03-29T18:00:27',
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '0000-12-31T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    'now',
    '',
  ])('"%s" is none', (text) => {
    expect(epochNanoseconds(text)).toBeNull();
    expect(instantIn(text)).toBeNull();
    expect(() => canonicalInstant(text)).toThrow(RangeError);
  });

  it('compares instants and not texts, down to the nanosecond, null first', () => {
    expect(compareInstants('2026-01-01T10:00:00+09:00', '2026-01-01T02:00:00Z')).toBe(-1);
    expect(compareInstants('2026-01-01T00:00:00.000000002Z', '2026-01-01T00:00:00.000000001Z')).toBe(1);
    expect(compareInstants('2026-01-01T01:00:00Z', '2026-01-01T02:00:00+01:00')).toBe(0);
    expect(compareInstants(null, '0001-01-01T00:00:00Z')).toBe(-1);
  });

  it('adds days of 24 hours', () => {
    expect(addDays('2026-03-01T12:00:00-05:00', 14)).toBe('2026-03-15T17:00:00.000Z');
  });
});
