import { expect, test } from 'vitest';
import { auditDueSince } from './ledger-audit.ts';

test.each([
  ['2026-03-05T02:59:59.999Z', '2026-03-04T03:00:00.000Z'],
  ['2026-03-05T03:00:00.000Z', '2026-03-05T03:00:00.000Z'],
  ['2026-03-05T23:17:00.000Z', '2026-03-05T03:00:00.000Z'],
  ['2026-01-01T00:17:00.000Z', '2025-12-31T03:00:00.000Z'],
])('at %s an audit is due that was not made since %s', (now, due) => {
  expect(auditDueSince(new Date(now)).toISOString()).toBe(due);
});
