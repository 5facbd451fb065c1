// Use cases in the test's own process, on a shop's database and with the app's way to its dev store, which a test can hold up.
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { ShopIdSchema } from '../../app/domain/ids.ts';
import { adminGateway, type AdminGateway } from '../../app/shopify/admin-gateway.ts';
import { postTo } from './post-to.ts';
import { SHOP } from './shop.ts';
import type { StoreShop } from './store-shop.ts';

/** What use cases are handed. `hours`: so long after now, when every lease of now has ended. */
export const ownDeps = (shop: StoreShop, hours = 0) => ({
  pool: shop.database.pool,
  clock: { now: () => new Date(Date.now() + hours * 3_600_000) },
  random: { uuid: randomUUID, bytes: randomBytes },
  log: pino({ level: 'silent' }),
});

export async function storeAdmin(shop: StoreShop): Promise<AdminGateway> {
  const { rows } = await shop.database.pool.query<{ access_token: string }>(
    'SELECT access_token FROM session WHERE NOT is_online',
  );
  return adminGateway({
    shop: ShopIdSchema.parse(SHOP),
    accessToken: rows[0]?.access_token ?? '',
    patience: 5_000,
    post: postTo(shop.store.url),
  });
}

/** A way to Shopify that waits until it is let through. */
export function heldUp(answer: AdminGateway) {
  const reached = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const gateway: AdminGateway = async (document, variables) => {
    reached.resolve();
    await release.promise;
    return answer(document, variables);
  };
  return { gateway, reached: reached.promise, release: release.resolve };
}

/** A way to Shopify whose answer, to `only` or to all, is there already and on its way until it is let through. */
export function answeredLate(answer: AdminGateway, only?: object) {
  const answered = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const gateway: AdminGateway = async (document, variables) => {
    const given = await answer(document, variables);
    if (only !== undefined && !Object.is(document, only)) return given;
    answered.resolve();
    await release.promise;
    return given;
  };
  return { gateway, answered: answered.promise, release: release.resolve };
}
