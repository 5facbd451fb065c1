/** Where shopify-app-remix keeps the shops' sessions. */
import type { Session } from '@shopify/shopify-app-remix/server';
import type { Deps } from '../deps.server.ts';
import { ShopIdSchema } from '../domain/ids.ts';
import { sessionStorage } from '../shopify/session-storage.ts';
import { noteToken } from '../storage/installs.ts';
import { markAll } from '../storage/metafield-marks.ts';
import { inTransaction } from '../storage/transaction.ts';

type Own = Pick<Deps, 'prisma' | 'pool' | 'clock' | 'log'>;

/**
 * The first token of an install is noted with the shop before it is kept, with all that has to be written to Shopify anew, which forgets an app's data with an
 * uninstall. News of that uninstall may come at any time, also between here and the end of `recordInstall`, which asks Shopify first: they would take the new
 * session away, and everything would wait for the next visit of a merchant. Nor is anything lost where `recordInstall` never comes to its end.
 *
 * `onRefreshed` is called for a token in the place of another, of which the library tells nobody. It is not waited for.
 */
export function shopSessions(
  { prisma, pool, clock, log }: Own,
  onRefreshed: (session: Session) => Promise<void>,
) {
  const storage = sessionStorage(prisma);
  return {
    ...storage,
    async storeSession(session: Session): Promise<boolean> {
      const before = await storage.loadSession(session.id);
      const shop = ShopIdSchema.parse(session.shop);
      if (session.accessToken && !before?.accessToken) {
        const now = clock.now().toISOString();
        await inTransaction(pool, async (tx) => {
          if (await noteToken(tx, shop, now)) await markAll(tx, shop, now);
        });
      }
      const isStored = await storage.storeSession(session);
      if (session.accessToken && before?.accessToken)
        void onRefreshed(session).catch((error: Error) => {
          log.error({ shop, reason: error.message }, 'what a shop is could not be read again');
        });
      return isStored;
    },
  };
}
