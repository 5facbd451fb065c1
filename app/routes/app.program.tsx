/** The programme at a glance: what is in force, what the draft changes, its sections, versions, and the document itself. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { BlockStack, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { useWords } from '../components/words.ts';
import { DocumentCard, DraftCard, ProgramInForce, VersionsCard } from '../components/program-cards.tsx';
import { NotPublished } from '../components/program-faults.tsx';
import { ProgramSections } from '../components/program-sections.tsx';
import { PublishDialog } from '../components/publish-dialog.tsx';
import { PublishWarnings } from '../components/publish-warnings.tsx';
import { usePublishedToast } from '../components/use-published-toast.ts';
import { changesOf } from '../components/version-words.ts';
import { deps } from '../deps.server.ts';
import { memberCount } from '../queries/list-members.ts';
import { judgedState } from '../queries/program-state.ts';
import { SIMULATION_DAYS_USUAL } from '../queries/publish-preview.ts';
import { programVersions } from '../queries/program-versions.ts';
import { partStamp } from '../services/change-draft.ts';
import type { PublishAnswer } from './app.program_.publish.tsx';
import { requireMerchant } from '../shopify.server.ts';

/** The page's own: where the network is lost, another route's could not even be fetched. */
export { action, clientAction } from './app.program_.publish.tsx';
export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

/** So many of the newest versions stand here; the others have a page. */
const VERSIONS_SHOWN = 3;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const [state, members, { versions, count }] = await Promise.all([
    judgedState(deps(), shop),
    memberCount(deps(), shop),
    programVersions(deps(), shop, { below: null, limit: VERSIONS_SHOWN }),
  ]);
  return {
    ...state,
    members,
    seen: partStamp(state.edited),
    days: SIMULATION_DAYS_USUAL,
    versionCount: count,
    versions: versions.map(({ before, program, ...version }) => ({
      ...version,
      changes: changesOf(before, program),
    })),
  };
}

export default function Program() {
  const { published, edited, draft, differs, warnings, members, days, seen, versions, versionCount } =
    useLoaderData<typeof loader>();
  const { text } = useWords();
  const [asking, setAsking] = useState<string | null>(null);
  const publishing = useFetcher<PublishAnswer>();
  const result = publishing.state === 'idle' ? publishing.data : undefined;
  usePublishedToast(result);
  return (
    <Page
      title={text('program.title')}
      backAction={{ content: text('home.title'), url: '/app' }}
      secondaryActions={differs ? [{ content: text('publishing.open'), url: '/app/program/publish' }] : []}
      primaryAction={{
        content: text('program.publish'),
        onAction: () => setAsking(seen),
        disabled: !differs,
        loading: publishing.state !== 'idle',
      }}
    >
      <BlockStack gap="400">
        {result?.ok === false ? <NotPublished result={result} /> : null}
        {differs ? (
          <DraftCard before={published?.program ?? null} draft={edited} isSaved={draft !== null} />
        ) : null}
        <PublishWarnings warnings={differs ? warnings : []} program={edited} />
        <ProgramSections program={edited} />
        <ProgramInForce published={published} />
        <VersionsCard versions={versions} count={versionCount} />
        <DocumentCard draft={edited} published={published} />
      </BlockStack>
      <PublishDialog
        asked={asking}
        {...{ members, days }}
        onPublish={(stamp) => publishing.submit({ intent: 'publish', seen: stamp }, { method: 'post' })}
        onClose={() => setAsking(null)}
      />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
