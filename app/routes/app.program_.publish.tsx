/** Before publishing: what the draft changes in words, what it would hurt, and what it would have issued on the shop's own orders. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData, useSearchParams, type ClientActionFunctionArgs } from '@remix-run/react';
import { BlockStack, Card, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { ChangeList } from '../components/change-list.tsx';
import { changeWords } from '../components/change-words.ts';
import { savedOrKept, type Unreachable } from '../components/form/section-result.ts';
import { PlannedCampaigns } from '../components/planned-campaigns.tsx';
import { NotPublished } from '../components/program-faults.tsx';
import { useWords } from '../components/words.ts';
import { PublishDialog } from '../components/publish-dialog.tsx';
import { usePublishedToast } from '../components/use-published-toast.ts';
import { PublishWarnings } from '../components/publish-warnings.tsx';
import { SimulationCard } from '../components/simulation-card.tsx';
import type { RunView } from '../components/use-simulation.ts';
import { deps } from '../deps.server.ts';
import { memberCount } from '../queries/list-members.ts';
import { publishPreview, SIMULATION_DAYS, simulationRun } from '../queries/publish-preview.ts';
import { partStamp } from '../services/change-draft.ts';
import { publishSeen, type PublishedSeen } from '../services/publish-program.ts';
import { giveUpSimulation, requestSimulation } from '../services/run-simulations.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const days = new URL(request.url).searchParams.get('days');
  const [preview, members] = await Promise.all([
    publishPreview(deps(), shop, days),
    memberCount(deps(), shop),
  ]);
  const now = deps().clock.now().toISOString();
  return { ...preview, seen: partStamp(preview.draft), choices: SIMULATION_DAYS, members, now };
}

export type PublishAnswer = PublishedSeen | Unreachable;

export async function action({
  request,
}: ActionFunctionArgs): Promise<PublishedSeen | { run: RunView | null }> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  const id = String(form.get('id') ?? '');
  const intent = form.get('intent');
  if (intent === 'cancel') {
    await giveUpSimulation(deps(), shop, id);
    return { run: await simulationRun(deps(), shop, id) };
  }
  if (intent === 'simulate') {
    const { draft, days } = await publishPreview(deps(), shop, String(form.get('days') ?? ''));
    return { run: await requestSimulation(deps(), shop, { document: draft, days }) };
  }
  if (intent !== 'publish') throw new Response(null, { status: 400 });
  return publishSeen(deps(), shop, String(form.get('seen')));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Publish() {
  const { published, draft, seen, differs, warnings, days, choices, run, members, now } =
    useLoaderData<typeof loader>();
  const words = useWords();
  const { text } = words;
  const [, setSearch] = useSearchParams();
  const [asking, setAsking] = useState<string | null>(null);
  const publishing = useFetcher<PublishAnswer>();
  const result = publishing.state === 'idle' ? publishing.data : undefined;
  usePublishedToast(result);
  const before = published?.program ?? null;
  return (
    <Page
      title={text('publishing.title')}
      backAction={{ content: text('program.title'), url: '/app/program' }}
      primaryAction={{
        content: text('program.publish'),
        onAction: () => setAsking(seen),
        disabled: !differs,
        loading: publishing.state !== 'idle',
      }}
    >
      <BlockStack gap="400">
        {result?.ok === false ? <NotPublished result={result} /> : null}
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              {text('publishing.changes')}
            </Text>
            <ChangeList
              changes={changeWords(before, draft, words)}
              before={before && text('publishing.ended')}
              after={before && text('publishing.begun')}
            />
          </BlockStack>
        </Card>
        <PublishWarnings warnings={warnings} program={draft} />
        <SimulationCard
          key={`${days} ${JSON.stringify(draft)}`}
          {...{ run, days, choices, before, draft }}
          onDays={(chosen) =>
            setSearch((search) => {
              search.set('days', String(chosen));
              return search;
            })
          }
        />
        <PlannedCampaigns program={draft} now={now} />
      </BlockStack>
      <PublishDialog
        asked={asking}
        {...{ members, days, run }}
        onPublish={(stamp) => publishing.submit({ intent: 'publish', seen: stamp }, { method: 'post' })}
        onClose={() => setAsking(null)}
      />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
