/** The levels of the draft as a ladder: what counts, what each asks for, and how many of today's members would stand on it. */
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, type ClientActionFunctionArgs, type MetaFunction } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { useAdminText } from '../components/admin-text.tsx';
import {
  savedOrKept,
  sentChange,
  sentSection,
  type SectionResult,
} from '../components/form/section-result.ts';
import { useLevelsList } from '../components/levels-list.tsx';
import { NoLevels } from '../components/no-levels.tsx';
import { templateName } from '../components/template-texts.server.ts';
import { LostAudience, TiersEditor } from '../components/tiers-editor.tsx';
import { deps } from '../deps.server.ts';
import { ladderSection } from '../domain/tiers-form.ts';
import { TiersSchema } from '../domain/tiers.ts';
import { editableProgram } from '../queries/editable-program.ts';
import { partStamp } from '../services/change-draft.ts';
import { changeLevels } from '../services/change-levels.ts';
import { newPartId } from '../services/new-part-id.ts';
import { savedPart, saveSection } from '../services/save-section.ts';
import { requireMerchant } from '../shopify.server.ts';

export { unlessUnreachable as shouldRevalidate } from '../components/form/section-result.ts';
export { PageError as ErrorBoundary } from '../components/page-error.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(request);
  const { program } = await editableProgram(deps(), shop);
  return {
    program,
    seen: partStamp(ladderSection.part(program)),
    newId: newPartId(deps(), 'level'),
    now: deps().clock.now().toISOString(),
  };
}

const levelId = z.string().max(100);
const newId = z.string().regex(/^level-[0-9a-f]{12}$/);
const ChangeSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('start'), thresholds: z.tuple([z.string(), z.string()]).optional() }),
  z.object({ intent: z.literal('add'), levelId: newId }),
  z.object({ intent: z.literal('copy'), levelId, copyId: newId }),
  z.object({ intent: z.literal('delete'), levelId }),
  z.object({ intent: z.literal('restore'), levelId, before: TiersSchema }),
]);

export async function action({ request }: ActionFunctionArgs): Promise<SectionResult> {
  const { shop } = await requireMerchant(request);
  const form = await request.formData();
  if (!form.has('change')) return saveSection(deps(), shop, ladderSection, sentSection(form));
  const change = sentChange(form, ChangeSchema);
  if (!change) return { ok: false, reason: 'refused', faults: [] };
  const { program } = await editableProgram(deps(), shop);
  return savedPart(await changeLevels(deps(), shop, change, templateName(program, 'tiers.new')));
}

export const clientAction = ({ serverAction }: ClientActionFunctionArgs) =>
  savedOrKept(() => serverAction<typeof action>());

export default function TiersPage() {
  const { program, ...rest } = useLoaderData<typeof loader>();
  const text = useAdminText();
  const { tiers } = program;
  const list = useLevelsList(tiers);
  if (tiers) return <TiersEditor {...{ program, tiers, list, ...rest }} />;
  return (
    <Page title={text('tiers.title')} backAction={{ content: text('program.title'), url: '/app/program' }}>
      <LostAudience program={program} />
      <NoLevels list={list} />
    </Page>
  );
}

export const meta: MetaFunction = () => [{ title: 'Meridian' }];
export const headers: HeadersFunction = (args) => boundary.headers(args);
