import { useFetcher } from '@remix-run/react';
import { Badge, Banner, BlockStack, Button, Card, Icon, InlineStack, Link, Text } from '@shopify/polaris';
import { DiscountCodeIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import type { Refusal } from '../domain/rewards.ts';
import { originText } from '../locales/grant-text.ts';
import { refusalText, textWithTerms } from '../locales/reward-text.ts';
import type { MemberRedemption } from '../queries/member-redemptions.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import type { Unreachable } from './form/section-result.ts';
import { CancelRedemptionDialog } from './cancel-redemption-dialog.tsx';
import { redemptionLook } from './redemption-status.ts';

export type CancelResult = { intent: 'cancel'; ok: true } | { intent: 'cancel'; ok: false; refusal: Refusal };

/** What the member spent points on, and where each of it stands. Not shown before the first. */
export function MemberRedemptions({ redemptions }: { redemptions: MemberRedemption[] }) {
  const text = useAdminText();
  const locale = useLocale();
  const cancelling = useFetcher<CancelResult | Unreachable>();
  const [asking, setAsking] = useState<MemberRedemption | null>(null);
  if (redemptions.length === 0) return null;
  const failed = cancelling.data?.ok === false ? cancelling.data : null;
  const busy = cancelling.formData?.get('redemptionId');
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text('redemptions.title')}
        </Text>
        {failed && 'refusal' in failed ? (
          <Banner tone="warning">{refusalText(failed.refusal, locale)}</Banner>
        ) : null}
        {failed && 'reason' in failed ? (
          <Banner tone="critical" title={text('form.unreachable.title')} />
        ) : null}
        <ul className="timeline">
          {redemptions.map((redemption) => (
            <RedemptionItem
              key={redemption.id}
              redemption={redemption}
              busy={busy === redemption.id}
              onCancel={() => setAsking(redemption)}
            />
          ))}
        </ul>
      </BlockStack>
      <CancelRedemptionDialog
        points={asking?.points ?? null}
        onConfirm={() =>
          cancelling.submit({ intent: 'cancel', redemptionId: asking?.id ?? '' }, { method: 'post' })
        }
        onClose={() => setAsking(null)}
      />
    </Card>
  );
}

type ItemProps = { redemption: MemberRedemption; busy: boolean; onCancel: () => void };

function RedemptionItem({ redemption, busy, onCancel }: ItemProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { name, terms, origin, status, ending, code, createdAt, points, cancellable } = redemption;
  const look = redemptionLook(status, ending);
  return (
    <li data-redemption={redemption.id} data-status={status}>
      <span className="timeline__mark">
        <Icon source={DiscountCodeIcon} />
      </span>
      <div>
        <div className="timeline__head">
          <Text as="h3" variant="headingSm">
            {origin?.kind === 'shipping' ? originText(origin, locale) : textWithTerms(name, terms, locale)}
          </Text>
          <Badge tone={look.tone}>{text(look.word)}</Badge>
          <Text as="span" tone="subdued">
            <time dateTime={createdAt.toISOString()}>{format.moment(createdAt)}</time>
          </Text>
        </div>
        {origin && origin.kind !== 'shipping' ? <p>{originText(origin, locale)}</p> : null}
        {code ? (
          <Text as="p" tone="subdued">
            <bdi>
              <code>{code}</code>
            </bdi>
          </Text>
        ) : null}
        <Progress redemption={redemption} />
        {cancellable ? (
          <InlineStack>
            <Button variant="plain" tone="critical" loading={busy} onClick={onCancel}>
              {text('redemptions.cancel')}
            </Button>
          </InlineStack>
        ) : null}
      </div>
      <p className="timeline__points" title={format.points(points)}>
        <bdi>{format.number(points)}</bdi>
      </p>
    </li>
  );
}

/** What happened to it, or what it waits for. */
function Progress({ redemption }: { redemption: MemberRedemption }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const { status, usedAt, usedOrderId, expiresAt, fault } = redemption;
  if (status === 'used' && usedAt) {
    return (
      <p>
        {text('redemptions.usedAt', { date: format.moment(usedAt) })}{' '}
        {usedOrderId ? (
          <Link url={`shopify://admin/orders/${usedOrderId}`} target="_top">
            {text('redemptions.order')}
          </Link>
        ) : null}
      </p>
    );
  }
  if (fault && (status === 'failed' || status === 'needs_review')) {
    const values = { codes: fault.codes.join(', ') };
    return <p>{text(status === 'failed' ? 'redemptions.refused' : 'redemptions.review', values)}</p>;
  }
  if (status === 'issued' && expiresAt)
    return <p>{text('redemptions.until', { date: format.date(expiresAt) })}</p>;
  return null;
}
