/** A programme from a file or a text: what it would change, every fault with its place, and only then the draft. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react';
import { Banner, BlockStack, Button, ButtonGroup, Card, Page, Text, TextField } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { ChooseFile } from '../components/document-files.tsx';
import { DocumentFaults } from '../components/document-faults.tsx';
import { savedOrKept, sentDocument, type Unreachable } from '../components/form/section-result.ts';
import { ImportPreview } from '../components/import-preview.tsx';
import { deps } from '../deps.server.ts';
import type { Program } from '../domain/program.ts';
import { readProgramText, type ReadProgram, type UnreadableFile } from '../domain/program-text.ts';
import { draftState, judgedToday, type JudgedToday } from '../queries/draft-state.ts';
import { saveDocument, type SavedDocument } from '../services/save-document.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  return { draft: await draftState(deps(), shop) };
}

export type Previewed =
  { ok: true; program: Program; today: JudgedToday } | Exclude<ReadProgram, { ok: true }>;

/** Looks at a document; with `seen`, what the page was told of the draft, it becomes the draft. */
export async function action({ request }: ActionFunctionArgs): Promise<Previewed | SavedDocument> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  if (form.has('seen')) return saveDocument(deps(), shop, sentDocument(form));
  const read = readProgramText(sentDocument(form).text);
  if (!read.ok) return read;
  return { ...read, today: await judgedToday(deps(), shop, read.program) };
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Import() {
  const { draft } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const { document, type, look, looking, previewed, unreadable, chosen } = useImport();
  return (
    <Page
      title={text('import.title')}
      subtitle={text('import.help')}
      backAction={{ content: text('program.title'), url: '/app/program' }}
    >
      <BlockStack gap="400">
        {unreadable ? <Banner tone="critical" title={text(`document.${unreadable}`)} /> : null}
        {previewed?.ok === false ? <DocumentFaults failed={previewed} /> : null}
        <Card>
          <BlockStack gap="300">
            <div className="document">
              <TextField
                label={text('import.text')}
                helpText={text('import.text.help')}
                value={document}
                onChange={type}
                multiline={8}
                maxHeight="40vh"
                autoComplete="off"
                spellCheck={false}
              />
            </div>
            <ButtonGroup>
              <ChooseFile onText={chosen} />
              <Button
                variant="primary"
                onClick={() => look(document)}
                loading={looking}
                disabled={document === ''}
              >
                {text('import.look')}
              </Button>
            </ButtonGroup>
          </BlockStack>
        </Card>
        <div aria-live="polite">
          {previewed?.ok ? (
            <ImportPreview program={previewed.program} today={previewed.today} draft={draft} />
          ) : null}
          {previewed === undefined && !looking ? (
            <Text as="p" tone="subdued">
              {text('import.nothing')}
            </Text>
          ) : null}
        </div>
      </BlockStack>
    </Page>
  );
}

/** The text, and what was found of it: gone as soon as it is another. */
function useImport() {
  const fetcher = useFetcher<Previewed | Unreachable>();
  const [document, setDocument] = useState('');
  const [looked, setLooked] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState<UnreadableFile | null>(null);
  const look = (text: string) => {
    setLooked(text);
    void fetcher.submit({ document: text }, { method: 'post' });
  };
  return {
    document,
    look,
    looking: fetcher.state !== 'idle' && looked !== null,
    previewed: fetcher.state === 'idle' && looked === document ? fetcher.data : undefined,
    unreadable,
    type: (text: string) => {
      setUnreadable(null);
      setDocument(text);
    },
    chosen: (read: { ok: true; text: string } | { ok: false; reason: UnreadableFile }) => {
      setUnreadable(read.ok ? null : read.reason);
      setDocument(read.ok ? read.text : '');
      if (read.ok) look(read.text);
    },
  };
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
