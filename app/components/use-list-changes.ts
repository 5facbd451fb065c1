import { useFormAction } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ListChange } from '../domain/list-change.ts';
import { useAdminText } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';
import { useLateChanges } from './late-changes.tsx';
import { useDoneBeforeLeaving } from './use-done-before-leaving.ts';
import { useRequestQueue } from './use-request-queue.ts';
import { undoToast } from './undo-toast.ts';

type Listed = { id: string; active: boolean };

/** As a row asks for it: a copy gets its id here. */
export type ListAsk<Change> = Change extends { intent: 'copy' } ? Omit<Change, 'copyId'> : Change;

type Options<Item, Change> = {
  nameOf: (item: Item) => string;
  /** For a copy: new at each loading of the page. */
  newId: string;
  /** What a change makes of the list; the server does the same. */
  apply: (items: readonly Item[], change: Change) => readonly Item[];
};

/**
 * Sends what a list of the programme's parts asks for, one after the other, so that each answer is of its own request. What is asked for shows at once
 * (`items`), and is taken back where it was not done. Each deletion can be given back for as long as its toast stands.
 */
export function useListChanges<Item extends Listed, Change extends { intent: string } = ListChange>(
  loaded: readonly Item[],
  { nameOf, newId, apply }: Options<Item, Change>,
) {
  const text = useAdminText();
  const shopify = useAppBridge();
  /** What each deletion takes, by the deletion. */
  const taken = useRef(new Map<object, { item: Item; at: number }>());
  const copyOf = useCopyIds(newId);
  const { waiting, failed, push } = useChangeQueue<Change>((change) => {
    if (isA(change, 'copy')) copyOf.done(change.id);
    const gone = taken.current.get(change);
    if (!gone) return;
    shopify.toast.show(
      text('rewards.deleted', { name: nameOf(gone.item) }),
      undoToast(text, () => send({ intent: 'restore', ...gone } as unknown as ListAsk<Change>)),
    );
  });
  const items = waiting.reduce(apply, loaded);
  const send = (asked: ListAsk<Change>) => {
    const change = { ...asked } as unknown as Change;
    if (isA(change, 'copy')) change.copyId = copyOf.idFor(change.id);
    if (isA(change, 'delete')) {
      const at = items.findIndex(({ id }) => id === change.id);
      const item = items[at];
      if (item) taken.current.set(change, { item, at });
    }
    push(change);
  };
  return { items, send, failed };
}

const isA = <Intent extends ListChange['intent']>(
  change: { intent: string },
  intent: Intent,
): change is Extract<ListChange, { intent: Intent }> => change.intent === intent;

/** By the id of what is copied, until it is known to be done: asked again after a lost answer, it is the same copy. */
function useCopyIds(newId: string) {
  const ids = useRef(new Map<string, string>());
  const made = useRef(0);
  return {
    idFor: (id: string) => {
      const copyId = ids.current.get(id) ?? `${newId}-${++made.current}`;
      ids.current.set(id, copyId);
      return copyId;
    },
    done: (id: string) => ids.current.delete(id),
  };
}

/**
 * The page's requests, one at a time; it is left once all are done. What is asked for while the next page is being loaded, or later (a toast outlives its
 * page), is sent from there (`LateChanges`), where the page has not heard of it. Asked twice, it is done once (decision 0045).
 */
export function useChangeQueue<Change extends object>(onDone: (change: Change) => void) {
  const action = useFormAction();
  const [failed, setFailed] = useState<Extract<SectionResult, { ok: false }> | null>(null);
  const { waiting, push, takeAll } = useRequestQueue<Change>({
    requestOf: (change) => ({ change, action }),
    onHeard: (change, result) => {
      setFailed(result.ok ? null : result);
      if (result.ok) onDone(change);
    },
  });
  const late = useLateChanges();
  const isOpen = useRef(true);
  const address = useRef(action);
  useEffect(() => {
    address.current = action;
  }, [action]);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      for (const change of takeAll()) late({ change, action: address.current });
    };
  }, [takeAll, late]);
  const giveUp = useCallback(() => {
    setFailed(null);
    takeAll();
  }, [takeAll]);
  useDoneBeforeLeaving({ pending: waiting.length, hasFailed: failed !== null, giveUp });
  return {
    waiting,
    failed,
    push: (change: Change) => (isOpen.current ? push(change) : late({ change, action })),
  };
}
