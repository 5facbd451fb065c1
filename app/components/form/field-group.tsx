import { BlockStack, InlineGrid, Text } from '@shopify/polaris';
import { useId, type ReactNode } from 'react';

/** One thing in several fields: an amount per currency, a text per language. Its name is read before each of them. */
export function FieldGroup({
  label,
  help,
  columns = 2,
  children,
}: {
  label: string;
  help?: string;
  columns?: 2 | 3;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <BlockStack gap="200">
        <BlockStack gap="050">
          <Text as="p" variant="headingSm" id={id}>
            {label}
          </Text>
          {help ? (
            <Text as="p" tone="subdued" variant="bodySm">
              {help}
            </Text>
          ) : null}
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: columns }} gap="300">
          {children}
        </InlineGrid>
      </BlockStack>
    </div>
  );
}
