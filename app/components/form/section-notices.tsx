import { Banner, BlockStack, Button, ButtonGroup, Text } from '@shopify/polaris';
import { useAdminText } from '../admin-text.tsx';
import { FaultList } from '../program-faults.tsx';
import type { SectionResult } from './section-result.ts';

type Props = {
  result: SectionResult | undefined;
  hasFaults: boolean;
  /** An earlier visit left unsaved work. */
  hasKept: boolean;
  onTheirs: () => void;
  onMine: (seen: string) => void;
  onRestore: () => void;
  onForget: () => void;
};

/** What stands above a form: why it was not saved, and what can be done. Nothing of it goes away by itself. */
export function SectionNotices({ result, hasFaults, hasKept, ...act }: Props) {
  const text = useAdminText();
  const failed = result?.ok === false ? result : undefined;
  return (
    <>
      {hasKept ? (
        <Banner tone="info" title={text('form.kept.title')}>
          <ButtonGroup>
            <Button onClick={act.onRestore}>{text('form.kept.restore')}</Button>
            <Button variant="plain" onClick={act.onForget}>
              {text('form.kept.forget')}
            </Button>
          </ButtonGroup>
        </Banner>
      ) : null}
      {failed?.reason === 'stale' ? (
        <Banner tone="warning" title={text('form.stale.title')}>
          <BlockStack gap="200">
            <Text as="p">{text('form.stale.body')}</Text>
            <ButtonGroup>
              <Button onClick={act.onTheirs}>{text('form.stale.theirs')}</Button>
              <Button tone="critical" onClick={() => act.onMine(failed.seen)}>
                {text('form.stale.mine')}
              </Button>
            </ButtonGroup>
          </BlockStack>
        </Banner>
      ) : null}
      {failed?.reason === 'unreachable' ? (
        <Banner tone="critical" title={text('form.unreachable.title')}>
          {text('form.unreachable.body')}
        </Banner>
      ) : null}
      {failed?.reason === 'refused' ? (
        <Banner tone="critical" title={text('form.refused.title')}>
          <FaultList faults={failed.faults} />
        </Banner>
      ) : null}
      {failed?.reason === 'invalid' && hasFaults ? (
        <Banner tone="critical" title={text('form.invalid.title')} />
      ) : null}
    </>
  );
}
