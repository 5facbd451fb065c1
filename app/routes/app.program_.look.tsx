/** How the widget looks, market by market. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';

import { SectionPage } from '../components/form/section-page.tsx';
import { LookFields } from '../components/look-fields.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { lookForm, lookSection } from '../domain/look-form.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program } = await editableProgram(deps(), shop);
  return { program, seen: partStamp(lookSection.part(program)) };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, lookSection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Look() {
  const { program, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: lookForm(program), seen }), [program, seen]);
  return (
    <SectionPage
      name="look"
      title={text('look.title')}
      section={lookSection}
      program={program}
      loaded={loaded}
      first={{ surface: 'product' }}
    >
      {() => <LookFields program={program} />}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
