import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect } from 'react';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText } from './admin-text.tsx';

export type PublishResult = { ok: true; number: number } | { ok: false };

/** Says once that a version was published. */
export function usePublishedToast(result: PublishResult | undefined): void {
  const text = useAdminText();
  const format = useAdminFormat();
  const shopify = useAppBridge();
  useEffect(() => {
    if (result?.ok) shopify.toast.show(text('start.done', { number: format.number(result.number) }));
  }, [result, shopify, text, format]);
}
