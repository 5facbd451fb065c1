import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Props = { title: string; help?: string | undefined; children: ReactNode };

/** Fields, or figures, that belong together, under a heading that says what they decide or tell. */
export function FieldCard({ title, help, children }: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {help ? (
            <Text as="p" tone="subdued">
              {help}
            </Text>
          ) : null}
        </BlockStack>
        {children}
      </BlockStack>
    </Card>
  );
}
