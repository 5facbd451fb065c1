import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useAdminText } from './admin-text.tsx';

type Props = { title: string; body: string; done: boolean; badge?: ReactNode; children?: ReactNode };

/** One step of the set-up guide: what it is, whether it is done, what to do. */
export function SetupStep({ title, body, done, badge, children }: Props) {
  const text = useAdminText();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <InlineStack gap="200">
            {badge}
            <Badge
              {...(done ? { tone: 'success' as const } : {})}
              progress={done ? 'complete' : 'incomplete'}
            >
              {text(done ? 'setup.step.done' : 'setup.step.open')}
            </Badge>
          </InlineStack>
        </InlineStack>
        <Text as="p">{body}</Text>
        {children}
      </BlockStack>
    </Card>
  );
}
