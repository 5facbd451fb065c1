/** The page of a section of the programme: its form, what it says as it stands, and beside the fields what comes of them. */
import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Layout, Page } from '@shopify/polaris';
import { useCallback, type ComponentProps, type ReactNode } from 'react';
import { parseProgram } from '../../domain/parse-program.ts';
import type { ProgramSection } from '../../domain/program-section.ts';
import type { Program } from '../../domain/program.ts';
import type { PreviewChoice } from '../../domain/widget-preview.ts';
import { useAdminText } from '../admin-text.tsx';
import { WidgetPreview } from '../widget-preview.tsx';
import { SectionForm, type SectionState } from './section-form.tsx';

/** The form while it is filled in. */
export type Edited = {
  /** What the fields hold, as text. */
  sent: unknown;
  /** The programme that they mean; null while one of them has a fault. */
  program: Program | null;
};

type Props<Fields extends Record<string, unknown>> = {
  /** Names the section among others: "earning". */
  name: string;
  title: string;
  section: ProgramSection;
  /** The draft that the form was filled with. */
  program: Program;
  loaded: SectionState<Fields>;
  /** What else is done once it is saved. */
  onSaved?: (() => void) | undefined;
  /** Where the arrow leads: the programme, unless the section is one of a list. */
  back?: { content: string; url: string };
  actions?: Pick<ComponentProps<typeof Page>, 'primaryAction' | 'secondaryActions' | 'subtitle'>;
  /** Stands beside the fields, above the widget's preview, and stays in sight there; below them on a phone. */
  aside?: (edited: Edited) => ReactNode;
  /** What the preview begins with: the place that the section changes most, and somebody who sees it there. */
  first?: Partial<PreviewChoice>;
  children: (edited: Edited) => ReactNode;
};

export function SectionPage<Fields extends Record<string, unknown>>({
  name,
  title,
  section,
  program,
  loaded,
  onSaved,
  back,
  actions,
  aside,
  first,
  children,
}: Props<Fields>) {
  const text = useAdminText();
  const shopify = useAppBridge();
  const judge = useCallback(
    (sent: unknown) => {
      const read = section.read(sent, program);
      return read.ok ? null : read.faults;
    },
    [section, program],
  );
  return (
    <Page
      title={title}
      backAction={back ?? { content: text('program.title'), url: '/app/program' }}
      {...actions}
    >
      <SectionForm
        name={name}
        loaded={loaded}
        judge={judge}
        onSaved={() => {
          shopify.toast.show(text('form.saved'));
          onSaved?.();
        }}
      >
        {(sent) => {
          const edited = { sent, program: edition(section, sent, program) };
          return (
            <Layout>
              <Layout.Section>
                <BlockStack gap="400">{children(edited)}</BlockStack>
              </Layout.Section>
              <Layout.Section variant="oneThird">
                <div className="preview">
                  <BlockStack gap="400">
                    {aside?.(edited)}
                    <WidgetPreview program={edited.program} first={first} />
                  </BlockStack>
                </div>
              </Layout.Section>
            </Layout>
          );
        }}
      </SectionForm>
    </Page>
  );
}

/** The draft with the section as the form has it. */
function edition(section: ProgramSection, sent: unknown, program: Program): Program | null {
  const read = section.read(sent, program);
  const parsed = read.ok ? parseProgram(read.document) : null;
  return parsed?.ok ? parsed.program : null;
}
