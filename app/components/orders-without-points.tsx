import { BlockStack, Card, Icon, Text } from '@shopify/polaris';
import { InfoIcon } from '@shopify/polaris-icons';
import type { OrderExplanation } from '../domain/explanation.ts';
import { explanationSentence } from '../locales/explanation.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { Details, OrderLink } from './timeline-item.tsx';

type Props = { orders: { orderId: string; at: Date | null; explanation: OrderExplanation }[]; more: number };

/** Orders that have no entry in the ledger, with the reason for that. */
export function OrdersWithoutPoints({ orders, more }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  if (orders.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h2" variant="headingMd">
          {text('member.noPoints.title')}
        </Text>
        <Text as="p" tone="subdued">
          {text('member.noPoints.body')}
        </Text>
        <ul className="timeline">
          {orders.map(({ orderId, at, explanation }) => (
            <li key={orderId} data-order={orderId}>
              <span className="timeline__mark">
                <Icon source={InfoIcon} />
              </span>
              <div>
                <div className="timeline__head">
                  <OrderLink explanation={explanation} />
                  {at ? (
                    <Text as="span" tone="subdued">
                      <time dateTime={at.toISOString()}>{format.moment(at)}</time>
                    </Text>
                  ) : null}
                </div>
                <p>{explanationSentence(explanation, locale)}</p>
                <Details explanation={explanation} />
              </div>
              <p className="timeline__points">{format.number(0n)}</p>
            </li>
          ))}
        </ul>
        {more > 0 ? <Text as="p">{text('member.noPoints.more', { count: more })}</Text> : null}
      </BlockStack>
    </Card>
  );
}
