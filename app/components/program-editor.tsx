import { useFetcher } from '@remix-run/react';
import { SaveBar, useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, ButtonGroup, Card, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { readProgramText, type FileText, type UnreadableFile } from '../domain/program-text.ts';
import type { SavedDocument } from '../services/save-document.ts';
import { useAdminText } from './admin-text.tsx';
import { ChooseFile } from './document-files.tsx';
import { DocumentFaults } from './document-faults.tsx';
import { useKeptWork } from './form/kept-work.ts';
import { SectionNotices } from './form/section-notices.tsx';
import type { Unreachable } from './form/section-result.ts';

type Props = {
  /** The stored document, as text. */
  saved: string;
  /** Tells that state of the draft from another (`partStamp`). */
  seen: string;
};

/** The whole programme as a document: typed or taken from a file, and saved only when it has no fault. */
export function ProgramEditor({ saved, seen }: Props) {
  const text = useAdminText();
  const { document, changed, failed, saving, kept, unreadable, ...act } = useProgramDocument(saved, seen);
  const isStale = failed?.reason === 'stale';
  return (
    <BlockStack gap="400">
      <SectionNotices
        result={isStale ? failed : undefined}
        hasFaults={false}
        hasKept={kept !== null}
        onTheirs={act.discard}
        onMine={act.save}
        onRestore={act.restore}
        onForget={act.discard}
      />
      {unreadable ? <Banner tone="critical" title={text(`document.${unreadable}`)} /> : null}
      {failed && failed.reason !== 'stale' ? <DocumentFaults failed={failed} /> : null}
      <Card>
        <BlockStack gap="300">
          <div className="document">
            <TextField
              label={text('program.document')}
              value={document}
              onChange={(typed) => act.type({ ok: true, text: typed })}
              multiline={20}
              maxHeight="70vh"
              autoComplete="off"
              spellCheck={false}
              error={failed?.reason === 'invalid' || failed?.reason === 'notJson'}
            />
          </div>
          <ButtonGroup>
            <ChooseFile onText={act.type} />
          </ButtonGroup>
        </BlockStack>
      </Card>
      <SaveBar open={changed} discardConfirmation>
        <button variant="primary" onClick={() => act.save()} loading={saving ? '' : undefined}>
          {text('action.save')}
        </button>
        <button onClick={act.discard}>{text('action.discard')}</button>
      </SaveBar>
    </BlockStack>
  );
}

type Failed = Extract<SavedDocument, { ok: false }> | Unreachable;

/** The text that is being edited, the state of the draft that it is a change of, and what was kept of an earlier visit. */
function useDocumentText(saved: string, seen: string) {
  const [origin, setOrigin] = useState({ saved, seen });
  const [document, setDocument] = useState(saved);
  const changed = document !== origin.saved;
  const { kept, takeUp, forget } = useKeptWork('document', { seen: origin.seen, value: document }, changed);
  const adopt = () => {
    forget();
    setOrigin({ saved, seen });
    setDocument(saved);
  };
  // What somebody else saved is taken over where nothing is typed here, and never in place of what is.
  useEffect(() => {
    if (!changed) adopt();
  }, [saved, seen]);
  const restore = () => {
    if (!kept) return;
    // Somebody may have saved since: the server compares with what this was typed against.
    setOrigin({ saved, seen: kept.seen });
    setDocument(String(kept.value));
    takeUp();
  };
  /** Of one's own save: what is loaded after it may be somebody else's already. */
  const compareWith = (own: string) => setOrigin({ saved, seen: own });
  return { document, setDocument, origin, changed, kept, adopt, restore, compareWith };
}

/** The same, and what saving it said. */
function useProgramDocument(saved: string, seen: string) {
  const text = useAdminText();
  const shopify = useAppBridge();
  const fetcher = useFetcher<SavedDocument | Unreachable>();
  const { document, setDocument, origin, changed, kept, adopt, restore, compareWith } = useDocumentText(
    saved,
    seen,
  );
  const [failed, setFailed] = useState<Failed | null>(null);
  const [unreadable, setUnreadable] = useState<UnreadableFile | null>(null);
  const sent = useRef('');
  const answer = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!answer) return;
    setFailed(answer.ok ? null : answer);
    if (!answer.ok) return;
    shopify.toast.show(text('program.saved'));
    // The store keeps the document in its normal form; what was typed while the save was on its way stays.
    if (document === sent.current) adopt();
    else compareWith(answer.seen);
    // Once for each answer.
  }, [answer]);
  /** `over`: the state of somebody else's that is overwritten knowingly. */
  const save = (over?: string) => {
    const read = readProgramText(document);
    if (!read.ok) return setFailed(read);
    sent.current = document;
    const filledWith = over ?? origin.seen;
    void fetcher.submit({ document, seen: filledWith }, { method: 'post' });
  };
  const type = (read: FileText) => {
    setUnreadable(read.ok ? null : read.reason);
    if (read.ok) setDocument(read.text);
  };
  const discard = () => {
    setFailed(null);
    setUnreadable(null);
    adopt();
  };
  const saving = fetcher.state !== 'idle';
  return { document, changed, saving, failed, unreadable, kept, save, type, discard, restore };
}
