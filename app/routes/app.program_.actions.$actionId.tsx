/** One way to earn besides orders. With `kind` in the query an id that is not there yet begins a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useParams, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Banner, Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { ActionFields, ActionOutcome } from '../components/action-fields.tsx';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { useKnown } from '../components/form/use-known.ts';
import { deps } from '../deps.server.ts';
import { actionForm, actionSection, actionTemplate } from '../domain/action-form.ts';
import { ACTION_KINDS, type Action, type ActionKind } from '../domain/action.ts';
import { partOf } from '../domain/program-parts.ts';
import type { Program } from '../domain/program.ts';
import { formLanguages } from '../domain/reward-form.ts';
import { localizedText } from '../locales/reward-text.ts';
import { startingTexts } from '../locales/starting-texts.ts';
import { editableProgram, editableSection } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

const NAMES = {
  signUp: 'welcome',
  birthday: 'birthday',
  anniversary: 'anniversary',
  custom: 'thanks',
} as const;

const askedKind = (url: string): unknown => new URL(url).searchParams.get('kind');

/** The one of the draft, or a new one of the kind that is asked for; null where it is neither. */
function editedAction(program: Program, id: string, asked: unknown): Action | null {
  const known = program.actions.find((one) => one.id === id);
  const kind: ActionKind | undefined = ACTION_KINDS.find((one) => one === asked);
  if (known || !kind) return known ?? null;
  const { text } = startingTexts(formLanguages(program), '');
  return actionTemplate(kind, { id, program, name: text(NAMES[kind]) });
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program, shop: facts } = await editableSection(deps(), shop);
  const id = params['actionId'] ?? '';
  const found = editedAction(program, id, askedKind(request.url));
  const stored = program.actions.find((one) => one.id === id);
  return { program, shop: facts, found, isNew: stored === undefined, seen: partStamp(stored) };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const section = sentSection(await request.formData());
  const { program } = await editableProgram(deps(), shop);
  // Of one that somebody has deleted meanwhile, the form says what it was.
  const asked = askedKind(request.url) ?? partOf(section.sent, 'kind');
  const found = editedAction(program, params['actionId'] ?? '', asked);
  if (!found) return { ok: false, reason: 'refused', faults: [] };
  return saveSection(deps(), shop, actionSection(found), section);
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function ActionPage() {
  const { program, shop, found: stored, isNew, seen } = useLoaderData<typeof loader>();
  const { known: found, isGone } = useKnown(stored, useParams()['actionId']);
  const text = useAdminText();
  const locale = useLocale();
  const loaded = useMemo(() => found && { fields: actionForm(found), seen }, [found, seen]);
  const section = useMemo(() => found && actionSection(found), [found]);
  const back = { content: text('actions.title'), url: '/app/program/actions' };
  if (!found || !loaded || !section)
    return (
      <Page title={text('actions.title')} backAction={back}>
        <Card>
          <EmptyState
            heading={text('actions.gone.title')}
            image=""
            action={{ content: back.content, url: back.url }}
          >
            <p>{text('actions.gone.body')}</p>
          </EmptyState>
        </Card>
      </Page>
    );
  return (
    <SectionPage
      key={found.id}
      name={found.id}
      title={
        isNew && !isGone
          ? text('rewards.new', { kind: text(`actions.kind.${found.kind}`) })
          : localizedText(found.name, locale)
      }
      section={section}
      program={program}
      loaded={loaded}
      back={back}
      aside={({ program: now }) => <ActionOutcome now={now} id={found.id} />}
    >
      {() => (
        <>
          {isGone ? <Banner tone="warning" title={text('actions.deleted')} /> : null}
          <ActionFields program={program} action={found} shop={shop} />
        </>
      )}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
