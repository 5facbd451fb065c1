/** One level of the draft: its name in every language, and what it gives. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Banner, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { useKnown } from '../components/form/use-known.ts';
import { LevelFields, LevelOutcome } from '../components/level-fields.tsx';
import { deps } from '../deps.server.ts';
import { levelForm, levelSection } from '../domain/tiers-form.ts';
import type { Level } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import { editableSection } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const levelId = params['levelId'] ?? '';
  const editable = await editableSection(deps(), shop);
  const level = editable.program.tiers?.levels.find(({ id }) => id === levelId) ?? null;
  return { ...editable, level, seen: partStamp(levelSection(levelId).part(editable.program)) };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const section = levelSection(params['levelId'] ?? '');
  return saveSection(deps(), shop, section, sentSection(await request.formData()));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function LevelRoute() {
  const { level: stored, ...rest } = useLoaderData<typeof loader>();
  // Deleted under its form, it stays there to be read, though there is nothing to save it to.
  const { known: level, isGone } = useKnown(stored, useParams()['levelId']);
  const text = useAdminText();
  const back = { content: text('tiers.title'), url: '/app/program/tiers' };
  if (level) return <LevelPage key={level.id} {...{ level, back, isGone, ...rest }} />;
  return (
    <Page title={text('tiers.title')} backAction={back}>
      <Card>
        <EmptyState
          heading={text('level.gone')}
          image=""
          action={{ content: text('tiers.title'), url: '/app/program/tiers' }}
        >
          <p>{text('level.gone.body')}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}

type Loaded = Omit<ReturnType<typeof useLoaderData<typeof loader>>, 'level'>;

function LevelPage({
  level,
  back,
  program,
  shop,
  seen,
  isGone,
}: Loaded & { level: Level; back: { content: string; url: string }; isGone: boolean }) {
  const locale = useLocale();
  const text = useAdminText();
  const loaded = useMemo(() => ({ fields: levelForm(level), seen }), [level, seen]);
  const section = useMemo(() => levelSection(level.id), [level.id]);
  return (
    <SectionPage
      name={`level-${level.id}`}
      title={localizedText(level.name, locale)}
      {...{ back, section, program, loaded }}
      aside={(edited) => <LevelOutcome {...{ level, edited }} />}
    >
      {(edited) => (
        <>
          {isGone ? (
            <Banner tone="warning" title={text('level.gone')}>
              {text('level.gone.body')}
            </Banner>
          ) : null}
          <LevelFields {...{ program, level, shop, edited }} />
        </>
      )}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
