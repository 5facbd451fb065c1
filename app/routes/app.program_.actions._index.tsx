/** The ways to earn besides orders: their order, on and off, and a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { ActionsList } from '../components/actions-list.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { savedOrKept, sentChange, type SectionResult } from '../components/form/section-result.ts';
import { NewAction } from '../components/new-action.tsx';
import { deps } from '../deps.server.ts';
import { ListChangeSchema } from '../domain/list-change.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeActions } from '../services/change-list.ts';
import { newPartId } from '../services/new-part-id.ts';
import { savedPart } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program } = await editableProgram(deps(), shop);
  // In the address from the beginning: loaded again, or saved twice, a new one is the same one.
  return { program, newId: newPartId(deps(), 'action') };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const change = sentChange(await request.formData(), ListChangeSchema);
  if (!change) return { ok: false, reason: 'refused', faults: [] };
  return savedPart(await changeActions(deps(), shop, change));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Actions() {
  const { program, newId } = useLoaderData<typeof loader>();
  const text = useAdminText();
  return (
    <Page
      title={text('actions.title')}
      backAction={{ content: text('program.title'), url: '/app/program' }}
      primaryAction={<NewAction newId={newId} />}
    >
      <ActionsList program={program} newId={newId} />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
