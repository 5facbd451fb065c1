/** What a saved campaign would cost: the shop's own orders, as if it had held for some of them, by the simulation that comes before publishing. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import {
  useLoaderData,
  useSearchParams,
  type ClientActionFunctionArgs,
  type MetaFunction,
} from '@remix-run/react';
import { Banner, BlockStack, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { campaignDates, draftOnlyNames } from '../components/campaign-words.ts';
import { savedOrKept } from '../components/form/section-result.ts';
import { isolated } from '../components/market-name.ts';
import { useShop } from '../components/shop-context.tsx';
import { SimulationCard } from '../components/simulation-card.tsx';
import type { RunView } from '../components/use-simulation.ts';
import { deps } from '../deps.server.ts';
import type { ShopId } from '../domain/ids.ts';
import { localizedText } from '../locales/reward-text.ts';
import { campaignCost } from '../queries/campaign-cost.ts';
import { simulationRun } from '../queries/publish-preview.ts';
import { giveUpSimulation, requestSimulation } from '../services/run-simulations.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

async function costOf(shop: ShopId, id: string | undefined, days: string | null) {
  const cost = await campaignCost(deps(), shop, id ?? '', days);
  if (!cost) throw new Response(null, { status: 404 });
  return cost;
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  return costOf(shop, params['campaignId'], new URL(request.url).searchParams.get('days'));
}

export async function action({ request, params }: ActionFunctionArgs): Promise<{ run: RunView | null }> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  if (form.get('intent') === 'cancel') {
    const id = String(form.get('id') ?? '');
    await giveUpSimulation(deps(), shop, id);
    return { run: await simulationRun(deps(), shop, id) };
  }
  const { document, days } = await costOf(shop, params['campaignId'], String(form.get('days') ?? ''));
  return { run: await requestSimulation(deps(), shop, { document, days }) };
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function CampaignCost() {
  const { campaign, held, base, document, draftOnly, days, choices, run } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const locale = useLocale();
  const { timeZone } = useShop();
  const [, setSearch] = useSearchParams();
  const name = localizedText(campaign.name, locale);
  const page = {
    title: text('campaigns.cost.title', { name }),
    backAction: { content: name, url: `/app/program/campaigns/${campaign.id}` },
  };
  if (draftOnly)
    return (
      <Page {...page}>
        <Banner tone="warning">
          {text('campaigns.cost.draftOnly', { names: draftOnlyNames(draftOnly, locale) })}
        </Banner>
      </Page>
    );
  return (
    <Page {...page}>
      <BlockStack gap="400">
        <Banner tone="info">
          {text('campaigns.cost.held', { dates: isolated(campaignDates(held, { locale, text, timeZone })) })}
        </Banner>
        <SimulationCard
          key={`${days} ${JSON.stringify(document)}`}
          {...{ run, days, choices, before: base, draft: document }}
          onDays={(chosen) =>
            setSearch((search) => {
              search.set('days', String(chosen));
              return search;
            })
          }
        />
      </BlockStack>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
