/** The set-up guide: four steps, each of which ticks itself. It can be put away and opened again. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Page, Text } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { useAdminText } from '../components/admin-text.tsx';
import { ChooseStep, useChosenToast, type Chosen } from '../components/setup-choose.tsx';
import { EmbedStep, OrderStep, PublishStep } from '../components/setup-steps.tsx';
import { useRevalidating } from '../components/use-revalidating.ts';
import { deps } from '../deps.server.ts';
import { STARTING_KINDS } from '../domain/starting-programs.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { setupProgress } from '../queries/setup-progress.ts';
import { changeDraft, partStamp } from '../services/change-draft.ts';
import { suggestPrograms, SUGGESTION_DAYS } from '../services/suggest-programs.ts';
import { EMBED, readEmbedStatus } from '../shopify/theme-settings.ts';
import { requireMerchant } from '../shopify.server.ts';
import { dismissSetup } from '../storage/setup-guide.ts';

export { PageError as ErrorBoundary } from '../components/page-error.tsx';

/** Milliseconds between two looks at what happens elsewhere: in the theme editor, on the storefront, in the worker. */
const LOOK_EVERY_MS = 3_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const progress = await setupProgress(deps(), shop);
  const [suggestions, embed, { program }] = await Promise.all([
    progress.isPublished ? [] : suggestPrograms(deps(), shop, admin),
    readEmbedStatus(admin),
    editableProgram(deps(), shop),
  ]);
  const activate = `${deps().env.SHOPIFY_API_KEY}/${EMBED}`;
  return {
    ...{ progress, suggestions, embed, days: SUGGESTION_DAYS },
    seen: partStamp(program),
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
    await dismissSetup(deps().pool, shop, deps().clock.now().toISOString());
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
  await dismissSetup(deps().pool, shop, null);
  return { ok: true };
}

export default function Setup() {
  const { progress, suggestions, embed, days, seen, embedUrl, storeUrl } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const choosing = useFetcher<Chosen>();
  const dismissing = useFetcher();
  useChosenToast(choosing.data);
  const done = [
    progress.hasDraft || progress.isPublished,
    progress.isPublished,
    embed === 'on',
    progress.firstOrder !== null,
  ];
  const steps = { done: done.filter(Boolean).length, all: done.length };
  useRevalidating(steps.done < steps.all && choosing.state === 'idle', LOOK_EVERY_MS);
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
      <BlockStack gap="400">
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Text as="p" tone="subdued">
            <span role="status">
              {steps.done === steps.all ? text('setup.done') : text('setup.progress', steps)}
            </span>
          </Text>
        </Box>
        {progress.isPublished ? null : (
          <ChooseStep {...{ suggestions, days, seen, choosing }} done={progress.hasDraft} />
        )}
        <PublishStep done={progress.isPublished} hasDraft={progress.hasDraft} />
        <EmbedStep status={embed} url={embedUrl} />
        <OrderStep order={progress.firstOrder} storeUrl={storeUrl} />
      </BlockStack>
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
