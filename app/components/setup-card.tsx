import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { SetupProgress } from '../queries/setup-progress.ts';
import { useAdminText } from './admin-text.tsx';

/** What is left of setting up, on the home page until all of it is done or the merchant has put it away. */
export function SetupCard({ progress }: { progress: SetupProgress }) {
  const text = useAdminText();
  const { isPublished, firstOrder, isDismissed } = progress;
  if (isDismissed || (isPublished && firstOrder)) return null;
  const next = isPublished ? 'setup.order' : progress.hasDraft ? 'setup.publish' : 'setup.choose';
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text('setup.title')}
          </Text>
          <Text as="p" fontWeight="semibold">
            {text(`${next}.title`)}
          </Text>
          <Text as="p">{text(`${next}.body`)}</Text>
        </BlockStack>
        <InlineStack>
          <Button variant="primary" url="/app/setup">
            {text('setup.open')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
