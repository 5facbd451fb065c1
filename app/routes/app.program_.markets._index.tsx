/** The markets of the draft beside the shop's own: what members get in each, and what is otherwise in Shopify. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { useAdminText } from '../components/admin-text.tsx';
import { savedOrKept, sentChange, type SectionResult } from '../components/form/section-result.ts';
import { MarketsList } from '../components/markets-list.tsx';
import { deps } from '../deps.server.ts';
import { marketDifferences } from '../domain/market-differences.ts';
import { editableSection } from '../queries/editable-program.ts';
import { shopMarkets } from '../queries/shop-markets.ts';
import { partStamp } from '../services/change-draft.ts';
import { changeMarkets, type MarketsChange, type MarketsSeen } from '../services/change-markets.ts';
import { savedPart } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const { program, shop: facts } = await editableSection(deps(), shop);
  const told = await shopMarkets(deps(), shop, admin, facts.currency);
  const seen: MarketsSeen = { markets: partStamp(program.markets), told: partStamp(told) };
  return { program, shop: facts, differences: told && marketDifferences(program.markets, told), seen };
}

const handle = z.string().max(100);
const marketList = z.array(z.unknown()).max(1_000);
const ChangeSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('delete'), handle }),
  z.object({ intent: z.literal('restore'), market: z.unknown(), at: z.int().min(0).max(100_000) }),
  z.object({
    ...{ intent: z.literal('takeOver'), handle: handle.nullable() },
    seen: z.object({ markets: z.string(), told: z.string() }),
  }),
  z.object({ intent: z.literal('putBack'), before: marketList, after: marketList }),
]);

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop, admin } = await requireMerchant(request);
  const asked = sentChange(await request.formData(), ChangeSchema);
  if (asked === null) return { ok: false, reason: 'refused', faults: [] };
  let change: MarketsChange;
  if (asked.intent === 'takeOver') {
    // As Shopify has it now, not as the page had it.
    const { shop: facts } = await editableSection(deps(), shop);
    const told = await shopMarkets(deps(), shop, admin, facts.currency);
    if (told === null) return { ok: false, reason: 'unreachable' };
    change = { ...asked, told };
  } else change = asked;
  return savedPart(await changeMarkets(deps(), shop, change));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Markets() {
  const { program, shop, differences, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  return (
    <Page
      title={text('markets.title')}
      subtitle={text('markets.subtitle')}
      backAction={{ content: text('program.title'), url: '/app/program' }}
      secondaryActions={[
        { content: text('texts.title'), url: '/app/program/texts' },
        { content: text('markets.add'), url: '/app/program/markets/~new' },
      ]}
    >
      <MarketsList {...{ program, shop, differences, seen }} />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
