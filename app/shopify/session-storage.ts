import type { PrismaClient } from '@prisma/client';
import {
  MissingSessionTableError,
  PrismaSessionStorage,
  type PrismaSessionStorageInterface,
} from '@shopify/shopify-app-session-storage-prisma';

type SessionStorage = Omit<PrismaSessionStorageInterface, 'isReady'>;

/** One look at the table, answered at once: the caller is a page, and the next page looks again. */
const LOOK_ONCE = { connectionRetries: 1, connectionRetryIntervalMs: 0 };

/**
 * Shopify's session storage, for a process that outlives its database. PrismaSessionStorage looks for its table once, in its
 * constructor: where the database is away then, that is a rejection that ends the process if nobody awaits it, and one that every
 * later call repeats. So it is made with the first call, which awaits it in the same tick, and made anew after it found no table.
 */
export function sessionStorage(prisma: PrismaClient): SessionStorage {
  let storage: PrismaSessionStorage<PrismaClient> | undefined;

  async function ask<Answer>(call: (storage: SessionStorage) => Promise<Answer>): Promise<Answer> {
    const asked = (storage ??= new PrismaSessionStorage(prisma, LOOK_ONCE));
    try {
      return await call(asked);
    } catch (error) {
      if (error instanceof MissingSessionTableError && storage === asked) storage = undefined;
      throw error;
    }
  }

  return {
    storeSession: (session) => ask((sessions) => sessions.storeSession(session)),
    loadSession: (id) => ask((sessions) => sessions.loadSession(id)),
    deleteSession: (id) => ask((sessions) => sessions.deleteSession(id)),
    deleteSessions: (ids) => ask((sessions) => sessions.deleteSessions(ids)),
    findSessionsByShop: (shop) => ask((sessions) => sessions.findSessionsByShop(shop)),
  };
}
