import { expect, test } from 'vitest';
import { areFaultsOn, parseFaults, withoutFaults } from './faults-form.ts';

const off = withoutFaults(7);

test('percent become shares, and times stay milliseconds', () => {
  const faults = parseFaults({ duplicate: '30', delayMs: '250', timeout: '5', seed: '42' }, off);
  expect(faults.webhooks).toEqual({ duplicate: 0.3, reorder: 0, drop: 0, delayMs: 250 });
  expect(faults.admin.timeout).toBe(0.05);
  expect(faults.seed).toBe(42);
  expect(areFaultsOn(faults)).toBe(true);
});

test('what is out of bounds is held within them, what is no number is off', () => {
  const faults = parseFaults({ drop: '900', duplicate: '-5', reorder: 'often', seed: '1e9' }, off);
  expect(faults.webhooks).toEqual({ duplicate: 0, reorder: 0, drop: 1, delayMs: 0 });
  expect(faults.seed).toBe(7);
  expect(areFaultsOn(off)).toBe(false);
});
