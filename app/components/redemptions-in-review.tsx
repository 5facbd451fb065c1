import { Badge, BlockStack, Button, Icon, InlineStack, Link, Text } from '@shopify/polaris';
import { AlertTriangleIcon } from '@shopify/polaris-icons';
import { textWithTerms } from '../locales/reward-text.ts';
import type { CustomerNames } from '../queries/customer-names.ts';
import type { RedemptionInReview } from '../queries/redemptions-in-review.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { customerLabel } from './customer-label.ts';
import { redemptionLook } from './redemption-status.ts';
import { reviewProblem } from './review-words.ts';

type Props = {
  redemptions: RedemptionInReview[];
  names: CustomerNames['names'];
  /** Of the redemption that is being acted on. */
  busy: string | null;
  onRetry: (redemption: RedemptionInReview) => void;
  onGiveBack: (redemption: RedemptionInReview) => void;
};

/** What went wrong with each, and the two things that a person can do about it. */
export function RedemptionsInReview({ redemptions, names, busy, onRetry, onGiveBack }: Props) {
  return (
    <ul className="timeline">
      {redemptions.map((redemption) => (
        <ReviewItem
          key={redemption.id}
          redemption={redemption}
          name={names[redemption.customerId ?? '']}
          isBusy={busy === redemption.id}
          onRetry={() => onRetry(redemption)}
          onGiveBack={() => onGiveBack(redemption)}
        />
      ))}
    </ul>
  );
}

type ItemProps = {
  redemption: RedemptionInReview;
  name: CustomerNames['names'][string] | undefined;
  isBusy: boolean;
  onRetry: () => void;
  onGiveBack: () => void;
};

function ReviewItem({ redemption, name, isBusy, onRetry, onGiveBack }: ItemProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { id, customerId, offer, rewardId, points, code, since, ending } = redemption;
  const look = redemptionLook('needs_review', ending ? 'cancelled' : null);
  const label = customerLabel(customerId, name, text);
  return (
    <li data-redemption={id}>
      <span className="timeline__mark">
        <Icon source={AlertTriangleIcon} />
      </span>
      <BlockStack gap="100">
        <div className="timeline__head">
          <Text as="h2" variant="headingSm">
            {offer ? textWithTerms(offer.name, offer.terms, locale) : rewardId}
          </Text>
          <Badge tone={look.tone}>{text(look.word)}</Badge>
          <Text as="span" tone="subdued">
            <time dateTime={since.toISOString()}>{format.moment(since)}</time>
          </Text>
        </div>
        <p>
          {customerId ? (
            <Link url={`/app/members/${customerId}`}>
              <bdi>{label}</bdi>
            </Link>
          ) : (
            label
          )}{' '}
          <bdi>
            <code>{code}</code>
          </bdi>
        </p>
        <p>{text(reviewProblem(redemption.fault), { codes: redemption.fault?.codes.join(', ') ?? '' })}</p>
        {ending ? null : (
          <InlineStack gap="400">
            <Button variant="plain" loading={isBusy} onClick={onRetry}>
              {text('review.retry')}
            </Button>
            {offer ? (
              <Button variant="plain" tone="critical" onClick={onGiveBack}>
                {text(points === 0n ? 'review.end' : 'review.giveBack')}
              </Button>
            ) : null}
          </InlineStack>
        )}
      </BlockStack>
      <p className="timeline__points">
        <bdi>{format.points(points)}</bdi>
      </p>
    </li>
  );
}
