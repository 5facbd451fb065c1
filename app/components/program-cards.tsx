import { BlockStack, Box, Button, ButtonGroup, Card, InlineStack, Link, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ChangeList } from './change-list.tsx';
import { changeWords } from './change-words.ts';
import { downloadProgram } from './download.ts';
import { ProgramInWords } from './program-in-words.tsx';
import { useWords } from './words.ts';
import { VersionList, type VersionLine } from './version-list.tsx';

type Published = { number: number; publishedAt: string; program: Program };

/** The version that orders follow now, in words. */
export function ProgramInForce({ published }: { published: Published | null }) {
  const text = useAdminText();
  const format = useAdminFormat();
  if (!published) {
    return (
      <Card>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text('program.none')}
          </Text>
          <Text as="p">{text('program.none.body')}</Text>
        </BlockStack>
      </Card>
    );
  }
  const date = format.moment(new Date(published.publishedAt));
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead
          title={text('program.inWords')}
          help={text('program.published', { number: format.number(published.number), date })}
        />
        <ProgramInWords program={published.program} />
      </BlockStack>
    </Card>
  );
}

function CardHead({ title, help }: { title: string; help?: string }) {
  return (
    <BlockStack gap="050">
      <Text as="h2" variant="headingMd">
        {title}
      </Text>
      {help ? (
        <Text as="p" tone="subdued" variant="bodySm">
          {help}
        </Text>
      ) : null}
    </BlockStack>
  );
}

type DraftProps = { before: Program | null; draft: Program; isSaved: boolean };

/** What publishing the draft would change. */
export function DraftCard({ before, draft, isSaved }: DraftProps) {
  const words = useWords();
  const { text } = words;
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead
          title={text('program.draft.changes')}
          help={text(isSaved ? 'program.draft.changes.help' : 'program.draft.starting')}
        />
        {before === null ? (
          <ProgramInWords program={draft} />
        ) : (
          <ChangeList
            changes={changeWords(before, draft, words)}
            before={text('publishing.ended')}
            after={text('publishing.begun')}
          />
        )}
      </BlockStack>
    </Card>
  );
}

/** The newest versions, and the way to all of them. */
export function VersionsCard({ versions, count }: { versions: VersionLine[]; count: number }) {
  const { text, format } = useWords();
  if (count === 0) return null;
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <CardHead title={text('versions.title')} />
      </Box>
      <VersionList versions={versions} />
      <Box padding="400" paddingBlockStart="200">
        <InlineStack gap="400">
          <Link url="/app/program/versions">
            {text('versions.all', { count, number: format.number(count) })}
          </Link>
          <Link url="/app/program/versions/compare">{text('versions.compare')}</Link>
        </InlineStack>
      </Box>
    </Card>
  );
}

/** The whole programme as a document: out, in, and by hand. */
export function DocumentCard({ draft, published }: { draft: Program; published: Published | null }) {
  const { text } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={text('document.card')} help={text('document.card.help')} />
        <ButtonGroup>
          <Button onClick={() => downloadProgram(draft, 'draft')}>{text('document.download.draft')}</Button>
          {published ? (
            <Button onClick={() => downloadProgram(published.program, `version-${published.number}`)}>
              {text('document.download.inForce')}
            </Button>
          ) : null}
          <Button url="/app/program/import">{text('import.title')}</Button>
          <Button url="/app/program/document">{text('document.edit')}</Button>
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}
