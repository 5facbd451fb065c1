import { useLiveStamp } from './live-stamp.ts';

/** Milliseconds between two questions: a shopper's order is on the page within two seconds, the worker's time included. */
const INTERVAL = 1_000;

/** Keeps a member's page up to date while it is looked at. */
export function useLiveMember(customerId: string, stamp: string | null): { connected: boolean } {
  return useLiveStamp({ path: `/app/members/${customerId}/latest`, stamp, interval: INTERVAL });
}
