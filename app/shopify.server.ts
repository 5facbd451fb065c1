/** The only place for shopifyApp(): authentication of the admin, sessions, and the gateway on a session's token. */
import '@shopify/shopify-app-remix/adapters/node';
import {
  ApiVersion,
  AppDistribution,
  LogSeverity,
  shopifyApp,
  type Session,
} from '@shopify/shopify-app-remix/server';
import { deps } from './deps.server.ts';
import { ShopIdSchema, type ShopId } from './domain/ids.ts';
import { recordInstall } from './services/record-install.ts';
import { adminGateway, type AdminGateway } from './shopify/admin-gateway.ts';
import { sessionStorage } from './shopify/session-storage.ts';

/** What a page waits for the Admin API in all; a job has more time. Milliseconds. */
const PATIENCE = { page: 3_000, job: 60_000 };

function createShopify() {
  const { env, log, prisma } = deps();
  return shopifyApp({
    apiKey: env.SHOPIFY_API_KEY,
    apiSecretKey: env.SHOPIFY_API_SECRET,
    appUrl: env.SHOPIFY_APP_URL,
    apiVersion: ApiVersion.October26,
    distribution: AppDistribution.AppStore,
    sessionStorage: sessionStorage(prisma),
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: {
      afterAuth: ({ session }) =>
        recordInstall(deps(), ShopIdSchema.parse(session.shop), gatewayOf(session, PATIENCE.page)),
    },
    logger: {
      // Never Debug: there the library writes whole session tokens.
      level: LogSeverity.Warning,
      log: (severity, message) => {
        if (severity === LogSeverity.Error) log.error({ from: 'shopify' }, message);
        else log.warn({ from: 'shopify' }, message);
      },
    },
  });
}

let created: ReturnType<typeof createShopify> | undefined;

/** One per process, made when first asked for: importing this module opens no database. */
export function shopify() {
  return (created ??= createShopify());
}

function gatewayOf(session: Session, patience: number): AdminGateway {
  return adminGateway({
    shop: ShopIdSchema.parse(session.shop),
    accessToken: session.accessToken ?? '',
    patience,
    // The next request of the admin exchanges its id token for a new one.
    onUnauthorized: async () => void (await shopify().sessionStorage.deleteSession(session.id)),
  });
}

export type Merchant = {
  /** From the verified session, never from what the request says. */
  shop: ShopId;
  admin: AdminGateway;
  /** Keeps the embedded app's query; Remix's own redirect loses it. */
  redirect: Awaited<ReturnType<ReturnType<typeof createShopify>['authenticate']['admin']>>['redirect'];
};

/** For every loader and action of the admin. Throws the Response that renews the session where there is none. */
export async function requireMerchant(request: Request): Promise<Merchant> {
  const { session, redirect } = await shopify().authenticate.admin(request);
  return { shop: ShopIdSchema.parse(session.shop), admin: gatewayOf(session, PATIENCE.page), redirect };
}

/** The gateway on a shop's offline token, refreshed when it is about to expire; null where the shop has no session (uninstalled). */
export async function offlineAdmin(
  shop: ShopId,
  patience: keyof typeof PATIENCE = 'job',
): Promise<AdminGateway | null> {
  const sessions = await shopify().sessionStorage.findSessionsByShop(shop);
  if (sessions.length === 0) return null;
  const { session } = await shopify().unauthenticated.admin(shop);
  return gatewayOf(session, PATIENCE[patience]);
}
