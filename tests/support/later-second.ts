import { setTimeout as pause } from 'node:timers/promises';

/**
 * Until the second is over in which this is called. Shopify tells when an order or a customer came to be in whole seconds: what comes in the second of a
 * publication would be that of the version before, and an order in the second of joining is from before it.
 */
export async function laterSecond(): Promise<void> {
  const called = Math.floor(Date.now() / 1_000);
  while (Math.floor(Date.now() / 1_000) === called) await pause(50);
}
