import { useNavigate } from '@remix-run/react';
import { ActionList, Button, Popover } from '@shopify/polaris';
import { useState } from 'react';
import { ACTION_KINDS } from '../domain/action.ts';
import { useAdminText } from './admin-text.tsx';

/** A new way to earn begins with what it rewards. */
export function NewAction({ newId }: { newId: string }) {
  const text = useAdminText();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      autofocusTarget="first-node"
      activator={
        <Button variant="primary" disclosure onClick={() => setOpen((before) => !before)}>
          {text('actions.add')}
        </Button>
      }
    >
      <ActionList
        actionRole="menuitem"
        items={ACTION_KINDS.map((kind) => ({
          content: text(`actions.kind.${kind}`),
          helpText: text(`actions.kind.${kind}.help`),
          onAction: () => navigate(`/app/program/actions/${newId}?kind=${kind}`),
        }))}
      />
    </Popover>
  );
}
