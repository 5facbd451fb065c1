/** One campaign of the draft: its form, and what it does. With `template` in the query an id that is not there yet begins a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminText } from '../components/admin-text.tsx';
import { CampaignEditor } from '../components/campaign-editor.tsx';
import campaignStyles from '../components/campaigns.css?url';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { useKnown } from '../components/form/use-known.ts';
import { templateName } from '../components/template-texts.server.ts';
import { deps } from '../deps.server.ts';
import { campaignOf, campaignSection } from '../domain/campaign-form.ts';
import { CAMPAIGN_TEMPLATES, campaignTemplate } from '../domain/campaign-template.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { ShopId } from '../domain/ids.ts';
import type { Program } from '../domain/program.ts';
import { editableSection } from '../queries/editable-program.ts';
import { resourceNames } from '../queries/resource-names.ts';
import { shopProfile } from '../queries/shop-profile.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export const links = () => [{ rel: 'stylesheet', href: campaignStyles }];

/** What a campaign begins with that is not there yet; null where the address names no template. */
async function templateOf(
  shop: ShopId,
  id: string,
  { url, program, shopCurrency }: { url: string; program: Program; shopCurrency: string },
): Promise<Campaign | null> {
  const asked = new URL(url).searchParams.get('template');
  const template = CAMPAIGN_TEMPLATES.find((one) => one === asked);
  if (!template) return null;
  const { timeZone: zone } = await shopProfile(deps(), shop);
  const name = templateName(program, `campaigns.template.${template}.name`);
  return campaignTemplate(template, { id, program, shopCurrency, name, zone, now: deps().clock.now() });
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const id = params['campaignId'] ?? '';
  const { program, shop: facts } = await editableSection(deps(), shop);
  const known = campaignOf(program, id);
  const campaign =
    known ?? (await templateOf(shop, id, { url: request.url, program, shopCurrency: facts.currency }));
  return {
    ...{ program, campaign, isNew: known === undefined, seen: partStamp(known) },
    shopCurrency: facts.currency,
    now: deps().clock.now().toISOString(),
    names: campaign?.lines ? await resourceNames(admin, campaign.lines) : {},
  };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const id = params['campaignId'] ?? '';
  const { timeZone } = await shopProfile(deps(), shop);
  return saveSection(deps(), shop, campaignSection(id, timeZone), sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function CampaignPage() {
  const { campaign: loaded, isNew, ...rest } = useLoaderData<typeof loader>();
  const { known: campaign, isGone } = useKnown(loaded, useParams()['campaignId']);
  const text = useAdminText();
  const back = { content: text('campaigns.title'), url: '/app/program/campaigns' };
  if (campaign)
    return (
      <CampaignEditor key={campaign.id} {...{ campaign, back, isGone, isNew: isNew && !isGone }} {...rest} />
    );
  return (
    <Page title={text('campaigns.title')} backAction={back}>
      <Card>
        <EmptyState heading={text('campaigns.notFound.title')} image="" action={back}>
          <p>{text('campaigns.notFound.body')}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
