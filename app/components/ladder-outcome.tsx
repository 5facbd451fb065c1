import { Banner, BlockStack, Card, Spinner, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import type { LadderState } from './use-tier-ladder.ts';

/** What the ladder as it is typed does to today's members. */
export function LadderOutcome({ state }: { state: LadderState }) {
  const text = useAdminText();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {text('tiers.outcome')}
        </Text>
        <div aria-live="polite">
          <Moves state={state} />
        </div>
        <Text as="p" tone="subdued">
          {text('tiers.outcome.help')}
        </Text>
        <Text as="p" tone="subdued">
          {text('tiers.outcome.publish')}
        </Text>
      </BlockStack>
    </Card>
  );
}

function Moves({ state }: { state: LadderState }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (state.status === 'tooLong')
    return <Banner>{text('tiers.tooLong', { again: format.moment(new Date(state.again)) })}</Banner>;
  if (state.status !== 'counted')
    return (
      <Text as="p">
        {state.status === 'counting' ? (
          <Spinner size="small" accessibilityLabel={text('tiers.counting')} />
        ) : null}{' '}
        {text(`tiers.${state.status}`)}
      </Text>
    );
  const { up, down, rounded, overtaken, countedAt } = state.ladder;
  return (
    <BlockStack gap="200">
      <Text as="p" variant="headingSm">
        {up + down === 0
          ? text('tiers.nobodyMoves')
          : [
              ...(up > 0 ? [text('tiers.up', { count: up, number: format.number(up) })] : []),
              ...(down > 0 ? [text('tiers.down', { count: down, number: format.number(down) })] : []),
            ].join(' ')}
      </Text>
      {rounded ? <Text as="p">{text('tiers.rounded')}</Text> : null}
      {overtaken.length > 0 ? <Banner tone="warning">{text('tiers.overtaken.help')}</Banner> : null}
      <Text as="p" tone="subdued" variant="bodySm">
        {text('tiers.asOf', { date: format.moment(new Date(countedAt)) })}
      </Text>
    </BlockStack>
  );
}
