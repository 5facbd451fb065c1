/** The campaigns of the draft: as a list and as a calendar, which the address says, and a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import {
  useLoaderData,
  useSearchParams,
  type ClientActionFunctionArgs,
  type MetaFunction,
  type ShouldRevalidateFunctionArgs,
} from '@remix-run/react';
import { BlockStack, Page, Tabs } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminText } from '../components/admin-text.tsx';
import { CampaignCalendar } from '../components/campaign-calendar.tsx';
import campaignStyles from '../components/campaigns.css?url';
import { CampaignsList } from '../components/campaigns-list.tsx';
import {
  savedOrKept,
  sentChange,
  unlessUnreachable,
  type SectionResult,
} from '../components/form/section-result.ts';
import { NewCampaign } from '../components/new-campaign.tsx';
import { useShop } from '../components/shop-context.tsx';
import { deps } from '../deps.server.ts';
import { ListChangeSchema } from '../domain/list-change.ts';
import { monthOf } from '../domain/campaign-calendar.ts';
import { dateOf } from '../domain/shop-days.ts';
import { programState } from '../queries/program-state.ts';
import { changeCampaigns } from '../services/change-list.ts';
import { newPartId } from '../services/new-part-id.ts';
import { savedPart } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export const links = () => [{ rel: 'stylesheet', href: campaignStyles }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { edited: program, differs } = await programState(deps(), shop);
  const now = deps().clock.now().toISOString();
  // In the address from the beginning: loaded again, or saved twice, a new campaign is the same one.
  return { program, differs, now, newId: newPartId(deps(), 'campaign') };
}

/** Which month of the calendar is looked at asks nothing of the server. */
export function shouldRevalidate(args: ShouldRevalidateFunctionArgs): boolean {
  const isTurned = !args.formMethod && args.currentUrl.pathname === args.nextUrl.pathname;
  return isTurned && args.currentUrl.search !== args.nextUrl.search ? false : unlessUnreachable(args);
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const change = sentChange(await request.formData(), ListChangeSchema);
  if (!change) return { ok: false, reason: 'refused', faults: [] };
  return savedPart(await changeCampaigns(deps(), shop, change));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

const VIEWS = ['list', 'calendar'] as const;
const MONTH = /^2\d{3}-(0[1-9]|1[0-2])$/;

export default function Campaigns() {
  const { program, differs, now, newId } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const { timeZone } = useShop();
  const [search, setSearch] = useSearchParams();
  const view = Math.max(
    0,
    VIEWS.findIndex((one) => one === search.get('view')),
  );
  const today = dateOf(new Date(now), timeZone);
  const asked = search.get('month') ?? '';
  const show = (key: string, value: string) =>
    setSearch(
      (before) => {
        before.set(key, value);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Page
      title={text('campaigns.title')}
      subtitle={differs ? text('rewards.differs') : undefined}
      backAction={{ content: text('program.title'), url: '/app/program' }}
      primaryAction={<NewCampaign program={program} newId={newId} />}
      secondaryActions={differs ? [{ content: text('publishing.open'), url: '/app/program/publish' }] : []}
    >
      <Tabs
        tabs={VIEWS.map((one) => ({
          id: one,
          content: text(`campaigns.view.${one}`),
          panelID: `${one}-panel`,
        }))}
        selected={view}
        onSelect={(chosen) => show('view', VIEWS[chosen] ?? 'list')}
      >
        <BlockStack gap="400">
          {VIEWS[view] === 'calendar' ? (
            <CampaignCalendar
              {...{ program, now, today }}
              month={MONTH.test(asked) ? asked : monthOf(today)}
              onMonth={(month) => show('month', month)}
            />
          ) : (
            <CampaignsList {...{ program, now, newId }} />
          )}
        </BlockStack>
      </Tabs>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
