import type { LoaderFunctionArgs } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from '@remix-run/react';
import { AdminTextProvider } from './components/admin-text.tsx';
import { ErrorPage } from './components/error-page.tsx';
import { adminMessages } from './locales/admin-messages.server.ts';
import { adminLanguage, directionOf, englishMessages } from './locales/admin.ts';

/** The merchant's language comes with the document's address, which Shopify's admin writes; later requests do not carry it. */
export function loader({ request }: LoaderFunctionArgs) {
  const locale = new URL(request.url).searchParams.get('locale') ?? 'en';
  const language = adminLanguage(locale);
  return { locale: adminLocale(locale, language), messages: adminMessages(language) };
}

/** Regional forms are kept (en-GB writes dates differently); a language without texts of ours is English throughout. */
function adminLocale(locale: string, language: string): string {
  try {
    return new Intl.Locale(locale).language === language ? new Intl.Locale(locale).toString() : language;
  } catch {
    return language;
  }
}

export const shouldRevalidate = () => false;

export function Layout({ children }: { children: React.ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const locale = data?.locale ?? 'en';
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        <AdminTextProvider locale={locale} messages={data?.messages ?? englishMessages}>
          {children}
        </AdminTextProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
