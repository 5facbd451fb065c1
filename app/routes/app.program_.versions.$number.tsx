/** One published version: what it said in words and as a document, what it changed, and the way back to it. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Badge, Banner, BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { ChangeList } from '../components/change-list.tsx';
import { changeWords } from '../components/change-words.ts';
import { downloadProgram } from '../components/download.ts';
import { FieldCard } from '../components/form/field-card.tsx';
import { ProgramDocument } from '../components/program-document.tsx';
import { FaultList } from '../components/program-faults.tsx';
import { useWords } from '../components/words.ts';
import { PublishWarnings } from '../components/publish-warnings.tsx';
import { ReplaceDraft, useReplacing } from '../components/replace-draft.tsx';
import { inForceText } from '../components/version-words.ts';
import { deps } from '../deps.server.ts';
import type { Program } from '../domain/program.ts';
import { draftState, judgedToday, type StampedDraft } from '../queries/draft-state.ts';
import { programVersion } from '../queries/program-versions.ts';
import { requireMerchant } from '../shopify.server.ts';

/** The page's own: where the network is lost, another route's could not even be fetched. */
export { action, clientAction } from './app.program_.draft.ts';
export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const asked = params['number'] ?? '';
  const [version, draft] = await Promise.all([
    /^\d{1,7}$/.test(asked) ? programVersion(deps(), shop, Number(asked)) : null,
    draftState(deps(), shop),
  ]);
  return { version, draft, today: version && (await judgedToday(deps(), shop, version.program)) };
}

export default function Version() {
  const { version, draft, today } = useLoaderData<typeof loader>();
  const words = useWords();
  const { text, format } = words;
  if (!version || !today) return <NoVersion />;
  const name = text('versions.number', { number: format.number(version.number) });
  const { before, program } = version;
  return (
    <Page
      title={name}
      titleMetadata={version.isInForce ? <Badge tone="success">{text('versions.inForce')}</Badge> : undefined}
      subtitle={inForceText(version, text, format)}
      backAction={{ content: text('versions.title'), url: '/app/program/versions' }}
      secondaryActions={[
        {
          content: text('versions.compare.withDraft'),
          url: `/app/program/versions/compare?from=${version.number}&to=draft`,
        },
        {
          content: text('program.download'),
          onAction: () => downloadProgram(program, `version-${version.number}`),
        },
      ]}
    >
      <BlockStack gap="400">
        {today.faults.length > 0 ? (
          <Banner tone="warning" title={text('versions.faults')}>
            <FaultList faults={today.faults} />
          </Banner>
        ) : null}
        <PublishWarnings warnings={today.warnings} program={program} title={text('versions.warnings')} />
        <VersionAsDraft document={program} name={name} draft={draft} />
        <FieldCard title={text('versions.whatChanged')}>
          {before === null ? (
            <Text as="p">{text('versions.first')}</Text>
          ) : (
            <ChangeList
              changes={changeWords(before, program, words)}
              before={text('versions.number', { number: format.number(version.number - 1) })}
              after={name}
            />
          )}
        </FieldCard>
        <FieldCard title={text('versions.inWords')}>
          <ChangeList changes={changeWords(null, program, words)} before={null} after={null} />
        </FieldCard>
        <ProgramDocument program={program} />
      </BlockStack>
    </Page>
  );
}

function VersionAsDraft(props: { document: Program; name: string; draft: StampedDraft }) {
  return <ReplaceDraft {...props} replacing={useReplacing(props.document, props.draft)} />;
}

function NoVersion() {
  const { text } = useWords();
  const list = { content: text('versions.title'), url: '/app/program/versions' };
  return (
    <Page title={list.content} backAction={list}>
      <Card>
        <EmptyState heading={text('versions.notFound.title')} image="" action={list}>
          <p>{text('versions.notFound.body')}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
