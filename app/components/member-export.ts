import { useState } from 'react';
import { download } from './download.ts';

/** Saves what we hold of a member as a file; tells where it did not arrive. */
export function useMemberExport(customerId: string) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const start = async () => {
    setState('busy');
    setState(
      (await download(`/app/members/${customerId}/export`, `member-${customerId}.json`)) ? 'idle' : 'failed',
    );
  };
  return { start, busy: state === 'busy', failed: state === 'failed' };
}
