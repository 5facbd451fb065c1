import { Badge, BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Props = {
  jobs: { active: number; due: number; dead: number };
  /** Of the dead, the rewards that wait for a person. */
  waiting: number;
};

/** Whether the work beside the deliveries is done: rewards, what is written to Shopify, expiry; and what to do where it is not. */
export function QueueCard({ jobs: { active, due, dead }, waiting }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const words = (value: number) => ({ number: format.number(value) });
  const done = active + due + dead === 0;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text('home.queue.title')}
          </Text>
          <InlineStack gap="200">
            {active > 0 ? <Badge tone="info">{text('home.queue.active', words(active))}</Badge> : null}
            {due > 0 ? (
              <Badge tone="info" progress="partiallyComplete">
                {text('home.queue.due', words(due))}
              </Badge>
            ) : null}
            {dead > 0 ? <Badge tone="critical">{text('home.queue.dead', words(dead))}</Badge> : null}
            {done ? (
              <Badge tone="success" progress="complete">
                {text('home.queue.ok')}
              </Badge>
            ) : null}
          </InlineStack>
        </InlineStack>
        {done ? <Text as="p">{text('home.queue.ok.detail')}</Text> : null}
        {due > 0 ? <Text as="p">{text('home.queue.due.detail')}</Text> : null}
        {dead > 0 ? (
          <Text as="p">
            {text('home.queue.dead.detail')}{' '}
            {waiting > 0 ? <Link url="/app/redemptions">{text('home.review.open')}</Link> : null}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
