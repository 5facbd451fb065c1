import { useNavigate } from '@remix-run/react';
import { ActionList, Button, Popover } from '@shopify/polaris';
import { useState } from 'react';

type Beginning = { content: string; helpText: string; disabled?: boolean; url: string };

/** A new part of the programme begins with what it is to be, chosen from a menu. */
export function NewPart({ label, beginnings }: { label: string; beginnings: readonly Beginning[] }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      autofocusTarget="first-node"
      activator={
        <Button variant="primary" disclosure onClick={() => setOpen((before) => !before)}>
          {label}
        </Button>
      }
    >
      <ActionList
        actionRole="menuitem"
        items={beginnings.map(({ url, ...shown }) => ({ ...shown, onAction: () => navigate(url) }))}
      />
    </Popover>
  );
}
