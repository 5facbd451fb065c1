import { BlockStack, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** One figure: what it is, how much, and a line that puts it in proportion. */
export function FigureCard({ label, value, note }: { label: string; value: string; note?: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="100">
        <Text as="h2" variant="bodyMd" tone="subdued">
          {label}
        </Text>
        <p className="figure">
          <bdi>{value}</bdi>
        </p>
        <Text as="p" variant="bodySm" tone="subdued">
          {note ?? '\u00a0'}
        </Text>
      </BlockStack>
    </Card>
  );
}
