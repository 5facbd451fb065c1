import { Banner } from '@shopify/polaris';
import { useAdminText } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';
import { FaultList } from './program-faults.tsx';

type Props = {
  failed: Extract<SectionResult, { ok: false }> | null;
  /** What to do where somebody has changed it since: only lists that compare. */
  stale?: string;
};

/** What became of a list's change that was not done; nothing where none failed. */
export function ListFailed({ failed, stale }: Props) {
  const text = useAdminText();
  if (!failed) return null;
  if (failed.reason === 'stale' && stale) return <Banner tone="warning" title={stale} />;
  return (
    <Banner
      tone="critical"
      title={text(failed.reason === 'unreachable' ? 'form.unreachable.title' : 'form.refused.title')}
    >
      {failed.reason === 'refused' ? <FaultList faults={failed.faults} /> : text('rewards.again')}
    </Banner>
  );
}
