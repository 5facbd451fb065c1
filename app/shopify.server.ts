/** The only place for shopifyApp(): authentication of the admin, sessions, and the gateway on a session's token. */
import '@shopify/shopify-app-remix/adapters/node';
import {
  ApiVersion,
  AppDistribution,
  LogSeverity,
  shopifyApp,
  type Session,
} from '@shopify/shopify-app-remix/server';
import { deps, type Deps } from './deps.server.ts';
import { ShopIdSchema, type ShopId } from './domain/ids.ts';
import { gatherFor } from './services/gather.ts';
import { recordInstall } from './services/record-install.ts';
import { shopSessions } from './services/shop-sessions.ts';
import { adminGateway, type AdminGateway } from './shopify/admin-gateway.ts';
import { dropSession, offlineTokens } from './storage/offline-tokens.ts';
import { inStatement } from './storage/transaction.ts';

/** What a page waits for the Admin API in all; a job has more time. Milliseconds. */
const PATIENCE = { page: 3_000, job: 60_000 };

function createShopify() {
  const { env, log } = deps();
  return shopifyApp({
    apiKey: env.SHOPIFY_API_KEY,
    apiSecretKey: env.SHOPIFY_API_SECRET,
    appUrl: env.SHOPIFY_APP_URL,
    apiVersion: ApiVersion.October26,
    distribution: AppDistribution.AppStore,
    sessionStorage: shopSessions(deps(), (session) => record(session, PATIENCE.job)),
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: {
      afterAuth: ({ session }) => record(session, PATIENCE.page),
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

function gatewayOf(session: Pick<Session, 'id' | 'shop' | 'accessToken'>, patience: number): AdminGateway {
  return adminGateway({
    shop: ShopIdSchema.parse(session.shop),
    accessToken: session.accessToken ?? '',
    patience,
    // The next request of the admin exchanges its id token for a new one.
    onUnauthorized: () => dropSession(deps().pool, session.id, session.accessToken ?? ''),
  });
}

const record = (session: Session, patience: number) =>
  recordInstall(deps(), ShopIdSchema.parse(session.shop), gatewayOf(session, patience));

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

/** shopify-app-remix refreshes a token that expires within five minutes; this long before, it is asked. */
const REFRESH_AHEAD_MS = 6 * 60_000;

/** Read for each call, so that an uninstalled shop has none at once; calls that come together read together. */
const tokenOf = gatherFor(({ pool, clock }: Deps) => ({
  run: async (shops: readonly ShopId[]) => {
    const until = new Date(clock.now().getTime() + REFRESH_AHEAD_MS).toISOString();
    const found = await inStatement(pool, (tx) => offlineTokens(tx, [...new Set(shops)], until));
    return shops.map((shop) => found.get(shop) ?? null);
  },
  most: 200,
  inFlight: 2,
}));
/** Of all shops together. */
const EVERYBODY = '';

/** The gateway on a shop's offline token, refreshed when it is about to expire; null where the shop has no session (uninstalled). */
export async function offlineAdmin(
  shop: ShopId,
  patience: keyof typeof PATIENCE = 'job',
): Promise<AdminGateway | null> {
  const token = await tokenOf(deps(), EVERYBODY, shop);
  if (token)
    return gatewayOf({ id: token.sessionId, shop, accessToken: token.accessToken }, PATIENCE[patience]);
  const sessions = await shopify().sessionStorage.findSessionsByShop(shop);
  if (sessions.length === 0) return null;
  const { session } = await shopify().unauthenticated.admin(shop);
  return gatewayOf(session, PATIENCE[patience]);
}
