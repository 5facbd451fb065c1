/** The rewards of the draft: their order, where each is offered, and a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useAdminText } from '../components/admin-text.tsx';
import { savedOrKept, sentChange, type SectionResult } from '../components/form/section-result.ts';
import { NewReward } from '../components/new-reward.tsx';
import { RewardsList } from '../components/rewards-list.tsx';
import { deps } from '../deps.server.ts';
import { RewardsChangeSchema } from '../domain/rewards-change.ts';
import { editableRewards } from '../queries/editable-program.ts';
import { programState } from '../queries/program-state.ts';
import { changeRewards } from '../services/change-list.ts';
import { newPartId } from '../services/new-part-id.ts';
import { savedPart } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const [rewards, { differs }] = await Promise.all([
    editableRewards(deps(), shop),
    programState(deps(), shop),
  ]);
  // In the address from the beginning: loaded again, or saved twice, a new reward is the same one.
  return { ...rewards, differs, newId: newPartId(deps(), 'reward') };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const change = sentChange(await request.formData(), RewardsChangeSchema);
  if (!change) return { ok: false, reason: 'refused', faults: [] };
  return savedPart(await changeRewards(deps(), shop, change));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Rewards() {
  const { program, shop, given, differs, newId } = useLoaderData<typeof loader>();
  const text = useAdminText();
  return (
    <Page
      title={text('rewards.title')}
      subtitle={differs ? text('rewards.differs') : undefined}
      backAction={{ content: text('program.title'), url: '/app/program' }}
      primaryAction={<NewReward shop={shop} newId={newId} />}
      secondaryActions={differs ? [{ content: text('publishing.open'), url: '/app/program/publish' }] : []}
    >
      <RewardsList {...{ program, shop, given, newId }} />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
