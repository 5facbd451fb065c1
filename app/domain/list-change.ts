/** What a list of the programme's parts does with them: their order, on and off, a copy, gone and back again. */
import { z } from 'zod';

type Listed = { id: string; active: boolean };

const id = z.string().max(100);
const place = z.int().min(0).max(100_000);

/** As a list's page sends them, for a union of its own. */
export const listChanges = [
  /** `to`: the place that it has afterwards, from 0. */
  z.object({ intent: z.literal('move'), id, to: place }),
  z.object({ intent: z.literal('active'), id, on: z.boolean() }),
  /** The copy's id comes with the asking, so that asking twice makes one. */
  z.object({ intent: z.literal('copy'), id, copyId: id }),
  z.object({ intent: z.literal('delete'), id }),
  /** What a deletion took, given back as the page has it: the document is checked as any other. */
  z.object({ intent: z.literal('restore'), item: z.unknown(), at: place }),
] as const;
export const ListChangeSchema = z.discriminatedUnion('intent', listChanges);
export type ListChange = z.output<typeof ListChangeSchema>;

/** What is gone meanwhile is left alone; what is there again is not given back, nor copied, twice. A copy is off until somebody has looked at it. */
export function changedList<Item extends Listed>(
  items: readonly Item[],
  change: ListChange,
): readonly Item[] {
  const isThere = (id: unknown) => items.some((one) => one.id === id);
  if (change.intent === 'restore') {
    const item = change.item as Item | null;
    return isThere(item?.id) ? items : items.toSpliced(change.at, 0, item as Item);
  }
  const at = items.findIndex(({ id }) => id === change.id);
  const item = items[at];
  if (!item) return items;
  switch (change.intent) {
    case 'move':
      return items.toSpliced(at, 1).toSpliced(change.to, 0, item);
    case 'active':
      return items.with(at, { ...item, active: change.on });
    case 'copy':
      if (isThere(change.copyId)) return items;
      return items.toSpliced(at + 1, 0, { ...item, id: change.copyId, active: false });
    case 'delete':
      return items.toSpliced(at, 1);
  }
}

/** The list with the item in its place, or behind the others. */
export function withItem<Item extends { id: string }>(items: readonly Item[], item: Item): Item[] {
  const at = items.findIndex(({ id }) => id === item.id);
  return items.toSpliced(at < 0 ? items.length : at, 1, item);
}
