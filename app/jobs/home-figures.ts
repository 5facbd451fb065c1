/**
 * Sent by ledger-night, and as a worker starts after an upgrade that keeps figures otherwise. A queue of its own, so that no audit waits for it: sums up the
 * days that are closed; once a night counts home's other figures and corrects the members' last activity. Safe to run twice or to be cut off: it goes on
 * where it was.
 */
export const homeFigures = { name: 'home-figures' } as const;
