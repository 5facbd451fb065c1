/** Any other address inside the app: says so, with the menu still there. */
import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Card, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminText } from '../components/admin-text.tsx';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  await requireMerchant(request);
  return data(null, { status: 404 });
}

export default function NotFound() {
  const text = useAdminText();
  return (
    <Page title={text('error.notFound.title')} backAction={{ content: text('home.title'), url: '/app' }}>
      <Card>
        <Text as="p">{text('error.notFound.body')}</Text>
      </Card>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];

export const headers: HeadersFunction = (args) => boundary.headers(args);
