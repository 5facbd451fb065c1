import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useState } from 'react';
import type { ListChange } from '../domain/list-change.ts';
import { useAdminText } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';

/** Sends what a list of the programme's parts asks for. What was deleted can be given back for as long as the toast stands. */
export function useListChanges<Item extends { id: string }>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
) {
  const fetcher = useFetcher<SectionResult>();
  const text = useAdminText();
  const shopify = useAppBridge();
  const [gone, setGone] = useState<{ item: Item; at: number } | null>(null);
  const send = (change: ListChange) => {
    if (change.intent === 'delete') {
      const at = items.findIndex(({ id }) => id === change.id);
      const item = items[at];
      if (item) setGone({ item, at });
    }
    fetcher.submit({ change: JSON.stringify(change) }, { method: 'post' });
  };
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!result?.ok || !gone) return;
    setGone(null);
    shopify.toast.show(text('rewards.deleted', { name: nameOf(gone.item) }), {
      action: text('action.undo'),
      onAction: () => send({ intent: 'restore', ...gone }),
    });
    // Once for each answer.
  }, [result]);
  return { send, failed: result?.ok === false ? result : null };
}
