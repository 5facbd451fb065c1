import { Banner, BlockStack, Card, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import type { JudgedToday, StampedDraft } from '../queries/draft-state.ts';
import { ChangeList } from './change-list.tsx';
import { changeWords } from './change-words.ts';
import { FaultList } from './program-faults.tsx';
import { useWords } from './words.ts';
import { PublishWarnings } from './publish-warnings.tsx';
import { ReplaceDraft, useReplacing } from './replace-draft.tsx';

type Props = { program: Program; today: JudgedToday; draft: StampedDraft };

/** What a document would change of the draft, what it would meet with when published, and the button that does it. */
export function ImportPreview({ program, today, draft }: Props) {
  const words = useWords();
  const { text } = words;
  const replacing = useReplacing(program, draft);
  return (
    <BlockStack gap="400">
      {today.faults.length > 0 ? (
        <Banner tone="warning" title={text('versions.faults')}>
          <FaultList faults={today.faults} />
        </Banner>
      ) : null}
      <PublishWarnings warnings={today.warnings} program={program} title={text('versions.warnings')} />
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {text('import.changes')}
          </Text>
          <ChangeList
            changes={changeWords(replacing.before, program, words)}
            before={text('import.before')}
            after={text('import.after')}
          />
        </BlockStack>
      </Card>
      <ReplaceDraft document={program} name={text('import.document')} draft={draft} replacing={replacing} />
    </BlockStack>
  );
}
