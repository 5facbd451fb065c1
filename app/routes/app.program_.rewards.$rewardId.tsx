/** One reward of the draft: its form, and how it looks to shoppers. With `kind` in the query an id that is not there yet begins a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Banner, BlockStack, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { useKnown } from '../components/form/use-known.ts';
import { RewardEditor } from '../components/reward-editor.tsx';
import { kindName, rewardTitle } from '../components/reward-kind-words.ts';
import { deps } from '../deps.server.ts';
import { formParts, rewardForm } from '../domain/reward-form.ts';
import { FORM_KINDS, rewardTemplate } from '../domain/reward-template.ts';
import { templateTexts } from '../components/template-texts.server.ts';
import { editableRewards } from '../queries/editable-program.ts';
import { resourceNames, rewardResources } from '../queries/resource-names.ts';
import { partStamp } from '../services/change-draft.ts';
import { newPartId } from '../services/new-part-id.ts';
import { saveReward } from '../services/save-reward.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

const kindOf = (name: string | null) => FORM_KINDS.find((one) => one === name) ?? null;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const rewardId = params['rewardId'] ?? '';
  const kind = kindOf(new URL(request.url).searchParams.get('kind'));
  const { program, shop: facts, given } = await editableRewards(deps(), shop);
  const known = program.rewards.find(({ id }) => id === rewardId);
  const template = () =>
    kind &&
    rewardTemplate(kind, {
      id: rewardId,
      program,
      shopCurrency: facts.currency,
      texts: templateTexts(program, kind),
    });
  const reward = known ?? template() ?? null;
  return {
    program,
    shop: facts,
    reward,
    isNew: known === undefined,
    seen: partStamp(known),
    given: given[rewardId] ?? 0,
    newId: newPartId(deps(), 'reward'),
    names: reward ? await resourceNames(admin, rewardResources(reward)) : {},
  };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const section = sentSection(await request.formData());
  // Of a reward that somebody has deleted meanwhile, the form says what it was.
  const { kind: sentKind } = section.sent as { kind?: unknown };
  const asked = new URL(request.url).searchParams.get('kind') ?? sentKind;
  const kind = kindOf(typeof asked === 'string' ? asked : null);
  return saveReward(deps(), shop, { rewardId: params['rewardId'] ?? '', kind, ...section });
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Reward() {
  const { reward: loaded, isNew: isUnknown, seen, ...rest } = useLoaderData<typeof loader>();
  const { known: reward, isGone } = useKnown(loaded, useParams()['rewardId']);
  const isNew = isUnknown && !isGone;
  const text = useAdminText();
  const locale = useLocale();
  const section = useMemo(() => (reward ? { fields: rewardForm(reward), seen } : null), [reward, seen]);
  const back = { content: text('rewards.title'), url: '/app/program/rewards' };
  if (!reward || !section || !formParts(reward)) {
    return (
      <Page title={text('rewards.title')} backAction={back}>
        <Card>
          <EmptyState
            heading={text(reward ? 'rewards.noForm.title' : 'rewards.notFound.title')}
            image=""
            action={{ content: text('rewards.title'), url: '/app/program/rewards' }}
          >
            <p>{text(reward ? 'rewards.noForm.body' : 'rewards.notFound.body')}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  }
  const title = isNew
    ? text('rewards.new', { kind: text(kindName(reward.kind)) })
    : rewardTitle(reward, rest.program, rest.shop, locale);
  return (
    <Page title={title} backAction={back} fullWidth={false}>
      <BlockStack gap="400">
        {isGone ? <Banner tone="warning" title={text('rewards.gone')} /> : null}
        <RewardEditor key={reward.id} {...rest} reward={reward} section={section} />
      </BlockStack>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
