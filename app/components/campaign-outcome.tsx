/** What a campaign does, reckoned by the function that reckons orders: in each of its markets, and beside the campaigns that it meets. */
import { Badge, BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { campaignStatus, type CampaignStatus } from '../domain/campaign-calendar.ts';
import { campaignExamples, campaignMeetings, type CampaignExample } from '../domain/campaign-example.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { Program } from '../domain/program.ts';
import { localizedText } from '../locales/reward-text.ts';
import { STATUS_TONES } from './campaign-row.tsx';
import { campaignConditions, campaignDates, campaignEffect } from './campaign-words.ts';
import { useWords, type Words } from './words.ts';
import { useShop } from './shop-context.tsx';
import { isolated, marketTitle } from './market-name.ts';

type Props = {
  /** As the form stands. */
  program: Program;
  campaign: Campaign;
  now: string;
  shopCurrency: string;
};

export function CampaignOutcome(props: Props) {
  return (
    <>
      <InWords {...props} />
      <Meetings {...props} />
    </>
  );
}

function InWords({ program, campaign, now, shopCurrency }: Props) {
  const words = useWords();
  const { text, format, locale } = words;
  const { timeZone } = useShop();
  const status = campaignStatus(campaign, now);
  const examples = campaignExamples(program, campaign, { now, shopCurrency });
  const conditions = campaignConditions(program, campaign, locale, text, format);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {text('campaigns.outcome.title')}
          </Text>
          <Badge tone={STATUS_TONES[status]}>{text(`campaigns.status.${status}`)}</Badge>
        </InlineStack>
        <BlockStack gap="100">
          <Text as="p" fontWeight="semibold">
            {campaignEffect(campaign, text, format)}
          </Text>
          <Text as="p">
            <bdi>{campaignDates(campaign, { locale, text, timeZone })}</bdi>
          </Text>
          {conditions.length > 0 ? (
            <Text as="p" tone="subdued">
              {new Intl.ListFormat(locale, { type: 'unit' }).format(conditions)}
            </Text>
          ) : null}
        </BlockStack>
        {examples.length === 0 ? (
          <Text as="p">{text('campaigns.outcome.nobody')}</Text>
        ) : (
          <dl className="campaigns__examples">
            {examples.map((example) => (
              <div key={example.market ?? ''}>
                {example.market === null ? null : (
                  <dt>
                    <bdi>{marketTitle(program.markets, example.market, locale)}</bdi>
                  </dt>
                )}
                <dd>{exampleSentence(example, status, words)}</dd>
              </div>
            ))}
          </dl>
        )}
      </BlockStack>
    </Card>
  );
}

/** "On 12 Dec 2026 an order of 84,00 € earns 168 points instead of 84". */
function exampleSentence(
  { goods, currency, at, points, before }: CampaignExample,
  status: CampaignStatus,
  { text, format }: Words,
): string {
  const amount = isolated(format.money(goods, currency));
  if (points === before) return text('campaigns.example.same', { amount, points: format.points(points) });
  const key = status === 'planned' ? 'planned' : status === 'over' ? 'over' : 'running';
  return text(`campaigns.example.${key}`, {
    ...{ amount, points: format.points(points), before: format.number(before) },
    date: isolated(format.date(new Date(at))),
  });
}

/** The rule by which several add up stands where two campaigns hold for one order. */
function Meetings({ program, campaign, ...asked }: Props) {
  const { text, format, locale } = useWords();
  const meetings = campaignMeetings(program, campaign, asked);
  if (meetings.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {text('campaigns.meetings.title')}
        </Text>
        {meetings.map(({ other, example }) => (
          <BlockStack key={other.id} gap="050">
            <Link url={`/app/program/campaigns/${other.id}`}>
              <bdi>{localizedText(other.name, locale)}</bdi>
            </Link>
            <Text as="p">
              {text('campaigns.meetings.example', {
                date: isolated(format.date(new Date(example.at))),
                amount: isolated(format.money(example.goods, example.currency)),
                points: format.points(example.points),
                before: format.number(example.before),
              })}
            </Text>
          </BlockStack>
        ))}
        <Text as="p" tone="subdued">
          {text(`words.stacking.${program.earning.stacking}`)}
        </Text>
      </BlockStack>
    </Card>
  );
}
