/** When points end, and what becomes of them when orders go back. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { ExpiryFields, ExpiryOutcome } from '../components/expiry-fields.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { expiryForm, expirySection } from '../domain/expiry-form.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program } = await editableProgram(deps(), shop);
  return { program, at: deps().clock.now().toISOString(), seen: partStamp(expirySection.part(program)) };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, expirySection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Expiry() {
  const { program, seen, at } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: expiryForm(program), seen }), [program, seen]);
  return (
    <SectionPage
      name="expiry"
      title={text('expiry.title')}
      section={expirySection}
      program={program}
      loaded={loaded}
      aside={({ program: now }) => <ExpiryOutcome now={now} />}
    >
      {({ program: now }) => <ExpiryFields now={now} at={at} />}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
