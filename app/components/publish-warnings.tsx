import { Banner } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import type { PublishWarning } from '../domain/publish-warnings.ts';
import { useWords } from './words.ts';
import { publishWarningTexts } from './publish-warning-words.ts';

type Props = { warnings: PublishWarning[]; program: Program; title?: string };

/** What publishing `program` would hurt; nothing where it hurts nothing. */
export function PublishWarnings({ warnings, program, title }: Props) {
  const words = useWords();
  if (warnings.length === 0) return null;
  return (
    <Banner tone="warning" title={title ?? words.text('program.warnings.title')}>
      <ul>
        {publishWarningTexts(warnings, program, words).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Banner>
  );
}
