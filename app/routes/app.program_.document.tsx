/** The draft as one document, for what has no form. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminText } from '../components/admin-text.tsx';
import { ProgramEditor } from '../components/program-editor.tsx';
import { deps } from '../deps.server.ts';
import { draftState } from '../queries/draft-state.ts';
import { requireMerchant } from '../shopify.server.ts';

/** The page's own: where the network is lost, another route's could not even be fetched. */
export { action, clientAction } from './app.program_.draft.ts';
export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program, seen } = await draftState(deps(), shop);
  return { saved: JSON.stringify(program, null, 2), seen };
}

export default function ProgramAsDocument() {
  const { saved, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  return (
    <Page
      title={text('document.title')}
      subtitle={text('program.draft.help')}
      backAction={{ content: text('program.title'), url: '/app/program' }}
    >
      <ProgramEditor saved={saved} seen={seen} />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
