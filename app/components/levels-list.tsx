import { useNavigate } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useRef } from 'react';
import type { Tiers } from '../domain/tiers.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { useChangeQueue } from './use-list-changes.ts';
import { undoToast } from './undo-toast.ts';

/** What the route's action takes (its schema checks it). */
type Change = { intent: string; levelId?: string } & Record<string, unknown>;

export type LevelsList = ReturnType<typeof useLevelsList>;

/** Changes of the list, in the draft at once. For the route, which stays while the last level goes: what was deleted can be given back then too. */
export function useLevelsList(tiers: Tiers | null) {
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const navigate = useNavigate();
  /** The levels before each deletion. */
  const before = useRef(new Map<Change, Tiers>());
  const { waiting, failed, push } = useChangeQueue<Change>((change) => {
    if (change.intent === 'add') navigate(`/app/program/tiers/${change.levelId ?? ''}`);
    const tiersBefore = before.current.get(change);
    const gone = tiersBefore?.levels.find(({ id }) => id === change.levelId);
    if (!gone) return;
    shopify.toast.show(
      text('tiers.deleted', { name: localizedText(gone.name, locale) }),
      undoToast(text, () => push({ intent: 'restore', levelId: gone.id, before: tiersBefore })),
    );
  });
  const [asked] = waiting;
  return {
    send: (change: Change) => {
      if (change.intent === 'delete' && tiers) before.current.set(change, tiers);
      push(change);
    },
    isBusy: asked !== undefined,
    failed,
    isGone: useGoneByOthers(tiers, asked),
  };
}

/** Whether there are no levels any more without this page having deleted them. */
function useGoneByOthers(tiers: Tiers | null, asked: object | undefined): boolean {
  const known = useRef(false);
  if (tiers) known.current = true;
  else if (asked) known.current = false;
  return !tiers && known.current;
}
