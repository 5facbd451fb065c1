import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { Program } from '../domain/program.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';
import { ProgramInWords } from './program-in-words.tsx';
import { PublishDialog } from './publish-dialog.tsx';

export type PublishResult = { ok: true; number: number } | { ok: false };

/** The first step of a new shop: a programme that works, said in words, published after one question. */
export function PublishStart({ program }: { program: Program }) {
  const text = useAdminText();
  const fetcher = useFetcher<PublishResult>();
  const [asking, setAsking] = useState(false);
  usePublishedToast(fetcher.data);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text('start.title')}
          </Text>
          <Text as="p">{text('start.body')}</Text>
        </BlockStack>
        {fetcher.data?.ok === false ? <Banner tone="critical" title={text('start.failed')} /> : null}
        <ProgramInWords program={program} />
        <Text as="p" tone="subdued">
          {text('start.consequence')}
        </Text>
        <InlineStack gap="200">
          <Button variant="primary" onClick={() => setAsking(true)} loading={fetcher.state !== 'idle'}>
            {text('start.action')}
          </Button>
          <Button url="/app/program">{text('start.customise')}</Button>
        </InlineStack>
      </BlockStack>
      <PublishDialog
        open={asking}
        title={text('start.title')}
        consequence={text('start.consequence')}
        action={text('start.action')}
        onPublish={() => fetcher.submit({ intent: 'publishStart' }, { method: 'post', action: '/app?index' })}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}

/** Says once that a version was published. */
export function usePublishedToast(result: PublishResult | undefined): void {
  const text = useAdminText();
  const format = useAdminFormat();
  const shopify = useAppBridge();
  useEffect(() => {
    if (result?.ok) shopify.toast.show(text('start.done', { number: format.number(result.number) }));
  }, [result, shopify, text, format]);
}
