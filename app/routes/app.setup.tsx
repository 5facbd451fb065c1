/** The set-up guide: four steps, each of which ticks itself. It can be put away and opened again. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react';
import { BlockStack, Box, Layout, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { useAdminText } from '../components/admin-text.tsx';
import { savedOrKept } from '../components/form/section-result.ts';
import { useLiveStamp } from '../components/live-stamp.ts';
import { ChooseStep, useChosenToast, type Chosen } from '../components/setup-choose.tsx';
import { SetupPreview, usePreviewed } from '../components/setup-preview.tsx';
import { EmbedStep, OrderStep, PublishStep } from '../components/setup-steps.tsx';
import { deps } from '../deps.server.ts';
import { STARTING_KINDS } from '../domain/starting-programs.ts';
import { setupStamp, setupState } from '../queries/setup-stamp.ts';
import { changeDraft } from '../services/change-draft.ts';
import { dismissSetup } from '../services/dismiss-setup.ts';
import { suggestPrograms, SUGGESTION_DAYS } from '../services/suggest-programs.ts';
import { EMBED, readEmbedStatus } from '../shopify/theme-settings.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

/** Milliseconds between two looks at what happens elsewhere: on the storefront and in the worker, */
const LOOK_EVERY_MS = 3_000;
/** and at what only Shopify knows, for ten minutes; coming back to the page looks at once. */
const ASK_SHOPIFY = { interval: 10_000, questions: 60 };

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  // First: news that comes while the rest is read changes the stamp of the next look.
  const state = await setupState(deps(), shop);
  const { program, progress, seen } = state;
  const [suggestions, embed] = await Promise.all([
    progress.isPublished ? [] : suggestPrograms(deps(), shop, admin),
    readEmbedStatus(admin),
  ]);
  const costs = (suggestions ?? []).flatMap(({ cost }) => cost ?? []);
  const activate = `${deps().env.SHOPIFY_API_KEY}/${EMBED}`;
  return {
    ...{ program, progress, seen, suggestions, embed, days: SUGGESTION_DAYS },
    // Without markets there is nothing to compare: loaded again until Shopify tells them.
    stamp: suggestions && setupStamp(state, costs),
    latestPath: `/app/setup/latest?${new URLSearchParams(costs.map(({ id }) => ['run', id])).toString()}`,
    embedUrl: `shopify://admin/themes/current/editor?context=apps&template=index&activateAppId=${activate}`,
    storeUrl: `https://${shop}`,
  };
}

const Intent = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('choose'), kind: z.enum(STARTING_KINDS), seen: z.string() }),
  z.object({ intent: z.literal('dismiss') }),
]);

export async function action({ request }: ActionFunctionArgs): Promise<Response | Chosen> {
  const { shop, admin, redirect } = await requireMerchant(request);
  const asked = Intent.safeParse(Object.fromEntries(await request.formData()));
  if (!asked.success) throw new Response(null, { status: 400 });
  if (asked.data.intent === 'dismiss') {
    await dismissSetup(deps(), shop, true);
    return redirect('/app');
  }
  const { kind, seen } = asked.data;
  const suggestions = await suggestPrograms(deps(), shop, admin);
  const chosen = suggestions?.find((one) => one.kind === kind);
  if (!chosen) return { ok: false, reason: 'unavailable' };
  const changed = await changeDraft(deps(), shop, {
    ...{ seen, part: (program) => program },
    change: () => chosen.program,
  });
  if (!changed.ok) return { ok: false, reason: changed.reason === 'stale' ? 'stale' : 'unavailable' };
  await dismissSetup(deps(), shop, false);
  return { ok: true };
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Setup() {
  const { program, progress, suggestions, embed, days, seen, embedUrl, storeUrl, stamp, latestPath } =
    useLoaderData<typeof loader>();
  const text = useAdminText();
  const choosing = useFetcher<Chosen>();
  const dismissing = useFetcher();
  const isChosen = progress.hasDraft || progress.isPublished;
  const { previewed, setLooked } = usePreviewed(suggestions ?? [], isChosen, choosing.data);
  useChosenToast(choosing.data);
  const done = [isChosen, progress.isPublished, embed === 'on', progress.firstOrder !== null];
  const steps = { done: done.filter(Boolean).length, all: done.length };
  const active = steps.done < steps.all && choosing.state === 'idle';
  const every = stamp === null ? ASK_SHOPIFY : { interval: LOOK_EVERY_MS };
  useLiveStamp({ path: latestPath, stamp, active, ...every });
  useLiveStamp({ path: '/app/setup/embed', stamp: embed, active: active && embed !== 'on', ...ASK_SHOPIFY });
  return (
    <Page
      title={text('setup.title')}
      backAction={{ content: text('home.title'), url: '/app' }}
      secondaryActions={[
        {
          content: text('setup.dismiss'),
          onAction: () => dismissing.submit({ intent: 'dismiss' }, { method: 'post' }),
        },
      ]}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Box paddingInline={{ xs: '400', sm: '0' }}>
              <Text as="p" tone="subdued">
                <span role="status">
                  {steps.done === steps.all ? text('setup.done') : text('setup.progress', steps)}
                </span>
              </Text>
            </Box>
            {progress.isPublished ? null : (
              <ChooseStep
                {...{ suggestions, days, seen, choosing, draft: program }}
                done={progress.hasDraft}
                previewed={previewed?.kind ?? null}
                onPreview={setLooked}
              />
            )}
            <PublishStep done={progress.isPublished} hasDraft={progress.hasDraft} />
            <EmbedStep status={embed} url={embedUrl} />
            <OrderStep order={progress.firstOrder} storeUrl={storeUrl} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <SetupPreview previewed={previewed} draft={program} />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
