import { useRevalidator } from '@remix-run/react';
import { Banner, BlockStack, Button, Text } from '@shopify/polaris';
import type { Unreachable } from './form/section-result.ts';
import { useAdminText } from './admin-text.tsx';

export type Fault = { path: string; reason: string };

/** `stale`: somebody has saved the draft since the page showed it, and the page shows theirs now. */
type NotPublishedResult = { ok: false; faults: Fault[] | 'stale' } | Unreachable;

/** Why nothing was published, or why nobody knows whether it was. */
export function NotPublished({ result }: { result: NotPublishedResult }) {
  const text = useAdminText();
  const { revalidate, state } = useRevalidator();
  if ('reason' in result)
    return (
      <Banner tone="critical" title={text('publishing.unreachable')}>
        <BlockStack gap="200" inlineAlign="start">
          <Text as="p">{text('publishing.unreachable.body')}</Text>
          <Button onClick={revalidate} loading={state !== 'idle'}>
            {text('publishing.look')}
          </Button>
        </BlockStack>
      </Banner>
    );
  const { faults } = result;
  if (faults !== 'stale') return <ProgramFaults faults={faults} />;
  return (
    <Banner tone="warning" title={text('program.stale.title')}>
      {text('publishing.stale')}
    </Banner>
  );
}

/** Every fault with its place in the document. The reasons are those of the REST API and of the operator's tool, in English. */
function ProgramFaults({ faults }: { faults: Fault[] }) {
  const text = useAdminText();
  return (
    <Banner tone="critical" title={text('program.faults.title', { count: faults.length })}>
      <BlockStack gap="200">
        <Text as="p">{text('publishing.faults.body')}</Text>
        <FaultList faults={faults} />
      </BlockStack>
    </Banner>
  );
}

export function FaultList({ faults }: { faults: Fault[] }) {
  const text = useAdminText();
  return (
    <ul className="faults">
      {faults.map(({ path, reason }) => (
        <li key={`${path} ${reason}`}>
          {path === '' ? text('program.faults.whole') : <code dir="ltr">{path}</code>}{' '}
          <bdi lang="en">{reason}</bdi>
        </li>
      ))}
    </ul>
  );
}
