import { BlockStack, Button, Card, EmptyState, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { Timeline, TimelineEntry } from '../queries/member-timeline.ts';
import type { useAdjusting } from './adjust-points.tsx';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { TimelineItem } from './timeline-item.tsx';
import { UndoAdjustmentDialog } from './undo-adjustment-dialog.tsx';

type Props = Timeline & {
  isNewest: boolean;
  balance: bigint;
  now: Date;
  connected: boolean;
  adjusting: ReturnType<typeof useAdjusting>;
};

/** The entries, newest first. New ones are told to screen readers too, politely. */
export function MemberTimeline({ entries, older, isNewest, balance, now, connected, adjusting }: Props) {
  const text = useAdminText();
  const [asking, setAsking] = useState<TimelineEntry | null>(null);
  const news = useNews(entries[0]?.seq ?? 0, isNewest, balance);
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="baseline" gap="200">
          <Text as="h2" variant="headingMd">
            {text('member.timeline')}
          </Text>
          <Text as="span" tone="subdued" variant="bodySm">
            {text(connected ? 'member.live' : 'member.live.paused')}
          </Text>
        </InlineStack>
        <div role="status" aria-live="polite">
          <Text as="p" visuallyHidden>
            {news}
          </Text>
        </div>
        {entries.length === 0 ? (
          <EmptyState heading={text('member.timeline.empty.title')} image="">
            <p>{text('member.timeline.empty.body')}</p>
          </EmptyState>
        ) : (
          <Entries entries={entries} now={now} undoing={adjusting.undoing} onUndo={setAsking} />
        )}
        {older || !isNewest ? (
          <InlineStack gap="200">
            {isNewest ? null : <Button url="?">{text('member.timeline.newest')}</Button>}
            {older ? <Button url={`?before=${older}`}>{text('member.timeline.older')}</Button> : null}
          </InlineStack>
        ) : null}
      </BlockStack>
      <UndoAdjustmentDialog
        points={asking && asking.points - asking.expired}
        balance={balance}
        onConfirm={() => adjusting.undo(asking?.seq ?? 0)}
        onClose={() => setAsking(null)}
      />
    </Card>
  );
}

type EntriesProps = {
  entries: TimelineEntry[];
  now: Date;
  undoing: number | null;
  onUndo: (entry: TimelineEntry) => void;
};

function Entries({ entries, now, undoing, onUndo }: EntriesProps) {
  const text = useAdminText();
  return (
    <ol className="timeline" aria-label={text('member.timeline')} reversed>
      {entries.map((entry) => (
        <TimelineItem
          key={entry.seq}
          entry={entry}
          now={now}
          undo={
            isUndoable(entry) ? (
              <Button variant="plain" loading={undoing === entry.seq} onClick={() => onUndo(entry)}>
                {text('member.adjust.undo')}
              </Button>
            ) : null
          }
        />
      ))}
    </ol>
  );
}

/** An adjustment that nothing undid, and that undoes nothing. */
const isUndoable = ({ kind, undoes, undoneBy }: TimelineEntry) =>
  kind === 'adjustment' && undoes === null && undoneBy === null;

/** What arrived since the page was opened, as a sentence; empty at first. */
function useNews(newest: number, isNewest: boolean, balance: bigint): string {
  const text = useAdminText();
  const format = useAdminFormat();
  const seen = useRef(isNewest ? newest : null);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (!isNewest) return;
    const count = seen.current === null ? 0 : newest - seen.current;
    seen.current = newest;
    if (count > 0) setNews(text('member.news', { count, balance: format.points(balance) }));
  }, [newest, isNewest, balance, text, format]);
  return news;
}
