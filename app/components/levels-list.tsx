import { useFetcher, useNavigate } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import type { Tiers } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';
import { FaultList } from './program-faults.tsx';

/** What the route's action takes (its schema checks it). */
type Change = { intent: string; levelId?: string } & Record<string, unknown>;
type Failed = Extract<SectionResult, { ok: false }>;

export type LevelsList = ReturnType<typeof useLevelsList>;

/** Changes of the list, in the draft at once. For the route, which stays while the last level goes: what was deleted can be given back then too. */
export function useLevelsList(tiers: Tiers | null) {
  const fetcher = useFetcher<SectionResult>();
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<{ change: Change; before: Tiers | null } | null>(null);
  const send = (change: Change) => {
    setAsked({ change, before: tiers });
    // By its address: the toast outlives the page, and what is taken back there is not for the page that is open then.
    void fetcher.submit(
      { change: JSON.stringify(change) },
      { method: 'post', action: '/app/program/tiers?index' },
    );
  };
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!result?.ok || !asked) return;
    setAsked(null);
    const { change, before } = asked;
    if (change.intent === 'add') navigate(`/app/program/tiers/${change.levelId ?? ''}`);
    const gone = before?.levels.find(({ id }) => id === change.levelId);
    if (change.intent !== 'delete' || !gone) return;
    shopify.toast.show(text('tiers.deleted', { name: localizedText(gone.name, locale) }), {
      action: text('action.undo'),
      onAction: () => send({ intent: 'restore', levelId: gone.id, before }),
    });
    // Once for each answer.
  }, [result]);
  return {
    send,
    isBusy: fetcher.state !== 'idle',
    failed: result?.ok === false ? result : null,
    isGone: useGoneByOthers(tiers, asked),
  };
}

/** Whether there are no levels any more without this page having deleted them. */
function useGoneByOthers(tiers: Tiers | null, asked: object | null): boolean {
  const known = useRef(false);
  if (tiers) known.current = true;
  else if (asked) known.current = false;
  return !tiers && known.current;
}

export function ListFailure({ failed }: { failed: Failed | null }) {
  const text = useAdminText();
  if (!failed) return null;
  const title = {
    unreachable: text('form.unreachable.title'),
    stale: text('form.stale.title'),
    refused: text('form.refused.title'),
    invalid: text('form.refused.title'),
  }[failed.reason];
  return (
    <Banner tone="critical" title={title}>
      {failed.reason === 'refused' ? <FaultList faults={failed.faults} /> : null}
    </Banner>
  );
}
