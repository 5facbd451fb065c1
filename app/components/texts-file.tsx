/** The texts as a file for a translator, and back: what it changes is shown before anything is saved. */
import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Button, DropZone, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { programTexts } from '../domain/program-texts.ts';
import type { Program } from '../domain/program.ts';
import type { TextsImport } from '../services/import-texts.ts';
import type { TextChange } from '../services/texts-csv.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { csvFaultText } from './csv-fault-text.ts';
import { FieldCard } from './form/field-card.tsx';
import { readTextFile } from './text-file.ts';
import type { Unreachable } from './form/section-result.ts';
import { languageName } from './language-name.ts';
import { FaultList } from './program-faults.tsx';
import { placeName } from './text-place-words.ts';
import { useWords } from './words.ts';
import { download } from './download.ts';

type Answer = TextsImport | Unreachable;

export function TextsFile({ program, changed }: { program: Program; changed: boolean }) {
  const text = useAdminText();
  const locale = useLocale();
  const file = useTextsFile();
  const [exportFailed, setExportFailed] = useState(false);
  return (
    <FieldCard title={text('texts.file')} help={text('texts.file.help')}>
      <InlineStack gap="200">
        <Button
          onClick={() =>
            void download(`/app/program/texts/export?locale=${encodeURIComponent(locale)}`, 'texts.csv').then(
              (done) => setExportFailed(!done),
            )
          }
        >
          {text('texts.export')}
        </Button>
      </InlineStack>
      {changed ? (
        <Text as="p" tone="subdued">
          {text('texts.file.unsaved')}
        </Text>
      ) : null}
      {exportFailed ? <Banner tone="critical" title={text('texts.export.failed')} /> : null}
      <DropZone
        accept=".csv,text/csv"
        allowMultiple={false}
        disabled={changed || file.busy}
        label={text('texts.import')}
        onDrop={(_all, [accepted]) => {
          if (accepted) void file.choose(accepted);
        }}
        variableHeight
      >
        <DropZone.FileUpload
          actionTitle={text('texts.import.choose')}
          actionHint={text('texts.import.hint')}
        />
      </DropZone>
      <ImportResult program={program} file={file} />
    </FieldCard>
  );
}

type Chosen = ReturnType<typeof useTextsFile>;

type Saved = Extract<TextsImport, { state: 'saved' }>;

const isSaved = (answer: Answer | null): answer is Saved =>
  answer !== null && 'state' in answer && answer.state === 'saved';

function useTextsFile() {
  const fetcher = useFetcher<Answer>();
  const text = useAdminText();
  const shopify = useAppBridge();
  const [csv, setCsv] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [unreadable, setUnreadable] = useState(false);
  const [dropped, setDropped] = useState<Answer | null>(null);
  const send = (fields: Record<string, string>) =>
    fetcher.submit(fields, { method: 'post', action: '/app/program/texts/import' });
  const answer = fetcher.state === 'idle' && fetcher.data !== dropped ? (fetcher.data ?? null) : null;
  useEffect(() => {
    if (isSaved(answer)) shopify.toast.show(text('texts.import.saved', { count: answer.total }));
    // Once for each answer.
  }, [answer]);
  return {
    answer: isSaved(answer) ? null : answer,
    name,
    unreadable,
    busy: fetcher.state !== 'idle',
    choose: async (file: File) => {
      const read = await readTextFile(file);
      setName(file.name);
      setUnreadable(read === null);
      setCsv(read);
      setDropped(fetcher.data ?? null);
      if (read !== null) send({ csv: read });
    },
    look: () => {
      if (csv !== null) send({ csv });
    },
    apply: (seen: string) => {
      if (csv !== null) send({ csv, seen });
    },
    drop: () => setDropped(fetcher.data ?? null),
  };
}

function ImportResult({ program, file }: { program: Program; file: Chosen }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { answer, name } = file;
  if (file.unreadable) return <Banner tone="critical" title={text('texts.import.unreadable', { name })} />;
  if (answer && 'reason' in answer)
    return (
      <Banner tone="critical" title={text('form.unreachable.title')}>
        <Button onClick={file.look}>{text('action.retry')}</Button>
      </Banner>
    );
  switch (answer?.state) {
    case 'faults':
      return (
        <Banner tone="critical" title={text('texts.import.faults', { name, count: answer.total })}>
          <BlockStack gap="200">
            <ul className="faults">
              {answer.faults.map((fault) => (
                <li key={JSON.stringify(fault)}>{csvFaultText(fault, text, format)}</li>
              ))}
            </ul>
            {answer.total > answer.faults.length ? (
              <Text as="p">
                {text('texts.import.moreFaults', {
                  number: format.number(answer.total - answer.faults.length),
                })}
              </Text>
            ) : null}
          </BlockStack>
        </Banner>
      );
    case 'stale':
      return (
        <Banner tone="warning" title={text('form.stale.title')}>
          <Button onClick={file.look}>{text('texts.import.again')}</Button>
        </Banner>
      );
    case 'refused':
      return (
        <Banner tone="critical" title={text('form.refused.title')}>
          <FaultList faults={answer.faults} />
        </Banner>
      );
    case 'preview':
      return <Preview program={program} file={file} preview={answer} />;
    default:
      return null;
  }
}

type PreviewProps = { program: Program; file: Chosen; preview: Extract<TextsImport, { state: 'preview' }> };

function Preview({ program, file, preview }: PreviewProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { changes, total, removed, seen } = preview;
  if (total === 0) return <Banner tone="info" title={text('texts.import.nothing', { name: file.name })} />;
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {text('texts.import.preview', { name: file.name, count: total, number: format.number(total) })}
      </Text>
      {removed > 0 ? (
        <Banner
          tone="warning"
          title={text('texts.import.removed', { count: removed, number: format.number(removed) })}
        />
      ) : null}
      <ChangesTable program={program} changes={changes} />
      {total > changes.length ? (
        <Text as="p">{text('texts.import.more', { number: format.number(total - changes.length) })}</Text>
      ) : null}
      <InlineStack gap="200">
        <Button variant="primary" loading={file.busy} onClick={() => file.apply(seen)}>
          {text('texts.import.apply', { count: total, number: format.number(total) })}
        </Button>
        <Button onClick={file.drop}>{text('action.cancel')}</Button>
      </InlineStack>
    </BlockStack>
  );
}

function ChangesTable({ program, changes }: { program: Program; changes: readonly TextChange[] }) {
  const words = useWords();
  const { text, locale } = words;
  const places = new Map(programTexts(program).map(({ key, place }) => [key, place]));
  const title = text('texts.import.changes');
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
      <table className="plain-table">
        <thead>
          <tr>
            {(['text', 'language', 'before', 'after'] as const).map((column) => (
              <th key={column} scope="col">
                {text(`texts.import.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ key, language, before, after }) => {
            const place = places.get(key);
            return (
              <tr key={`${key} ${language}`}>
                <th scope="row">
                  <bdi>{place ? placeName(place, program, words, language) : key}</bdi>
                </th>
                <td>{languageName(language, locale)}</td>
                <td dir="auto">{before ?? '–'}</td>
                <td dir="auto">{after ?? text('texts.import.gone')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
