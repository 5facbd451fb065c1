/** Who is a member, and since when what they buy counts. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { EnrolmentFields, EnrolmentOutcome } from '../components/enrolment-fields.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { enrolmentForm, enrolmentSection } from '../domain/enrolment-form.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { memberCount } from '../queries/list-members.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const [{ program }, members] = await Promise.all([
    editableProgram(deps(), shop),
    memberCount(deps(), shop),
  ]);
  return { program, members, seen: partStamp(enrolmentSection.part(program)) };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, enrolmentSection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Enrolment() {
  const { program, seen, members } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: enrolmentForm(program), seen }), [program, seen]);
  return (
    <SectionPage
      name="enrolment"
      title={text('enrolment.title')}
      section={enrolmentSection}
      program={program}
      loaded={loaded}
      aside={({ program: now }) => <EnrolmentOutcome now={now} />}
    >
      {() => <EnrolmentFields program={program} members={members} />}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
