/** One market of the draft: its countries, currency, language and digits. "~new", which is no handle, begins another. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import {
  useLoaderData,
  useNavigate,
  type ClientActionFunctionArgs,
  type MetaFunction,
} from '@remix-run/react';
import { Banner, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { useKnown } from '../components/form/use-known.ts';
import { MarketFields } from '../components/market-fields.tsx';
import { marketName } from '../components/market-name.ts';
import { deps } from '../deps.server.ts';
import { marketForm, marketSection } from '../domain/market-form.ts';
import { editableSection } from '../queries/editable-program.ts';
import { shopMarkets } from '../queries/shop-markets.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

const NEW = '~new';
const handleIn = (params: LoaderFunctionArgs['params']): string | null =>
  params['handle'] === NEW ? null : (params['handle'] ?? '');

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const handle = handleIn(params);
  const { program, shop: facts } = await editableSection(deps(), shop);
  const told = await shopMarkets(deps(), shop, admin, facts.currency);
  return {
    program,
    handle,
    market: program.markets.find((one) => one.handle === handle) ?? null,
    languages: [...new Set((told ?? []).flatMap(({ locales }) => locales))],
    seen: partStamp(marketSection(handle).part(program)),
  };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const section = sentSection(await request.formData());
  return saveSection(deps(), shop, marketSection(handleIn(params)), section);
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Market() {
  const { program, handle, market: stored, languages, seen } = useLoaderData<typeof loader>();
  const { known: market, isGone } = useKnown(stored, handle ?? NEW);
  const text = useAdminText();
  const locale = useLocale();
  const navigate = useNavigate();
  const section = useMemo(() => marketSection(handle), [handle]);
  const loaded = useMemo(() => ({ fields: marketForm(market), seen }), [market, seen]);
  const back = { content: text('markets.title'), url: '/app/program/markets' };
  if (handle !== null && !market)
    return (
      <Page title={text('markets.title')} backAction={back}>
        <Card>
          <EmptyState
            heading={text('markets.notFound')}
            image=""
            action={{ content: text('markets.title'), url: '/app/program/markets' }}
          >
            <p>{text('markets.notFound.body')}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <SectionPage
      key={handle ?? NEW}
      name={`market-${handle ?? NEW}`}
      title={market ? marketName(market, locale) : text('markets.new')}
      section={section}
      program={program}
      loaded={loaded}
      back={back}
      onSaved={handle === null ? () => void navigate('/app/program/markets') : undefined}
    >
      {({ sent }) => (
        <>
          {isGone ? <Banner tone="warning" title={text('markets.form.deleted')} /> : null}
          <MarketFields {...{ market, sent, languages }} />
        </>
      )}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
