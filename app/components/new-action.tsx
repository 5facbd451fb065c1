import { ACTION_KINDS } from '../domain/action.ts';
import { useAdminText } from './admin-text.tsx';
import { NewPart } from './new-part.tsx';

/** A new way to earn begins with what it rewards. */
export function NewAction({ newId }: { newId: string }) {
  const text = useAdminText();
  const beginnings = ACTION_KINDS.map((kind) => ({
    content: text(`actions.kind.${kind}`),
    helpText: text(`actions.kind.${kind}.help`),
    url: `/app/program/actions/${newId}?kind=${kind}`,
  }));
  return <NewPart label={text('actions.add')} beginnings={beginnings} />;
}
