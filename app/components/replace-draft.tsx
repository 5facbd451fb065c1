/** "Make this the draft": asks where work would be replaced, says what came of it, and can be taken back. */
import { useFetcher } from '@remix-run/react';
import { Modal, TitleBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Box, Button, ButtonGroup, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { canonicalJson } from '../domain/canonical-json.ts';
import type { Program } from '../domain/program.ts';
import type { StampedDraft } from '../queries/draft-state.ts';
import type { SavedDocument } from '../services/save-document.ts';
import { useAdminText } from './admin-text.tsx';
import { DocumentFaults } from './document-faults.tsx';
import type { Unreachable } from './form/section-result.ts';

type Props = {
  document: Program;
  /** What the document is called here: "Version 3". */
  name: string;
  draft: StampedDraft;
  replacing: Replacing;
};

export function ReplaceDraft({ document, name, draft, replacing }: Props) {
  const text = useAdminText();
  const [asking, setAsking] = useState(false);
  const { replace, undo, busy, done, result } = replacing;
  const isSame = canonicalJson(document) === canonicalJson(draft.program);
  return (
    <BlockStack gap="300">
      {result?.ok === false && result.reason === 'stale' ? (
        <Banner tone="warning" title={text('program.stale.title')}>
          {text('document.replace.stale')}
        </Banner>
      ) : null}
      {result?.ok === false && result.reason !== 'stale' ? <DocumentFaults failed={result} /> : null}
      {done === null ? null : (
        <Banner
          tone="success"
          title={text(done === 'undone' ? 'document.replace.undone' : 'document.replace.done', { name })}
        >
          <ButtonGroup>
            {done === 'undone' ? null : (
              <Button onClick={undo} loading={busy}>
                {text('action.undo')}
              </Button>
            )}
            <Button variant="plain" url="/app/program">
              {text('document.toProgramme')}
            </Button>
          </ButtonGroup>
        </Banner>
      )}
      {done !== null && done !== 'undone' ? null : (
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <InlineStack gap="300" blockAlign="center">
            <Button
              variant="primary"
              disabled={isSame}
              loading={busy}
              onClick={() => (draft.differs ? setAsking(true) : replace())}
            >
              {text('document.replace')}
            </Button>
            {isSame ? (
              <Text as="span" tone="subdued">
                {text('document.replace.same')}
              </Text>
            ) : null}
          </InlineStack>
        </Box>
      )}
      <ReplaceDialog
        open={asking}
        consequence={text('document.replace.consequence')}
        action={text('document.replace')}
        onClose={() => setAsking(false)}
        onReplace={replace}
      />
    </BlockStack>
  );
}

type Replacing = ReturnType<typeof useReplacing>;

type DialogProps = {
  open: boolean;
  consequence: string;
  action: string;
  onClose: () => void;
  onReplace: () => void;
};

/** Asks before a draft that holds work becomes another. */
export function ReplaceDialog(props: DialogProps) {
  const text = useAdminText();
  const replace = () => {
    props.onClose();
    props.onReplace();
  };
  return (
    <Modal open={props.open} onHide={props.onClose}>
      <Box padding="400">
        <Text as="p">{props.consequence}</Text>
      </Box>
      <TitleBar title={text('document.replace.title')}>
        <button variant="primary" onClick={replace}>
          {props.action}
        </button>
        <button onClick={props.onClose}>{text('action.cancel')}</button>
      </TitleBar>
    </Modal>
  );
}

/** What was the draft before is kept here, to be given back as any document is saved: where nobody has saved since. */
export function useReplacing(document: Program, draft: StampedDraft) {
  const fetcher = useFetcher<SavedDocument | Unreachable>();
  const [sent, setSent] = useState<{ isUndo: boolean; before: Program } | null>(null);
  const [done, setDone] = useState<{ before: Program; seen: string } | 'undone' | null>(null);
  const result = fetcher.state === 'idle' && sent ? fetcher.data : undefined;
  useEffect(() => {
    if (result?.ok && sent) setDone(sent.isUndo ? 'undone' : { before: sent.before, seen: result.seen });
    // Somebody has saved since: the document is the draft no more, and could never be taken back.
    if (result?.ok === false && result.reason === 'stale') setDone(null);
    // Once for each answer.
  }, [result]);
  const send = (program: Program, seen: string) =>
    fetcher.submit({ document: JSON.stringify(program), seen }, { method: 'post' });
  const replaced = done !== null && done !== 'undone' ? done.before : null;
  return {
    result,
    done,
    /** What the document is compared with: the draft as it is now, or as it was before the document became it. */
    before: replaced ?? (result?.ok && sent?.isUndo === false ? sent.before : draft.program),
    busy: fetcher.state !== 'idle',
    replace: () => {
      setSent({ isUndo: false, before: draft.program });
      void send(document, draft.seen);
    },
    undo: () => {
      if (done === null || done === 'undone') return;
      setSent({ isUndo: true, before: done.before });
      void send(done.before, done.seen);
    },
  };
}
