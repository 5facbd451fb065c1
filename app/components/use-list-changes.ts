import { useFetcher, useFormAction } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef, useState } from 'react';
import type { ListChange } from '../domain/list-change.ts';
import { useAdminText } from './admin-text.tsx';
import type { SectionResult } from './form/section-result.ts';
import { useDoneBeforeLeaving } from './use-done-before-leaving.ts';
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
 * One request at a time, in the order of the asking. After one that failed, what waits behind it is dropped, and told with it. The page is left once all are
 * done.
 */
export function useChangeQueue<Change>(onDone: (change: Change) => void) {
  const fetcher = useFetcher<SectionResult>();
  const [waiting, setWaiting] = useState<Change[]>([]);
  const [failed, setFailed] = useState<Extract<SectionResult, { ok: false }> | null>(null);
  const sent = useRef<Change | null>(null);
  const heard = useRef<unknown>(undefined);
  const action = useFormAction();
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  useEffect(() => {
    if (fetcher.state !== 'idle') return;
    const result = fetcher.data;
    if (sent.current !== null && result && result !== heard.current) {
      const change = sent.current;
      heard.current = result;
      sent.current = null;
      setFailed(result.ok ? null : result);
      setWaiting((before) => (result.ok ? before.slice(1) : []));
      if (result.ok) onDone(change);
      return;
    }
    const [next] = waiting;
    if (next === undefined || sent.current !== null) return;
    sent.current = next;
    void fetcher.submit({ change: JSON.stringify(next) }, { method: 'post' });
  }, [fetcher, waiting, onDone]);
  useDoneBeforeLeaving(waiting.length > 0, failed !== null);
  return {
    waiting,
    failed,
    push: (change: Change) => {
      if (isOpen.current) setWaiting((before) => [...before, change]);
      // A toast outlives its page: what is taken back there still goes where the list's changes go.
      else void fetcher.submit({ change: JSON.stringify(change) }, { method: 'post', action });
    },
  };
}
