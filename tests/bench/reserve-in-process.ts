// The reservation alone: what redeeming does in the database before Shopify is asked, by the app's own code in this process.
import { randomBytes, randomUUID } from 'node:crypto';
import { createPool } from '../../app/db.server.ts';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { reserveReward } from '../../app/services/reserve-reward.ts';
import { mustEqual, SECRET, SHOP } from './bench-shop.ts';
import type { Sample } from './report.ts';

/** `all` redeems once for each of `customers`, `clients` at a time; throws unless exactly `affordable` had the points. */
export function openReservations(databaseUrl: string) {
  const pool = createPool(databaseUrl, (error) => {
    throw error;
  });
  const deps = {
    pool,
    clock: { now: () => new Date() },
    random: { uuid: randomUUID, bytes: randomBytes },
    env: { SHOPIFY_API_SECRET: SECRET },
  };
  const shop = ShopIdSchema.parse(SHOP);
  const wish = { rewardId: 'five-off', points: null, currency: 'USD', market: null, issuable: true };
  const all = async (customers: readonly number[], affordable: number, clients: number): Promise<Sample> => {
    let next = 0;
    let reserved = 0;
    const started = performance.now();
    const lane = async () => {
      while (next < customers.length) {
        const asked = { ...wish, customerId: String(customers[next++]), key: randomUUID() };
        if ((await reserveReward(deps, shop, asked)).ok) reserved += 1;
      }
    };
    await Promise.all(Array.from({ length: clients }, lane));
    const seconds = (performance.now() - started) / 1000;
    mustEqual('reserved', reserved, affordable);
    return { rate: customers.length / seconds };
  };
  return { all, end: () => pool.end() };
}
