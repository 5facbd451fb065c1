/** What earns nothing. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { ExclusionFields, ExclusionsInWords } from '../components/exclusion-fields.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { exclusionsForm, exclusionsSection } from '../domain/exclusions-form.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { resourceNames } from '../queries/resource-names.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const { program } = await editableProgram(deps(), shop);
  const names = await resourceNames(admin, program.earning.exclusions);
  return { program, names, seen: partStamp(exclusionsSection.part(program)) };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, exclusionsSection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Exclusions() {
  const { program, names, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: exclusionsForm(program), seen }), [program, seen]);
  return (
    <SectionPage
      name="exclusions"
      title={text('exclusions.title')}
      section={exclusionsSection}
      program={program}
      loaded={loaded}
      aside={({ program: now }) => <ExclusionsInWords now={now} />}
    >
      {() => <ExclusionFields names={names} />}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
