import { Badge, BlockStack, InlineStack, Link, Text } from '@shopify/polaris';
import { campaignStatus, type CampaignStatus } from '../domain/campaign-calendar.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { ListChange } from '../domain/list-change.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { campaignConditions, campaignDates, campaignEffect } from './campaign-words.ts';
import { RowButtons } from './row-buttons.tsx';
import { useWords } from './words.ts';
import { useShop } from './shop-context.tsx';
import type { ListAsk } from './use-list-changes.ts';

export const STATUS_TONES = {
  running: 'success',
  planned: 'info',
  over: undefined,
  off: undefined,
} as const satisfies Record<CampaignStatus, string | undefined>;

type Props = {
  campaign: Campaign;
  program: Program;
  /** An instant: what runs is said as of then. */
  now: string;
  send: (change: ListAsk<ListChange>) => void;
};

/** One campaign: whether it runs, when, what it gives and to whom. */
export function CampaignRow({ campaign, program, now, send }: Props) {
  const { text, format, locale } = useWords();
  const { timeZone } = useShop();
  const name = localizedText(campaign.name, locale);
  const status = campaignStatus(campaign, now);
  const conditions = campaignConditions(program, campaign, locale, text, format);
  return (
    <li data-campaign={campaign.id} className="campaigns__row">
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingSm">
            <Link url={`/app/program/campaigns/${campaign.id}`} removeUnderline>
              <bdi>{name}</bdi>
            </Link>
          </Text>
          <Badge tone={STATUS_TONES[status]}>{text(`campaigns.status.${status}`)}</Badge>
        </InlineStack>
        <Text as="p">
          <bdi>{campaignDates(campaign, { locale, text, timeZone })}</bdi>
        </Text>
        <Text as="p" tone="subdued">
          {new Intl.ListFormat(locale, { type: 'unit' }).format([
            campaignEffect(campaign, text, format),
            ...conditions,
          ])}
        </Text>
      </BlockStack>
      <div className="campaigns__actions">
        <RowButtons part={campaign} {...{ name, send }} />
      </div>
    </li>
  );
}
