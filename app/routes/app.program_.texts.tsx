/** Every text that shoppers read and the merchant types, by language, and how shoppers are addressed. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText } from '../components/admin-text.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { TextsEditor } from '../components/texts-editor.tsx';
import { TextsFile } from '../components/texts-file.tsx';
import { deps } from '../deps.server.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { textsForm, textsSection } from '../domain/texts-form.ts';
import { editableSection } from '../queries/editable-program.ts';
import { shopMarkets } from '../queries/shop-markets.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, admin } = await requireMerchant(request);
  const { program, shop: facts } = await editableSection(deps(), shop);
  const markets = await shopMarkets(deps(), shop, admin, facts.currency);
  return {
    program,
    suggested: (markets ?? []).flatMap(({ locales }) => locales),
    seen: partStamp(textsSection.part(program)),
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  return saveSection(deps(), shop, textsSection, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function Texts() {
  const { program, suggested, seen } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: textsForm(program), seen }), [program, seen]);
  return (
    <SectionPage
      name="texts"
      title={text('texts.title')}
      section={textsSection}
      program={program}
      loaded={loaded}
      aside={(edited) => <TextsFile program={program} changed={isChanged(edited.program, program)} />}
    >
      {(edited) => <TextsEditor {...{ program, suggested, edited }} />}
    </SectionPage>
  );
}

type Program = Parameters<typeof textsForm>[0];

const isChanged = (edited: Program | null, program: Program): boolean =>
  edited === null || canonicalJson(textsSection.part(edited)) !== canonicalJson(textsSection.part(program));

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
