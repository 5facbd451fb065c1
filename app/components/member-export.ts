import { useState } from 'react';

/** Saves what we hold of a member as a file; tells where it did not arrive. App Bridge adds the session token. */
export function useMemberExport(customerId: string) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const start = async () => {
    setState('busy');
    setState((await saved(customerId)) ? 'idle' : 'failed');
  };
  return { start, busy: state === 'busy', failed: state === 'failed' };
}

async function saved(customerId: string): Promise<boolean> {
  try {
    const response = await fetch(`/app/members/${customerId}/export`);
    if (!response.ok) return false;
    const url = URL.createObjectURL(await response.blob());
    Object.assign(document.createElement('a'), { href: url, download: `member-${customerId}.json` }).click();
    URL.revokeObjectURL(url);
    return true;
  } catch {
    return false;
  }
}
