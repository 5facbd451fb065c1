/** How orders earn: a rate per currency, what counts, how it is rounded, and when points can be used. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { CountingFields, PendingFields, RoundingFields } from '../components/earning-fields.tsx';
import { EarningOutcome } from '../components/earning-outcome.tsx';
import { EarningRates } from '../components/earning-rates.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { earningForm, earningSection } from '../domain/earning-form.ts';
import { editableSection } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const editable = await editableSection(deps(), shop);
  const at = deps().clock.now().toISOString();
  return { ...editable, at, seen: partStamp(earningSection.part(editable.program)) };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, earningSection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Earning() {
  const { program, shop, seen, at } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(
    () => ({ fields: earningForm(program, shop.currency), seen }),
    [program, shop.currency, seen],
  );
  return (
    <SectionPage
      name="earning"
      title={text('earning.title')}
      section={earningSection}
      program={program}
      loaded={loaded}
      aside={({ program: now }) => <EarningOutcome now={now} shop={shop} at={at} />}
    >
      {({ program: now }) => (
        <>
          <EarningRates program={program} shopCurrency={shop.currency} now={now} at={at} />
          <CountingFields />
          <RoundingFields />
          <PendingFields program={program} />
        </>
      )}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
