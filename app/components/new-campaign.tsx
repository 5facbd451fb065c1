import { CAMPAIGN_TEMPLATES, templateLacks } from '../domain/campaign-template.ts';
import type { Program } from '../domain/program.ts';
import { useAdminText } from './admin-text.tsx';
import { NewPart } from './new-part.tsx';

/** A new campaign begins with what it is for; what the programme lacks for one is said. */
export function NewCampaign({ program, newId }: { program: Program; newId: string }) {
  const text = useAdminText();
  const beginnings = CAMPAIGN_TEMPLATES.map((template) => {
    const lacking = templateLacks(template, program);
    return {
      content: text(`campaigns.template.${template}`),
      helpText: text(lacking ? `campaigns.lacking.${lacking}` : `campaigns.template.${template}.help`),
      disabled: lacking !== null,
      url: `/app/program/campaigns/${newId}?template=${template}`,
    };
  });
  return <NewPart label={text('campaigns.add')} beginnings={beginnings} />;
}
