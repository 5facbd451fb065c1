/** The frame of the embedded app: authentication, App Bridge, Polaris in the merchant's language, the menu. */
import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Link, Outlet, useLoaderData, useRouteError } from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import { AppProvider } from '@shopify/shopify-app-remix/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import adminStyles from '../components/admin.css?url';
import { useAdminText } from '../components/admin-text.tsx';
import { ErrorPage } from '../components/error-page.tsx';
import { LateChanges } from '../components/late-changes.tsx';
import { libraryResponse } from '../components/library-response.tsx';
import { LoadingPage, usePageToCome } from '../components/loading-page.tsx';
import { ShopProvider } from '../components/shop-context.tsx';
import { deps } from '../deps.server.ts';
import { polarisTranslations } from '../locales/admin-messages.server.ts';
import { adminLanguage } from '../locales/admin.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import { requireMerchant } from '../shopify.server.ts';

export const links = () => [
  { rel: 'stylesheet', href: polarisStyles },
  { rel: 'stylesheet', href: adminStyles },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { env } = deps();
  return {
    apiKey: env.SHOPIFY_API_KEY,
    appBridgeUrl: env.APP_BRIDGE_URL,
    polaris: polarisTranslations(adminLanguage(new URL(request.url).searchParams.get('locale') ?? 'en')),
    shop: await shopProfile(deps(), shop),
  };
}

/** The language comes with the document alone, and each page authenticates for itself. */
export const shouldRevalidate = () => false;

export default function App() {
  const { apiKey, appBridgeUrl, polaris, shop } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const toCome = usePageToCome();
  return (
    <AppProvider
      isEmbeddedApp
      apiKey={apiKey}
      i18n={polaris}
      {...(appBridgeUrl ? { __APP_BRIDGE_URL: appBridgeUrl } : {})}
    >
      <NavMenu>
        <Link to="/app" rel="home">
          {text('app.name')}
        </Link>
        <Link to="/app/members">{text('nav.members')}</Link>
        <Link to="/app/program">{text('nav.program')}</Link>
        <Link to="/app/redemptions">{text('nav.redemptions')}</Link>
      </NavMenu>
      <ShopProvider value={shop}>
        <LateChanges>
          <main>{toCome ? <LoadingPage path={toCome} /> : <Outlet />}</main>
        </LateChanges>
      </ShopProvider>
    </AppProvider>
  );
}

export function ErrorBoundary() {
  return libraryResponse(useRouteError()) ?? <ErrorPage />;
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
