import { Badge, Button, InlineStack, Text } from '@shopify/polaris';
import type { SetupProgress } from '../queries/setup-progress.ts';
import type { EmbedStatus } from '../shopify/theme-settings.ts';
import { useAdminText } from './admin-text.tsx';
import { SetupStep } from './setup-step.tsx';

export function PublishStep({ done, hasDraft }: { done: boolean; hasDraft: boolean }) {
  const text = useAdminText();
  return (
    <SetupStep title={text('setup.publish.title')} body={text('setup.publish.body')} done={done}>
      <InlineStack>
        <Button url="/app/program/publish" variant={hasDraft && !done ? 'primary' : 'secondary'}>
          {text('setup.publish.action')}
        </Button>
      </InlineStack>
    </SetupStep>
  );
}

const TONE = { on: 'success', off: 'attention', unknown: 'info' } as const;

/** `url`: Shopify's deep link to the switch. The status is that of the published theme. */
export function EmbedStep({ status, url }: { status: EmbedStatus; url: string }) {
  const text = useAdminText();
  return (
    <SetupStep
      title={text('setup.embed.title')}
      body={text('setup.embed.body')}
      done={status === 'on'}
      badge={<Badge tone={TONE[status]}>{text(`setup.embed.${status}`)}</Badge>}
    >
      <InlineStack>
        <Button url={url} target="_top">
          {text('setup.embed.action')}
        </Button>
      </InlineStack>
    </SetupStep>
  );
}

type OrderProps = { order: SetupProgress['firstOrder']; storeUrl: string };

/** Ticks itself with the first order that is settled after publishing; of one that earned nothing it says why that may be. */
export function OrderStep({ order, storeUrl }: OrderProps) {
  const text = useAdminText();
  return (
    <SetupStep title={text('setup.order.title')} body={text('setup.order.body')} done={order !== null}>
      {order?.earned === false ? <Text as="p">{text('setup.order.nothing')}</Text> : null}
      <InlineStack gap="200">
        {order?.customerId ? (
          <Button url={`/app/members/${order.customerId}`}>{text('setup.order.explained')}</Button>
        ) : null}
        <Button url={storeUrl} target="_blank">
          {text('setup.order.action')}
        </Button>
      </InlineStack>
    </SetupStep>
  );
}
