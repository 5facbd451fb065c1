import { Card, EmptyState } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ListFailure, useLevelsList } from './levels-list.tsx';

/** Before the first level: three to begin with, whose thresholds fit the shop's own members. */
export function NoLevels({
  suggested,
  tiersSeen,
}: {
  suggested: readonly [string, string];
  tiersSeen: string;
}) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { send, isBusy, failed } = useLevelsList({ tiers: null, tiersSeen });
  const [silver, gold] = suggested.map((threshold) => format.points(BigInt(threshold)));
  return (
    <>
      <ListFailure failed={failed} />
      <Card>
        <EmptyState
          heading={text('tiers.none')}
          image=""
          action={{
            content: text('tiers.start'),
            onAction: () => send({ intent: 'start' }),
            loading: isBusy,
          }}
        >
          <p>{text('tiers.none.body')}</p>
          <p>{text('tiers.none.suggested', { silver: silver ?? '', gold: gold ?? '' })}</p>
        </EmptyState>
      </Card>
    </>
  );
}
