import { BlockStack, Card, Link, Text } from '@shopify/polaris';
import { campaignStatus } from '../domain/campaign-calendar.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { campaignDates } from './campaign-words.ts';
import { useWords } from './words.ts';
import { useShop } from './shop-context.tsx';

/** What a simulation of orders that were made cannot tell: campaigns that have yet to begin. Each has a page that lays it over days that are past. */
export function PlannedCampaigns({ program, now }: { program: Program; now: string }) {
  const { text, locale } = useWords();
  const { timeZone } = useShop();
  const planned = program.campaigns.filter((campaign) => campaignStatus(campaign, now) === 'planned');
  if (planned.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="p">{text('campaigns.planned')}</Text>
        <ul>
          {planned.map((campaign) => (
            <li key={campaign.id}>
              <Link url={`/app/program/campaigns/${campaign.id}/cost`}>
                {text('campaigns.cost.title', { name: localizedText(campaign.name, locale) })}
              </Link>{' '}
              <Text as="span" tone="subdued">
                <bdi>{campaignDates(campaign, { locale, text, timeZone })}</bdi>
              </Text>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
