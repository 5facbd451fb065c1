import { BlockStack, Card, Text } from '@shopify/polaris';
import type { MemberBalance as Balance } from '../queries/member-timeline.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { FigureCard } from './figure-card.tsx';
import { pointWorth } from './point-worth.ts';
import { useShop } from './shop-context.tsx';

/** The balance is the largest thing; what of it can be spent stands beside it. */
export function MemberBalance({
  member,
  pointValue,
}: {
  member: Balance;
  pointValue: { currency: string; amount: string }[];
}) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { currency } = useShop();
  const { balance, available, pending, lifetimeEarned, nextPending, nextExpiry } = member;
  const dated = (key: 'member.availableUntil' | 'member.pendingUntil', next: Balance['nextExpiry']) =>
    next ? text(key, { points: format.points(next.points), date: format.date(next.at) }) : undefined;
  const worth = pointWorth(balance, pointValue, currency);
  const note =
    balance < 0n
      ? text('member.debt')
      : worth !== null && currency
        ? text('worth', { amount: format.money(worth, currency) })
        : '\u00a0';
  return (
    <div className="figures">
      <Card>
        <BlockStack gap="100">
          <Text as="h2" variant="bodyMd" tone="subdued">
            {text('member.balance')}
          </Text>
          <p className="figure figure--balance" data-testid="balance">
            <bdi>{format.number(balance)}</bdi>
          </p>
          <Text as="p" variant="bodySm" tone="subdued">
            {note}
          </Text>
        </BlockStack>
      </Card>
      <FigureCard
        label={text('member.available')}
        value={format.number(available)}
        note={dated('member.availableUntil', nextExpiry)}
      />
      <FigureCard
        label={text('member.pending')}
        value={format.number(pending)}
        note={dated('member.pendingUntil', nextPending)}
      />
      <FigureCard label={text('member.lifetime')} value={format.number(lifetimeEarned)} />
    </div>
  );
}
