/** The ways to earn besides orders: their order, on and off, and a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { ActionsList } from '../components/actions-list.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { savedOrKept, type SectionResult } from '../components/form/section-result.ts';
import { NewAction } from '../components/new-action.tsx';
import { deps } from '../deps.server.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { changeActions, newActionId } from '../services/change-actions.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program } = await editableProgram(deps(), shop);
  // In the address from the beginning: loaded again, or saved twice, a new one is the same one.
  return { program, newId: newActionId(deps()) };
}

const id = z.string().max(100);
const at = z.int().min(0).max(100_000);
const ChangeSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('move'), id, to: at }),
  z.object({ intent: z.literal('active'), id, on: z.boolean() }),
  z.object({ intent: z.literal('copy'), id }),
  z.object({ intent: z.literal('delete'), id }),
  z.object({ intent: z.literal('restore'), item: z.unknown(), at }),
]);

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  const change = ChangeSchema.safeParse(JSON.parse(String(form.get('change'))));
  if (!change.success) return { ok: false, reason: 'refused', faults: [] };
  const changed = await changeActions(deps(), shop, change.data);
  if (changed.ok) return { ok: true };
  return { ok: false, reason: 'refused', faults: 'faults' in changed ? changed.faults : [] };
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
      <ActionsList program={program} />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
