import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Health = {
  unprocessed: number;
  oldestAt: Date | null;
  late: boolean;
  refused: number;
  lookups: { waiting: number; denied: boolean };
  refusals: { id: string; topic: string; reason: string; receivedAt: Date }[];
};

/** Whether everything that Shopify told us has reached the ledger, and what has not. */
export function DeliveryCard({ health }: { health: Health }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const count = (value: number) => ({ count: value, number: format.number(value) });
  const { unprocessed, oldestAt, late, refused, lookups, refusals } = health;
  const done = unprocessed + refused + lookups.waiting === 0;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text('home.health.title')}
          </Text>
          <InlineStack gap="200">
            {unprocessed > 0 ? (
              <Badge tone={late ? 'warning' : 'info'} progress="partiallyComplete">
                {text('home.health.waiting', count(unprocessed))}
              </Badge>
            ) : null}
            {refused > 0 ? (
              <Badge tone="critical">{text('home.health.refused', count(refused))}</Badge>
            ) : null}
            {lookups.waiting > 0 ? (
              <Badge tone={lookups.denied ? 'warning' : 'info'} progress="partiallyComplete">
                {text('home.health.lookups', count(lookups.waiting))}
              </Badge>
            ) : null}
            {done ? (
              <Badge tone="success" progress="complete">
                {text('home.health.ok')}
              </Badge>
            ) : null}
          </InlineStack>
        </InlineStack>
        {done ? <Text as="p">{text('home.health.ok.detail')}</Text> : null}
        {oldestAt ? (
          <Text as="p">
            {text(late ? 'home.health.late.detail' : 'home.health.waiting.detail', {
              when: format.moment(oldestAt),
            })}
          </Text>
        ) : null}
        {lookups.waiting > 0 ? (
          <Text as="p">
            {text(lookups.denied ? 'home.health.lookups.denied' : 'home.health.lookups.detail')}
          </Text>
        ) : null}
        {refused > 0 ? <Text as="p">{text('home.health.refused.detail')}</Text> : null}
        {refusals.length > 0 ? <Refusals refusals={refusals} /> : null}
      </BlockStack>
    </Card>
  );
}

function Refusals({ refusals }: { refusals: Health['refusals'] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={text('home.health.title')}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text('home.health.refused.topic')}</th>
            <th scope="col">{text('home.health.refused.reason')}</th>
            <th scope="col" className="end">
              {text('home.health.refused.at')}
            </th>
          </tr>
        </thead>
        <tbody>
          {refusals.map((one) => (
            <tr key={one.id}>
              <td>
                <bdi>{one.topic}</bdi>
              </td>
              <td>
                <bdi lang="en">{one.reason}</bdi>
              </td>
              <td className="end">{format.moment(one.receivedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
