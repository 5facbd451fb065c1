/** Home: what the programme did, whether deliveries arrive, and what to do next. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, InlineStack, Link, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminFormat } from '../components/admin-format.tsx';
import { useAdminText } from '../components/admin-text.tsx';
import { ChangeNote, type Change } from '../components/change-note.tsx';
import { DeliveryCard } from '../components/delivery-card.tsx';
import { FigureCard } from '../components/figure-card.tsx';
import { LedgerCard } from '../components/ledger-card.tsx';
import { MarketTable } from '../components/market-table.tsx';
import { pointWorth } from '../components/point-worth.ts';
import { PointsChart } from '../components/points-chart.tsx';
import { PublishStart, type PublishResult } from '../components/publish-start.tsx';
import { ReviewCard } from '../components/review-card.tsx';
import { useShop } from '../components/shop-context.tsx';
import { deps } from '../deps.server.ts';
import { startingProgram } from '../domain/starting-program.ts';
import { deliveryHealth } from '../queries/delivery-health.ts';
import { changeOf, homeFigures } from '../queries/home-figures.ts';
import { ledgerHealth } from '../queries/ledger-health.ts';
import { programOverview } from '../queries/program-overview.ts';
import { reviewFigures } from '../queries/redemptions-in-review.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import { publishProgram } from '../services/publish-program.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { timeZone } = await shopProfile(deps(), shop);
  const [{ published }, figures, health, ledger, review] = await Promise.all([
    programOverview(deps(), shop),
    homeFigures(deps(), { shop, timeZone }),
    deliveryHealth(deps(), shop),
    ledgerHealth(deps(), shop),
    reviewFigures(deps().pool, shop),
  ]);
  const changes = {
    issued: changeOf(figures.issued),
    takenBack: changeOf(figures.takenBack),
    orders: changeOf(figures.orders),
  };
  const start = published ? null : startingProgram;
  return { published, start, figures, changes, health, ledger, waiting: review.waiting, shop };
}

export async function action({ request }: ActionFunctionArgs): Promise<PublishResult> {
  const { shop } = await requireMerchant(request);
  const published = await publishProgram(deps(), shop, { document: startingProgram });
  return published.ok ? { ok: true, number: published.number } : { ok: false };
}

export default function Home() {
  const { published, start, figures, health, ledger, waiting, shop } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  return (
    <Page title={text('home.title')} subtitle={text('home.subtitle')}>
      <BlockStack gap="400">
        {start ? <PublishStart program={start} /> : null}
        <ReviewCard waiting={waiting} />
        <Figures />
        <PointsChart days={figures.days} />
        <MarketTable figures={figures.markets} markets={(published?.program ?? start)?.markets ?? []} />
        <DeliveryCard health={health} />
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

function Figures() {
  const { published, figures, changes } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const format = useAdminFormat();
  const { currency } = useShop();
  const { members, outstanding } = figures;
  const worth = pointWorth(outstanding, published?.program.pointValue ?? [], currency);
  const worthNote =
    worth !== null && currency
      ? text('worth', { amount: format.money(worth, currency) })
      : published && currency && text('home.outstanding.noValue', { currency });
  const compared: ['issued' | 'takenBack' | 'orders', Change][] = [
    ['issued', changes.issued],
    ['takenBack', changes.takenBack],
    ['orders', changes.orders],
  ];
  return (
    <section aria-label={text('home.figures')} className="figures">
      <FigureCard
        label={text('home.figure.members')}
        value={format.number(members.all)}
        note={text('home.newMembers', {
          count: Number(members.joined),
          number: format.number(members.joined),
        })}
      />
      {compared.map(([key, change]) => (
        <FigureCard
          key={key}
          label={text(`home.figure.${key}`)}
          value={format.number(figures[key].current)}
          note={<ChangeNote change={change} />}
        />
      ))}
      <FigureCard
        label={text('home.figure.outstanding')}
        value={format.number(outstanding)}
        note={worthNote || null}
      />
    </section>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
