import { Banner, BlockStack, Text } from '@shopify/polaris';
import { useAdminText } from './admin-text.tsx';

export type Fault = { path: string; reason: string };

/** Why nothing was published; `stale`: somebody has saved the draft since the page showed it, and the page shows theirs now. */
export function NotPublished({ faults }: { faults: Fault[] | 'stale' }) {
  const text = useAdminText();
  if (faults !== 'stale') return <ProgramFaults faults={faults} />;
  return (
    <Banner tone="warning" title={text('program.stale.title')}>
      {text('publishing.stale')}
    </Banner>
  );
}

/** Every fault with its place in the document. The reasons are those of the REST API and of the operator's tool, in English. */
export function ProgramFaults({ faults }: { faults: Fault[] }) {
  const text = useAdminText();
  return (
    <Banner tone="critical" title={text('program.faults.title', { count: faults.length })}>
      <BlockStack gap="200">
        <Text as="p">{text('program.faults.body')}</Text>
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
