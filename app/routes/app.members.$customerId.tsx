/** A member: what they have, and how it came about, entry by entry. Keeps itself up to date. */
import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type MetaFunction } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { AdjustPoints, useAdjusting } from '../components/adjust-points.tsx';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { customerLabel } from '../components/customer-label.ts';
import { useLiveMember } from '../components/live-member.ts';
import { MemberBalance } from '../components/member-balance.tsx';
import { MemberConsents } from '../components/member-consents.tsx';
import { useMemberExport } from '../components/member-export.ts';
import { MemberRedemptions } from '../components/member-redemptions.tsx';
import { MemberTier } from '../components/member-tier.tsx';
import { MemberTimeline } from '../components/member-timeline.tsx';
import { OrdersWithoutPoints } from '../components/orders-without-points.tsx';
import { deps } from '../deps.server.ts';
import { ShopifyIdSchema } from '../domain/ids.ts';
import { customerNames } from '../queries/customer-names.ts';
import { memberConsents } from '../queries/member-consents.ts';
import { memberLevel } from '../queries/member-level.ts';
import { memberRedemptions } from '../queries/member-redemptions.ts';
import {
  findMember,
  memberStamp,
  memberTimeline,
  ordersWithoutPoints,
  survivorOfMember,
} from '../queries/member-timeline.ts';
import { programOverview } from '../queries/program-overview.ts';
import { requireMerchant } from '../shopify.server.ts';

/** The page's own: where the network is lost, another route's could not even be fetched. */
export { action, clientAction } from './app.members.$customerId_.change/route.ts';
export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, admin, redirect } = await requireMerchant(request);
  const customerId = params['customerId'] ?? '';
  const known = ShopifyIdSchema.safeParse(customerId).success;
  if (!known) return { customerId, stamp: null, found: null };
  // Read before the rest: news that arrives meanwhile then makes the page load once more, never once too few.
  const stamp = await memberStamp(deps(), shop, customerId);
  const member = await findMember(deps(), shop, customerId);
  if (!member) return { customerId, stamp, found: null };
  const survivor = await survivorOfMember(deps(), shop, customerId);
  if (survivor !== customerId) throw redirect(`/app/members/${survivor}`);
  const asked = new URL(request.url).searchParams.get('before') ?? '';
  const before = /^\d{1,9}$/.test(asked) ? Number(asked) : null;
  const [timeline, redemptions, without, level, consents, names, { published }] = await Promise.all([
    memberTimeline(deps(), shop, member.memberId, before),
    memberRedemptions(deps().pool, shop, member.memberId),
    ordersWithoutPoints(deps(), shop, member.memberId),
    memberLevel(deps(), shop, member.memberId),
    memberConsents(deps(), shop, member.memberId),
    customerNames(admin, [customerId]),
    programOverview(deps(), shop),
  ]);
  const found = {
    member,
    timeline,
    redemptions,
    without,
    level,
    consents,
    tiers: published?.program.tiers ?? null,
    name: names.names[customerId],
    pointValue: published?.program.pointValue ?? [],
    isNewest: before === null,
    now: deps().clock.now(),
    nextKey: deps().random.uuid(),
  };
  return { customerId, stamp, found };
}

export default function Member() {
  const { customerId, stamp, found } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  const { connected } = useLiveMember(customerId, stamp);
  const adjusting = useAdjusting(customerId);
  const exporting = useMemberExport(customerId);
  const back = { content: text('members.title'), url: '/app/members' };
  if (!found) {
    return (
      <Page title={text('customer.unnamed', { id: customerId })} backAction={back}>
        <Card>
          <EmptyState
            heading={text('member.notFound.title')}
            image=""
            action={{ content: text('member.notFound.action'), url: '/app/members' }}
          >
            <p>{text('member.notFound.body', { id: customerId })}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  const { member, timeline, redemptions, without, level, consents, tiers, name, pointValue, isNewest, now } =
    found;
  return (
    <Page
      title={customerLabel(customerId, name, text)}
      subtitle={text('member.enrolled', { date: format.date(member.enrolledAt) })}
      backAction={back}
      secondaryActions={[
        { content: text('member.export'), onAction: () => void exporting.start(), loading: exporting.busy },
        { content: text('member.customer'), url: `shopify://admin/customers/${customerId}`, target: '_top' },
      ]}
    >
      <BlockStack gap="400">
        <MemberBalance member={member} pointValue={pointValue} />
        <MemberConsents consents={consents} />
        {exporting.failed ? <Banner tone="critical">{text('member.export.failed')}</Banner> : null}
        {isNewest ? (
          <AdjustPoints balance={member.balance} adjusting={adjusting} nextKey={found.nextKey} />
        ) : null}
        {isNewest && tiers && level ? (
          <MemberTier standing={level} tiers={tiers} customerId={customerId} nextKey={found.nextKey} />
        ) : null}
        {isNewest ? <MemberRedemptions redemptions={redemptions} /> : null}
        <MemberTimeline
          {...timeline}
          isNewest={isNewest}
          balance={member.balance}
          now={now}
          connected={connected}
          adjusting={adjusting}
        />
        {isNewest ? <OrdersWithoutPoints {...without} /> : null}
      </BlockStack>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
