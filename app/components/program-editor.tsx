import { useFetcher } from '@remix-run/react';
import { SaveBar, useAppBridge } from '@shopify/app-bridge-react';
import {
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { useAdminText } from './admin-text.tsx';
import { ProgramFaults, type Fault } from './program-faults.tsx';

/** Bytes. A programme is a few kilobytes; more is some other file. */
const LARGEST_FILE = 1_000_000;

/** `stale`: somebody else has saved the draft since the page was filled with it. */
export type SaveResult =
  { intent: 'save'; ok: true } | { intent: 'save'; ok: false; faults: Fault[] | 'stale' };

type Props = {
  /** The stored document, as text. */
  saved: string;
  /** Tells that state of the draft from another (`partStamp`). */
  seen: string;
  /** The starting programme, as text. */
  start: string;
  status: string;
  onChanged: (changed: boolean) => void;
};

/** The whole programme as a document: typed, uploaded or downloaded, and saved only when it has no fault. */
export function ProgramEditor({ saved, seen, start, status, onChanged }: Props) {
  const text = useAdminText();
  const { document, changed, saving, faults, stale, localFault, ...editing } = useProgramDocument(
    saved,
    seen,
  );
  useEffect(() => onChanged(changed), [changed, onChanged]);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              {text('program.advanced')}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              {status}
            </Text>
          </BlockStack>
          <DocumentFiles document={document} onUpload={editing.upload} />
        </InlineStack>
        {stale ? (
          <Banner tone="warning" title={text('program.stale.title')}>
            <BlockStack gap="200" inlineAlign="start">
              <Text as="p">{text('program.stale.body')}</Text>
              <Button onClick={editing.discard}>{text('program.reload')}</Button>
            </BlockStack>
          </Banner>
        ) : null}
        {localFault ? <Banner tone="critical">{localFault}</Banner> : null}
        {faults.length > 0 ? <ProgramFaults faults={faults} /> : null}
        <div className="document">
          <TextField
            label={text('program.document')}
            helpText={text('program.draft.help')}
            value={document}
            onChange={editing.edit}
            multiline={12}
            maxHeight="60vh"
            autoComplete="off"
            spellCheck={false}
            error={faults.length > 0}
          />
        </div>
        <InlineStack>
          <Button variant="plain" onClick={() => editing.edit(start)} disabled={document === start}>
            {text('program.useStarting')}
          </Button>
        </InlineStack>
      </BlockStack>
      <SaveBar open={changed} discardConfirmation>
        <button variant="primary" onClick={editing.save} loading={saving ? '' : undefined}>
          {text('action.save')}
        </button>
        <button onClick={editing.discard}>{text('action.discard')}</button>
      </SaveBar>
    </Card>
  );
}

/** The text that is being edited, and what saving it said. */
function useProgramDocument(saved: string, seen: string) {
  const text = useAdminText();
  const shopify = useAppBridge();
  const fetcher = useFetcher<SaveResult>();
  const [document, setDocument] = useState(saved);
  const [localFault, setLocalFault] = useState<string | null>(null);
  const changed = document !== saved;
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  const origin = useRef({ saved, seen });
  // The store keeps the document in its normal form: after saving, and after publishing, that is what is being edited. What somebody else saved
  // meanwhile is loaded too, and does not take the place of what is typed here.
  useEffect(() => {
    if (document !== origin.current.saved) return;
    origin.current = { saved, seen };
    setDocument(saved);
    // Only where the stored document is another.
  }, [saved, seen]);
  useEffect(() => {
    if (!result?.ok) return;
    origin.current = { saved, seen };
    setDocument(saved);
  }, [result, saved, seen]);
  useEffect(() => {
    if (result?.ok) shopify.toast.show(text('program.saved'));
  }, [result, shopify, text]);
  return {
    document,
    changed,
    localFault,
    saving: fetcher.state !== 'idle',
    stale: changed && result?.ok === false && result.faults === 'stale',
    faults: changed && result?.ok === false && result.faults !== 'stale' ? result.faults : [],
    edit: setDocument,
    save: () => {
      const syntax = syntaxFault(document);
      setLocalFault(syntax === null ? null : text('program.syntax', { reason: syntax }));
      if (syntax === null) {
        const filledWith = origin.current.seen;
        fetcher.submit({ intent: 'save', document, seen: filledWith }, { method: 'post' });
      }
    },
    discard: () => {
      origin.current = { saved, seen };
      setDocument(saved);
      setLocalFault(null);
    },
    upload: async (file: File | undefined) => {
      if (!file) return;
      const tooLarge = file.size > LARGEST_FILE;
      setLocalFault(tooLarge ? text('program.upload.tooLarge') : null);
      if (!tooLarge) setDocument(await file.text());
    },
  };
}

/** What the browser says of a text that is no JSON; null of one that is. */
function syntaxFault(document: string): string | null {
  try {
    JSON.parse(document);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function DocumentFiles({
  document,
  onUpload,
}: {
  document: string;
  onUpload: (file: File | undefined) => Promise<void>;
}) {
  const text = useAdminText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <ButtonGroup>
      <Button onClick={() => download(document)}>{text('program.download')}</Button>
      <Button onClick={() => input.current?.click()}>{text('program.upload')}</Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={text('program.upload')}
        hidden
        onChange={(event) => {
          void onUpload(event.target.files?.[0]);
          // So that the same file can be chosen again after a correction.
          event.target.value = '';
        }}
      />
    </ButtonGroup>
  );
}

function download(document: string): void {
  const url = URL.createObjectURL(new Blob([document], { type: 'application/json' }));
  const link = Object.assign(window.document.createElement('a'), {
    href: url,
    download: 'meridian-programme.json',
  });
  link.click();
  URL.revokeObjectURL(url);
}
