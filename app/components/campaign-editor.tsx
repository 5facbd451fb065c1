/** The form of one campaign, and what it does beside it. */
import { Banner, Card } from '@shopify/polaris';
import { useMemo } from 'react';
import { campaignForm, campaignOf, campaignSection } from '../domain/campaign-form.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { Program } from '../domain/program.ts';
import { oneOfAudience } from '../domain/widget-preview.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { CampaignFields } from './campaign-fields.tsx';
import { CampaignOutcome } from './campaign-outcome.tsx';
import type { ResourceNames } from './form/resource-field.tsx';
import { SectionPage } from './form/section-page.tsx';
import { useShop } from './shop-context.tsx';
import { FaultyNote } from './form/faulty-note.tsx';

type Props = {
  /** As it is in the draft, or as its template has it. */
  campaign: Campaign;
  program: Program;
  /** `partStamp` of it as it is in the draft. */
  seen: string;
  isNew: boolean;
  /** Somebody has deleted it since the form was filled. */
  isGone: boolean;
  now: string;
  names: ResourceNames;
  shopCurrency: string;
  back: { content: string; url: string };
};

export function CampaignEditor({ campaign, program, seen, isNew, isGone, now, back, ...rest }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const { timeZone } = useShop();
  const loaded = useMemo(
    () => ({ fields: campaignForm(campaign, timeZone), seen }),
    [campaign, timeZone, seen],
  );
  const section = useMemo(() => campaignSection(campaign.id, timeZone), [campaign.id, timeZone]);
  const name = localizedText(campaign.name, locale);
  const cost = { content: text('campaigns.cost.open'), url: `${back.url}/${campaign.id}/cost` };
  return (
    <SectionPage
      name={campaign.id}
      title={isNew ? text('campaigns.new', { name }) : name}
      {...{ section, program, loaded, back }}
      actions={isNew || isGone ? {} : { secondaryActions: [cost] }}
      first={{ surface: 'product', ...oneOfAudience(campaign.when) }}
      aside={({ program: edited }) => {
        const as = edited && campaignOf(edited, campaign.id);
        return as ? (
          <CampaignOutcome program={edited} campaign={as} now={now} shopCurrency={rest.shopCurrency} />
        ) : (
          <Faulty />
        );
      }}
    >
      {({ sent }) => (
        <>
          {isGone ? <Banner tone="warning" title={text('campaigns.gone')} /> : null}
          <CampaignFields {...{ campaign, program, sent }} {...rest} />
        </>
      )}
    </SectionPage>
  );
}

function Faulty() {
  return (
    <Card>
      <FaultyNote />
    </Card>
  );
}
