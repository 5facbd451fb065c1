import { BlockStack, Card, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ProgramInWords } from './program-in-words.tsx';

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
    <WordsCard
      title={text('program.inWords')}
      subtitle={text('program.published', { number: format.number(published.number), date })}
      program={published.program}
    />
  );
}

export function WordsCard({
  title,
  subtitle,
  program,
}: {
  title: string;
  subtitle?: string;
  program: Program;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {subtitle ? (
            <Text as="p" tone="subdued" variant="bodySm">
              {subtitle}
            </Text>
          ) : null}
        </BlockStack>
        <ProgramInWords program={program} />
      </BlockStack>
    </Card>
  );
}
