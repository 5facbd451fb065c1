/** What a list of the programme's parts does with them: their order, on and off, a copy, gone and back again. */
type Listed = { id: string; active: boolean };

export type ListChange =
  /** `to`: the place that it has afterwards, from 0. */
  | { intent: 'move'; id: string; to: number }
  | { intent: 'active'; id: string; on: boolean }
  | { intent: 'copy'; id: string }
  | { intent: 'delete'; id: string }
  /** What a deletion took, given back as the page has it: the document is checked as any other. */
  | { intent: 'restore'; item: unknown; at: number };

/** What is gone meanwhile is left alone; what is there again is not given back twice. A copy is off until somebody has looked at it. */
export function changedList<Item extends Listed>(
  items: readonly Item[],
  change: ListChange,
  copyId: string,
): readonly unknown[] {
  if (change.intent === 'restore') {
    const restored = change.item as Partial<Item> | null;
    return items.some(({ id }) => id === restored?.id)
      ? items
      : items.toSpliced(change.at, 0, change.item as Item);
  }
  const place = items.findIndex(({ id }) => id === change.id);
  const item = items[place];
  if (!item) return items;
  switch (change.intent) {
    case 'move':
      return items.toSpliced(place, 1).toSpliced(change.to, 0, item);
    case 'active':
      return items.with(place, { ...item, active: change.on });
    case 'copy':
      return items.toSpliced(place + 1, 0, { ...item, id: copyId, active: false });
    case 'delete':
      return items.toSpliced(place, 1);
  }
}
