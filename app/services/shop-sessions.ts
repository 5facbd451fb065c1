/** Where shopify-app-remix keeps the shops' sessions. */
import type { Session } from '@shopify/shopify-app-remix/server';
import type { Deps } from '../deps.server.ts';
import { ShopIdSchema } from '../domain/ids.ts';
import { sessionStorage } from '../shopify/session-storage.ts';
import { noteToken } from '../storage/installs.ts';

/**
 * A new token is noted with the shop before it is kept: it proves that the app is installed. The news of an uninstall before it may come at any time, also
 * between here and the end of `recordInstall`, which asks Shopify first. It would take the new session away, and everything would wait for the next visit
 * of a merchant.
 */
export function shopSessions({ prisma, pool, clock }: Pick<Deps, 'prisma' | 'pool' | 'clock'>) {
  const storage = sessionStorage(prisma);
  return {
    ...storage,
    async storeSession(session: Session): Promise<boolean> {
      if (session.accessToken)
        await noteToken(pool, ShopIdSchema.parse(session.shop), clock.now().toISOString());
      return storage.storeSession(session);
    },
  };
}
