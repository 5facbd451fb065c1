/** The rewards that wait for a person: try again, or give the points back. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import {
  useFetcher,
  useLoaderData,
  type ClientActionFunctionArgs,
  type MetaFunction,
} from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { useAdminText } from '../components/admin-text.tsx';
import { CancelRedemptionDialog } from '../components/cancel-redemption-dialog.tsx';
import { savedOrKept, type Unreachable } from '../components/form/section-result.ts';
import { RedemptionsInReview } from '../components/redemptions-in-review.tsx';
import { deps } from '../deps.server.ts';
import type { Refusal } from '../domain/rewards.ts';
import type { AdminMessage } from '../locales/admin.ts';
import { customerNames } from '../queries/customer-names.ts';
import { redemptionsInReview } from '../queries/redemptions-in-review.ts';
import { cancelRedemption } from '../services/redeem-reward.ts';
import { retryRedemption } from '../services/retry-redemption.ts';
import { offlineAdmin, requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const { shown, more } = await redemptionsInReview(deps().pool, shop);
  const ids = [...new Set(shown.flatMap(({ customerId }) => (customerId ? [customerId] : [])))];
  return { shown, more, names: (await customerNames(admin, ids)).names };
}

/** `end`: of a reward that was given without points, of which nothing goes back. */
const IntentSchema = z.enum(['retry', 'giveBack', 'end']);
const FormSchema = z.object({ intent: IntentSchema, redemptionId: z.uuid() });
type Intent = z.output<typeof IntentSchema>;

type Result = { ok: true; intent: Intent } | { ok: false; reason: 'refused'; refusal: Refusal | null };

export async function action({ request }: ActionFunctionArgs): Promise<Result> {
  const { shop } = await requireMerchant(request);
  const form = FormSchema.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) return { ok: false, reason: 'refused', refusal: { reason: 'unknown_redemption' } };
  const { intent, redemptionId } = form.data;
  if (intent === 'retry') {
    const again = await retryRedemption(deps(), shop, redemptionId);
    return again ? { ok: true, intent } : { ok: false, reason: 'refused', refusal: null };
  }
  const asked = { by: 'merchant' as const, redemptionId };
  const outcome = await cancelRedemption(deps(), (of) => offlineAdmin(of, 'page'), shop, asked);
  return outcome.ok ? { ok: true, intent } : { ok: false, reason: 'refused', refusal: outcome.refusal };
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Redemptions() {
  const { shown, more, names } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const shopify = useAppBridge();
  const acting = useFetcher<Result | Unreachable>();
  const [asking, setAsking] = useState<{ id: string; points: bigint } | null>(null);
  const send = (intent: Intent, redemptionId: string) =>
    acting.submit({ intent, redemptionId }, { method: 'post' });
  const result = acting.state === 'idle' ? acting.data : undefined;
  useEffect(() => {
    if (result?.ok) shopify.toast.show(text(`review.${result.intent}.done`));
  }, [result, shopify, text]);
  return (
    <Page title={text('review.title')} backAction={{ content: text('home.title'), url: '/app' }}>
      <BlockStack gap="400">
        {result?.ok === false ? <Banner tone="warning">{text(undoneText(result))}</Banner> : null}
        {shown.length === 0 ? (
          <Card>
            <EmptyState heading={text('review.none.title')} image="">
              <p>{text('review.none.body')}</p>
            </EmptyState>
          </Card>
        ) : (
          <Card>
            <BlockStack gap="200">
              <Text as="p" tone="subdued">
                {text('review.body')}
              </Text>
              <RedemptionsInReview
                redemptions={shown}
                names={names}
                busy={acting.formData ? String(acting.formData.get('redemptionId')) : null}
                onRetry={({ id }) => send('retry', id)}
                onGiveBack={setAsking}
              />
              {more ? <Text as="p">{text('review.more')}</Text> : null}
            </BlockStack>
          </Card>
        )}
      </BlockStack>
      <CancelRedemptionDialog
        points={asking?.points ?? null}
        asking={asking?.points === 0n ? 'review.end' : 'review.giveBack'}
        onConfirm={() => asking && send(asking.points === 0n ? 'end' : 'giveBack', asking.id)}
        onClose={() => setAsking(null)}
      />
    </Page>
  );
}

/** Why nothing was done, or that nobody knows: the list is what there is to decide. */
function undoneText(result: Extract<Result | Unreachable, { ok: false }>): AdminMessage {
  if (result.reason === 'unreachable') return 'review.lost';
  switch (result.refusal?.reason) {
    case 'already_used':
      return 'review.used';
    case 'shopify_refused':
      return 'review.shopifyRefused';
    default:
      return 'review.unchanged';
  }
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
