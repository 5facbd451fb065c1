import { Badge, Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { div, parseFraction, sub } from '../domain/fraction.ts';
import type { Tiers } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { LevelChange, MemberLevel } from '../queries/member-level.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { PlaceMember, usePlacing } from './place-member.tsx';
import { useShop } from './shop-context.tsx';
import { thresholdText } from './tier-words.ts';

type Props = { standing: MemberLevel; tiers: Tiers; customerId: string; nextKey: string };

export function useLevelName(tiers: Tiers): (id: string | null) => string {
  const text = useAdminText();
  const locale = useLocale();
  return (id) => {
    if (id === null) return text('member.tier.change.none');
    const level = tiers.levels.find((one) => one.id === id);
    // A level that the version in force lacks goes by its id.
    return level ? localizedText(level.name, locale) : id;
  };
}

/** The level held, the way to the next, how it came about, and placing by hand. */
export function MemberTier({ standing, tiers, customerId, nextKey }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const nameOf = useLevelName(tiers);
  const placing = usePlacing(customerId, tiers, nextKey);
  const { tier, changes, placement } = standing;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text('member.tier')}
          </Text>
          <span data-testid="level">
            <Badge tone="info">{nameOf(tier.id)}</Badge>
          </span>
        </InlineStack>
        <Text as="p" tone="subdued">
          {[
            text('member.tier.since', { date: format.date(new Date(tier.since)) }),
            ...(tier.until
              ? [text('member.tier.until', { date: format.date(lastMoment(new Date(tier.until))) })]
              : []),
          ].join(' · ')}
        </Text>
        <Progress tier={tier} tiers={tiers} />
        {placing.trouble ? (
          <Banner tone="critical">{text(`member.tier.place.trouble.${placing.trouble}`)}</Banner>
        ) : null}
        {placement ? <Placement placement={placement} nameOf={nameOf} placing={placing} /> : null}
        {changes.length > 0 ? <History changes={changes} nameOf={nameOf} /> : null}
        <PlaceMember tiers={tiers} held={tier.id} placing={placing} />
      </BlockStack>
    </Card>
  );
}

function Progress({ tier, tiers }: { tier: MemberLevel['tier']; tiers: Tiers }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { currency } = useShop();
  const nameOf = useLevelName(tiers);
  const { nextLevel } = tier;
  if (!nextLevel) return <Text as="p">{text('member.tier.top')}</Text>;
  const threshold = tiers.levels.find(({ id }) => id === nextLevel.id)?.threshold ?? '0';
  return (
    <BlockStack gap="100">
      <div className="level-bar">
        <ProgressBar
          progress={shareReached(threshold, nextLevel.missing)}
          size="small"
          ariaLabelledBy="next-level"
        />
      </div>
      <Text as="p" id="next-level">
        {text('member.tier.next', {
          missing: thresholdText(nextLevel.missing, tiers.basis, currency, text, format),
          level: nameOf(nextLevel.id),
        })}
      </Text>
    </BlockStack>
  );
}

/** A level holds while t < until: its last day is that of the moment before. */
const lastMoment = (until: Date) => new Date(until.getTime() - 1);

/** Percent of a threshold, for the length of a bar. */
function shareReached(threshold: string, missing: string): number {
  const [all, left] = [parseFraction(threshold), parseFraction(missing)];
  const reached = div(sub(all, left), all);
  return Number((reached.n * 100n) / reached.d);
}

type PlacementProps = {
  placement: NonNullable<MemberLevel['placement']>;
  nameOf: (id: string | null) => string;
  placing: ReturnType<typeof usePlacing>;
};

function Placement({ placement: { level, at, until, reason }, nameOf, placing }: PlacementProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const values = { level: nameOf(level), date: format.date(at) };
  const lastDay = until && format.date(lastMoment(until));
  return (
    <BlockStack gap="100">
      <Text as="p">
        {lastDay
          ? text('member.tier.placedUntil', { ...values, until: lastDay })
          : text('member.tier.placed', values)}{' '}
        {reason ? text('entry.reason', { reason }) : null}
      </Text>
      <InlineStack>
        <Button
          variant="plain"
          loading={placing.busy}
          onClick={() => placing.place({ level: '', until: '', reason: text('member.tier.takeBack') })}
        >
          {text('member.tier.takeBack')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

type HistoryProps = { changes: LevelChange[]; nameOf: (id: string | null) => string };

function History({ changes, nameOf }: HistoryProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const reasonOf = ({ reason, orderId, orderName, takenBack }: LevelChange) =>
    reason === 'placement' && takenBack
      ? text('member.tier.reason.takenBack')
      : text(`member.tier.reason.${reason}`, { name: orderName ?? orderId ?? '' });
  return (
    <details className="disclosure">
      <summary>{text('member.tier.history')}</summary>
      <ul className="details-list">
        {changes.map((change, index) => (
          <li key={index}>
            {change.from === null
              ? text('member.tier.change.first', { to: nameOf(change.to) })
              : text('member.tier.change', { from: nameOf(change.from), to: nameOf(change.to) })}
            <Text as="span" tone="subdued">
              {' '}
              · <time dateTime={change.at.toISOString()}>{format.moment(change.at)}</time> ·{' '}
              {reasonOf(change)}
            </Text>
          </li>
        ))}
      </ul>
    </details>
  );
}
