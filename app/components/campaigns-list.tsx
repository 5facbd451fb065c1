import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Card, EmptyState } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { Campaign } from '../domain/campaign.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import type { CampaignsChange } from '../services/change-campaigns.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { CampaignRow } from './campaign-row.tsx';
import type { SectionResult } from './form/section-result.ts';
import { FaultList } from './program-faults.tsx';

/** The campaigns of the draft, in its order. */
export function CampaignsList({ program, now }: { program: Program; now: string }) {
  const text = useAdminText();
  const { send, failed } = useCampaigns(program);
  if (program.campaigns.length === 0)
    return (
      <Card>
        <EmptyState heading={text('campaigns.none.title')} image="">
          <p>{text('campaigns.none.body')}</p>
        </EmptyState>
      </Card>
    );
  return (
    <BlockStack gap="400">
      {failed ? (
        <Banner
          tone="critical"
          title={text(failed.reason === 'unreachable' ? 'form.unreachable.title' : 'form.refused.title')}
        >
          {failed.reason === 'refused' ? <FaultList faults={failed.faults} /> : text('rewards.again')}
        </Banner>
      ) : null}
      <Card padding="0">
        <ul className="campaigns">
          {program.campaigns.map((campaign) => (
            <CampaignRow key={campaign.id} {...{ campaign, program, now, send }} />
          ))}
        </ul>
      </Card>
    </BlockStack>
  );
}

/** What was deleted can be given back for as long as the toast stands. */
function useCampaigns(program: Program) {
  const fetcher = useFetcher<SectionResult>();
  const text = useAdminText();
  const locale = useLocale();
  const shopify = useAppBridge();
  const [gone, setGone] = useState<{ campaign: Campaign; at: number } | null>(null);
  const send = (change: CampaignsChange) => {
    if (change.intent === 'delete') {
      const at = program.campaigns.findIndex(({ id }) => id === change.campaignId);
      const campaign = program.campaigns[at];
      if (campaign) setGone({ campaign, at });
    }
    fetcher.submit({ change: JSON.stringify(change) }, { method: 'post' });
  };
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (!result?.ok || !gone) return;
    setGone(null);
    shopify.toast.show(text('rewards.deleted', { name: localizedText(gone.campaign.name, locale) }), {
      action: text('action.undo'),
      onAction: () => send({ intent: 'restore', ...gone }),
    });
    // Once for each answer.
  }, [result]);
  return { send, failed: result?.ok === false ? result : null };
}
