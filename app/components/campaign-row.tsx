import { Badge, BlockStack, Button, InlineStack, Link, Text } from '@shopify/polaris';
import { DeleteIcon, DuplicateIcon } from '@shopify/polaris-icons';
import { campaignStatus, type CampaignStatus } from '../domain/campaign-calendar.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { ListChange } from '../domain/list-change.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { campaignConditions, campaignDates, campaignEffect } from './campaign-words.ts';
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
      <Actions campaign={campaign} name={name} send={send} />
    </li>
  );
}

function Actions({ campaign, name, send }: Pick<Props, 'campaign' | 'send'> & { name: string }) {
  const { text } = useWords();
  const { id, active } = campaign;
  return (
    <div className="campaigns__actions">
      <Button
        variant="tertiary"
        onClick={() => send({ intent: 'active', id, on: !active })}
        accessibilityLabel={text(active ? 'rewards.switchOff.name' : 'rewards.switchOn.name', { name })}
      >
        {text(active ? 'rewards.switchOff' : 'rewards.switchOn')}
      </Button>
      <Button
        variant="tertiary"
        icon={DuplicateIcon}
        onClick={() => send({ intent: 'copy', id })}
        accessibilityLabel={text('rewards.copy', { name })}
      />
      <Button
        variant="tertiary"
        tone="critical"
        icon={DeleteIcon}
        onClick={() => send({ intent: 'delete', id })}
        accessibilityLabel={text('rewards.delete', { name })}
      />
    </div>
  );
}
