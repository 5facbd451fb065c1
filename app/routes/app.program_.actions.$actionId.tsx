/** One way to earn besides orders. With `kind` in the query an id that is not there yet begins a new one. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Card, EmptyState, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useMemo } from 'react';
import { ActionFields, ActionOutcome } from '../components/action-fields.tsx';
import { useAdminText, useLocale } from '../components/admin-text.tsx';
import { SectionPage } from '../components/form/section-page.tsx';
import { savedOrKept, sentSection, type SectionResult } from '../components/form/section-result.ts';
import { deps } from '../deps.server.ts';
import { actionForm, actionSection, actionTemplate } from '../domain/action-form.ts';
import { ACTION_KINDS, type Action, type ActionKind } from '../domain/action.ts';
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

/** The one of the draft, or a new one of the kind that the address asks for; null where it is neither. */
function editedAction(program: Program, id: string, url: string): Action | null {
  const known = program.actions.find((one) => one.id === id);
  const asked = new URL(url).searchParams.get('kind');
  const kind: ActionKind | undefined = ACTION_KINDS.find((one) => one === asked);
  if (known || !kind) return known ?? null;
  const { text } = startingTexts(formLanguages(program), '');
  return actionTemplate(kind, { id, program, name: text(NAMES[kind]) });
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program, shop: facts } = await editableSection(deps(), shop);
  const id = params['actionId'] ?? '';
  const found = editedAction(program, id, request.url);
  const stored = program.actions.find((one) => one.id === id);
  return { program, shop: facts, found, isNew: stored === undefined, seen: partStamp(stored) };
}

export async function action({ request, params }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const sent = sentSection(await request.formData());
  const { program } = await editableProgram(deps(), shop);
  const found = editedAction(program, params['actionId'] ?? '', request.url);
  if (!found) return { ok: false, reason: 'refused', faults: [] };
  return saveSection(deps(), shop, actionSection(found), sent);
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function ActionPage() {
  const { program, shop, found, isNew, seen } = useLoaderData<typeof loader>();
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
        isNew
          ? text('rewards.new', { kind: text(`actions.kind.${found.kind}`) })
          : localizedText(found.name, locale)
      }
      section={section}
      program={program}
      loaded={loaded}
      back={back}
      aside={({ program: now }) => <ActionOutcome now={now} id={found.id} />}
    >
      {() => <ActionFields program={program} action={found} shop={shop} />}
    </SectionPage>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
