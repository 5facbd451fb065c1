import { expect, test } from 'vitest';
import { knownTimeZone } from './time-zone.ts';

test.each(['America/New_York', 'Asia/Kolkata', 'Asia/Calcutta', 'Etc/GMT+5', 'UTC'])('%s is one', (name) => {
  expect(knownTimeZone(name)).toBe(name);
});

test.each(['Mars/Phobos', '', ' ', '+05:30', 'America/New York', 'GMT+5', null])('%j is none', (name) => {
  expect(knownTimeZone(name)).toBeNull();
});
