import { useNavigate } from '@remix-run/react';
import { ActionList, Button, Popover } from '@shopify/polaris';
import { useState } from 'react';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { FORM_KINDS, isPossibleIn } from '../domain/reward-template.ts';
import { useAdminText } from './admin-text.tsx';
import { kindHelp, kindName, newRewardPath } from './reward-kind-words.ts';

/** A new reward begins with its kind, from a template that works; what this shop cannot give out says so here. */
export function NewReward({ shop, newId }: { shop: ShopFacts; newId: string }) {
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
          {text('rewards.add')}
        </Button>
      }
    >
      <ActionList
        actionRole="menuitem"
        items={FORM_KINDS.map((kind) => ({
          content: text(kindName(kind)),
          helpText: isPossibleIn(kind, shop) ? text(kindHelp(kind)) : text('rewards.add.impossible'),
          onAction: () => navigate(newRewardPath(newId, kind)),
        }))}
      />
    </Popover>
  );
}
