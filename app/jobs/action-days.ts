/** Birthdays and anniversaries, from each shop's midnight on: clocks differ by quarters of an hour. Safe to run twice, and beside itself: each shop's place is locked. */
export const actionDays = { name: 'action-days', cron: '*/15 * * * *' } as const;
