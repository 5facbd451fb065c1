import { useNavigate } from '@remix-run/react';
import { ActionList, Button, Popover } from '@shopify/polaris';
import { useState } from 'react';
import { CAMPAIGN_TEMPLATES, templateLacks } from '../domain/campaign-template.ts';
import type { Program } from '../domain/program.ts';
import { useAdminText } from './admin-text.tsx';

/** A new campaign begins with what it is for; what the programme lacks for one is said. */
export function NewCampaign({ program, newId }: { program: Program; newId: string }) {
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
          {text('campaigns.add')}
        </Button>
      }
    >
      <ActionList
        actionRole="menuitem"
        items={CAMPAIGN_TEMPLATES.map((template) => {
          const lacking = templateLacks(template, program);
          return {
            content: text(`campaigns.template.${template}`),
            helpText: text(lacking ? `campaigns.lacking.${lacking}` : `campaigns.template.${template}.help`),
            disabled: lacking !== null,
            onAction: () => navigate(`/app/program/campaigns/${newId}?template=${template}`),
          };
        })}
      />
    </Popover>
  );
}
