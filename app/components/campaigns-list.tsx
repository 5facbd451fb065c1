import { BlockStack, Card, EmptyState } from '@shopify/polaris';
import type { Campaign } from '../domain/campaign.ts';
import { changedList } from '../domain/list-change.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { CampaignRow } from './campaign-row.tsx';
import { ListFailed } from './list-failed.tsx';
import { useListChanges } from './use-list-changes.ts';

/** The campaigns of the draft, in its order. */
export function CampaignsList({ program, now, newId }: { program: Program; now: string; newId: string }) {
  const text = useAdminText();
  const locale = useLocale();
  const { items, send, failed } = useListChanges(program.campaigns, {
    ...{ newId, apply: changedList<Campaign> },
    nameOf: ({ name }) => localizedText(name, locale),
  });
  if (items.length === 0)
    return (
      <Card>
        <EmptyState heading={text('campaigns.none.title')} image="">
          <p>{text('campaigns.none.body')}</p>
        </EmptyState>
      </Card>
    );
  return (
    <BlockStack gap="400">
      <ListFailed failed={failed} />
      <Card padding="0">
        <ul className="campaigns">
          {items.map((campaign) => (
            <CampaignRow key={campaign.id} {...{ campaign, program, now, send }} />
          ))}
        </ul>
      </Card>
    </BlockStack>
  );
}
