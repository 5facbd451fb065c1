import { Banner, BlockStack, Text } from '@shopify/polaris';
import type { Unreachable } from './form/section-result.ts';
import type { ReadProgram } from '../domain/program-text.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

type Failed = Exclude<ReadProgram, { ok: true }> | Unreachable;

/** Why a text is no programme: every fault with its place, or what the file is instead. Nothing was saved by it. */
export function DocumentFaults({ failed }: { failed: Failed }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const at = ({ line, column }: { line: number; column: number }) =>
    text('document.place', { line: format.number(line), column: format.number(column) });
  switch (failed.reason) {
    case 'unreachable':
      return (
        <Banner tone="critical" title={text('form.unreachable.title')}>
          {text('form.unreachable.body')}
        </Banner>
      );
    case 'notJson': {
      const { fault, place } = failed;
      const found = fault.kind === 'unexpected' ? fault.found : '';
      return (
        <Banner tone="critical" title={text('document.notJson')}>
          {text(`document.notJson.${fault.kind}`, { at: at(place), found })}
        </Banner>
      );
    }
    case 'invalid':
      return (
        <Banner tone="critical" title={text('program.faults.title', { count: failed.total })}>
          <BlockStack gap="200">
            <Text as="p">{text('program.faults.body')}</Text>
            <ul className="faults">
              {failed.faults.map(({ path, reason, place }, index) => (
                <li key={`${index} ${path}`}>
                  {at(place)}: {path === '' ? text('program.faults.whole') : <code dir="ltr">{path}</code>}{' '}
                  <bdi lang="en">{reason}</bdi>
                </li>
              ))}
            </ul>
            {failed.total > failed.faults.length ? (
              <Text as="p">
                {text('texts.import.moreFaults', {
                  number: format.number(failed.total - failed.faults.length),
                })}
              </Text>
            ) : null}
          </BlockStack>
        </Banner>
      );
    default:
      return <Banner tone="critical" title={text(`document.${failed.reason}`)} />;
  }
}
