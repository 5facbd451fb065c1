import { Banner, Card, EmptyState } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import type { LevelsList } from './levels-list.tsx';
import { ListFailed } from './list-failed.tsx';
import { useAnswer } from './use-answer.ts';

/** Before the first level: three to begin with, whose thresholds fit the shop's own members as soon as these are counted. */
export function NoLevels({ list }: { list: LevelsList }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { send, isBusy, failed, isGone } = list;
  const answer = useAnswer<{ suggested: [string, string] }>('/app/program/tiers/suggested');
  const suggested = answer?.suggested;
  const [silver, gold] = (suggested ?? []).map((threshold) => format.points(BigInt(threshold)));
  return (
    <>
      {isGone ? <Banner tone="warning" title={text('tiers.gone')} /> : null}
      <ListFailed failed={failed} stale={text('form.stale.title')} />
      <Card>
        <EmptyState
          heading={text('tiers.none')}
          image=""
          action={{
            content: text('tiers.start'),
            onAction: () => send({ intent: 'start', thresholds: suggested }),
            loading: isBusy,
          }}
        >
          <p>{text('tiers.none.body')}</p>
          <p aria-live="polite">
            {silver && gold ? text('tiers.none.suggested', { silver, gold }) : null}
            {answer === undefined ? text('tiers.counting') : null}
          </p>
        </EmptyState>
      </Card>
    </>
  );
}
