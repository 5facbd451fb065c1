/** The programme: what is in force in words, and the draft as a document to edit and publish. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { ProgramInForce, WordsCard } from '../components/program-cards.tsx';
import { ProgramEditor, type SaveResult } from '../components/program-editor.tsx';
import { NotPublished } from '../components/program-faults.tsx';
import { ProgramSections } from '../components/program-sections.tsx';
import { PublishDialog } from '../components/publish-dialog.tsx';
import { PublishWarnings } from '../components/publish-warnings.tsx';
import { usePublishedToast } from '../components/use-published-toast.ts';
import { deps } from '../deps.server.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { memberCount } from '../queries/list-members.ts';
import { programState } from '../queries/program-state.ts';
import { changeDraft, partStamp } from '../services/change-draft.ts';
import { publishSeen, type PublishedSeen } from '../services/publish-program.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const [state, members] = await Promise.all([programState(deps(), shop), memberCount(deps(), shop)]);
  const edited = state.draft ?? state.published?.program ?? startingProgram;
  return { ...state, members, start: startingProgram, seen: partStamp(edited) };
}

type PublishResult = { intent: 'publish' } & PublishedSeen;

export async function action({ request }: ActionFunctionArgs): Promise<SaveResult | PublishResult> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  const seen = String(form.get('seen'));
  if (form.get('intent') === 'publish')
    return { intent: 'publish', ...(await publishSeen(deps(), shop, seen)) };
  const intent = 'save';
  const document = parseJson(String(form.get('document') ?? ''));
  if (!document.ok) return { intent, ok: false, faults: [{ path: '', reason: document.reason }] };
  const saved = await changeDraft(deps(), shop, {
    part: (program) => program,
    seen,
    change: () => document.value,
  });
  if (saved.ok) return { intent, ok: true };
  return { intent, ok: false, faults: saved.reason === 'invalid' ? saved.faults : 'stale' };
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'is not JSON' };
  }
}

const asText = (document: unknown) => JSON.stringify(document, null, 2);

export default function Program() {
  const { published, draft, differs, warnings, start, members, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  const [changed, setChanged] = useState(false);
  const [asking, setAsking] = useState(false);
  const publishing = useFetcher<PublishResult>();
  usePublishedToast(publishing.data);
  const saved = asText(draft ?? published?.program ?? start);
  const status =
    published && !differs
      ? text('program.draft.unchanged', { number: format.number(published.number) })
      : text('program.draft.changed');
  return (
    <Page
      title={text('program.title')}
      backAction={{ content: text('home.title'), url: '/app' }}
      secondaryActions={differs ? [{ content: text('publishing.open'), url: '/app/program/publish' }] : []}
      primaryAction={{
        content: text('program.publish'),
        onAction: () => setAsking(true),
        disabled: changed || !differs,
        loading: publishing.state !== 'idle',
        helpText: changed ? text('program.publish.unsaved') : undefined,
      }}
    >
      <BlockStack gap="400">
        {publishing.data?.ok === false ? <NotPublished faults={publishing.data.faults} /> : null}
        <ProgramInForce published={published} />
        {draft && differs ? <WordsCard title={text('program.draft.inWords')} program={draft} /> : null}
        <PublishWarnings warnings={differs ? warnings : []} program={draft ?? published?.program ?? start} />
        <ProgramSections program={draft ?? published?.program ?? start} />
        <ProgramEditor
          saved={saved}
          seen={seen}
          start={asText(start)}
          status={status}
          onChanged={setChanged}
        />
      </BlockStack>
      <PublishDialog
        open={asking}
        members={members}
        onPublish={() => publishing.submit({ intent: 'publish', seen }, { method: 'post' })}
        onClose={() => setAsking(false)}
      />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
