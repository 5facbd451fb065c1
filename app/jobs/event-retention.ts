/** Deletes events whose date is long past: whoever reads them has had their time, and none is told again for a date that is over. Safe to run twice. */
export const eventRetention = {
  name: 'event-retention',
  cron: '11 4 * * *',
  days: 90,
  rowsPerStatement: 5_000,
} as const;
