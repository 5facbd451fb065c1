/** Deletes processed deliveries past any retry of the platform (8 in 4 hours) and any operator's question. Safe to run twice. */
export const inboxRetention = {
  name: 'inbox-retention',
  cron: '41 3 * * *',
  days: 30,
  rowsPerStatement: 5_000,
} as const;
