import { Card, Text } from '@shopify/polaris';
import type { Program } from '../domain/program.ts';
import { useAdminText } from './admin-text.tsx';

/** The document as it is kept, folded away: what it means stands above it. */
export function ProgramDocument({ program }: { program: Program }) {
  const text = useAdminText();
  return (
    <Card>
      <details className="disclosure">
        <summary>
          <Text as="span" variant="headingMd">
            {text('versions.document')}
          </Text>
        </summary>
        <pre className="document-text" dir="ltr" tabIndex={0} aria-label={text('versions.document')}>
          {JSON.stringify(program, null, 2)}
        </pre>
      </details>
    </Card>
  );
}
