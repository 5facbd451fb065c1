/** Home: what the programme did, whether deliveries arrive, and what to do next. */
import type { HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, InlineStack, Link, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { DeliveryCard } from '../components/delivery-card.tsx';
import { HomeFigureCards } from '../components/home-figure-cards.tsx';
import { LedgerCard } from '../components/ledger-card.tsx';
import { MarketFigures } from '../components/market-figures.tsx';
import { MembersChart } from '../components/members-chart.tsx';
import { PeriodSelect } from '../components/period-select.tsx';
import { PointLiability } from '../components/point-liability.tsx';
import { PointsChart } from '../components/points-chart.tsx';
import { QueueCard } from '../components/queue-card.tsx';
import { ReviewCard } from '../components/review-card.tsx';
import { SetupCard } from '../components/setup-card.tsx';
import { deps } from '../deps.server.ts';
import { deliveryHealth } from '../queries/delivery-health.ts';
import { changesOf, homeFigures, periodOf } from '../queries/home-figures.ts';
import { ledgerHealth } from '../queries/ledger-health.ts';
import { programOverview } from '../queries/program-overview.ts';
import { queueHealth } from '../queries/queue-health.ts';
import { reviewFigures } from '../queries/redemptions-in-review.ts';
import { setupProgress } from '../queries/setup-progress.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { timeZone } = await shopProfile(deps(), shop);
  const period = periodOf(new URL(request.url).searchParams.get('days'));
  const [{ published }, setup, figures, health, ledger, review, jobs] = await Promise.all([
    programOverview(deps(), shop),
    setupProgress(deps(), shop),
    homeFigures(deps(), { shop, timeZone, period }),
    deliveryHealth(deps(), shop),
    ledgerHealth(deps(), shop),
    reviewFigures(deps().pool, shop),
    queueHealth(deps(), shop),
  ]);
  const changes = changesOf(figures);
  return { published, setup, figures, changes, health, ledger, jobs, waiting: review.waiting, shop };
}

export default function Home() {
  const { published, setup, figures, changes, health, ledger, jobs, waiting, shop } =
    useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  const pointValue = published?.program.pointValue ?? null;
  return (
    <Page
      title={text('home.title')}
      subtitle={text('home.subtitle', { days: format.number(figures.period) })}
      secondaryActions={[{ content: text('setup.title'), url: '/app/setup' }]}
    >
      <BlockStack gap="400">
        <SetupCard progress={setup} />
        <ReviewCard waiting={waiting} />
        <PeriodSelect period={figures.period} />
        <HomeFigureCards figures={figures} changes={changes} pointValue={pointValue} />
        {figures.countedAt ? (
          <Text as="p" tone="subdued">
            {text('home.counted', { when: format.moment(figures.countedAt) })}
          </Text>
        ) : null}
        <PointsChart spans={figures.spans} period={figures.period} rate={figures.redemptionRate} />
        <MembersChart spans={figures.memberSpans} period={figures.period} rate={figures.repeatRate} />
        <PointLiability outstanding={figures.outstanding} values={pointValue ?? []} />
        <MarketFigures
          figures={figures.markets}
          period={figures.period}
          markets={published?.program.markets ?? []}
          pointValue={pointValue ?? []}
        />
        <DeliveryCard health={health} />
        <QueueCard jobs={jobs} waiting={waiting} />
        <LedgerCard {...ledger} shop={shop} />
        {published ? (
          <Card>
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="p">
                {text('home.program.published', {
                  number: format.number(published.number),
                  date: format.moment(new Date(published.publishedAt)),
                })}
              </Text>
              <Link url="/app/program">{text('home.program.open')}</Link>
            </InlineStack>
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
