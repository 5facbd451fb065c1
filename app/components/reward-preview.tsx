import { Badge, BlockStack, Box, Card, InlineStack, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import { availability, isShown, type Availability } from '../domain/availability.ts';
import type { Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import type { Reward } from '../domain/reward.ts';
import { leastSpend } from '../domain/rewards.ts';
import {
  amountText,
  localeInMarket,
  localizedText,
  offerText,
  unavailableText,
} from '../locales/reward-text.ts';
import { localeInVoice } from '../locales/voice.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { marketName } from './market-name.ts';
import { useShop } from './shop-context.tsx';
import { FaultyNote } from './form/faulty-note.tsx';
import { shownMarkets } from './shown-markets.ts';

type Market = Program['markets'][number];
type Props = {
  program: Program;
  shop: ShopFacts;
  /** null while the form has a fault. */
  reward: Reward | null;
  given: number;
};

/** The reward as shoppers are shown it, in each market and for a member of any level, by the function that the storefront asks. */
export function RewardPreview({ program, shop, reward, given }: Props) {
  const text = useAdminText();
  const markets = shownMarkets(program, shop);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text('rewards.preview')}
        </Text>
        {reward ? (
          <>
            <OneReader {...{ program, shop, reward, given, markets }} />
            <EveryMarket {...{ program, shop, reward, given, markets }} />
          </>
        ) : (
          <FaultyNote />
        )}
      </BlockStack>
    </Card>
  );
}

type Shown = Omit<Props, 'reward'> & { reward: Reward; markets: Market[] };

function askedBy(
  { program, shop, reward, given }: Shown,
  market: Market,
  member: { tier: string | null; points: bigint },
): Availability {
  const { total } = reward.limits;
  const reader = {
    currency: market.currency,
    market: market.handle || null,
    member: { balance: member.points, available: member.points, tier: member.tier, withinLimits: true },
    stock: total === null ? null : total - given,
  };
  return availability({ program, reward, reader, shop });
}

/** With the digits of the market, and addressed as the programme does. */
const shopperLocale = ({ voice }: Program, reading: string, market: Market) =>
  localeInVoice(localeInMarket(reading, market), voice);

/** One market, level and language, as a member with just enough points would see it. */
function OneReader(shown: Shown) {
  const { program, reward, markets } = shown;
  const text = useAdminText();
  const locale = useLocale();
  const [chosen, setChosen] = useState({
    market: markets[0]?.handle ?? '',
    level: '',
    language: '',
    points: 'enough',
  });
  const choose = (key: keyof typeof chosen) => (value: string) =>
    setChosen((before) => ({ ...before, [key]: value }));
  const market = markets.find(({ handle }) => handle === chosen.market) ?? markets[0];
  if (!market) return null;
  const levels = program.tiers?.levels ?? [];
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const reading = chosen.language || market.locale;
  const points = chosen.points === 'enough' ? BigInt(reward.points) : 0n;
  const found = askedBy(shown, market, { tier: chosen.level || (levels[0]?.id ?? null), points });
  return (
    <BlockStack gap="300">
      <Select
        label={text('rewards.preview.market')}
        options={markets.map((one) => ({
          value: one.handle,
          label: nameOf(one, locale, text('rewards.preview.shop')),
        }))}
        value={market.handle}
        onChange={choose('market')}
      />
      <Select
        label={text('rewards.preview.language')}
        options={[
          { value: '', label: text('rewards.preview.language.market') },
          ...Object.keys(reward.name).map((value) => ({ value, label: languages.of(value) ?? value })),
        ]}
        value={chosen.language}
        onChange={choose('language')}
      />
      {levels.length > 0 ? (
        <Select
          label={text('rewards.preview.level')}
          options={levels.map(({ id, name }) => ({ value: id, label: localizedText(name, locale) }))}
          value={chosen.level || (levels[0]?.id ?? '')}
          onChange={choose('level')}
        />
      ) : null}
      <Select
        label={text('rewards.preview.points')}
        options={[
          { value: 'enough', label: text('rewards.preview.points.enough') },
          { value: 'none', label: text('rewards.preview.points.none') },
        ]}
        value={chosen.points}
        onChange={choose('points')}
      />
      <ShopperCard {...{ program, reward, found }} locale={shopperLocale(program, reading, market)} />
    </BlockStack>
  );
}

/** As the widget writes it: the merchant's words with the amount in them, the price, and what stands between. */
function ShopperCard({
  program,
  reward,
  found,
  locale,
}: Pick<Shown, 'program' | 'reward'> & { found: Availability; locale: string }) {
  const text = useAdminText();
  // What is said about the reward is the admin's; what shoppers read is in theirs, and each is read out in its own voice.
  const own = useLocale();
  const { offer } = found;
  const least = offer && leastSpend(reward, offer.currency);
  return (
    <Box borderColor="border" borderWidth="025" borderRadius="300" padding="400">
      <div data-preview lang={locale} dir="auto">
        <BlockStack gap="100">
          {offer && isShown(found) ? (
            <>
              <Text as="p" variant="headingSm">
                <bdi>{offerText(reward.name, offer, locale)}</bdi>
              </Text>
              {offerText(reward.description, offer, locale) === '' ? null : (
                <p>{offerText(reward.description, offer, locale)}</p>
              )}
              {least ? (
                <Text as="p" tone="subdued">
                  <span lang={own}>
                    {text('rewards.preview.from', { amount: amountText(least, offer.currency, locale) })}
                  </span>
                </Text>
              ) : null}
              <InlineStack>
                {found.available ? (
                  <span lang={own}>
                    <Badge tone="success">{text('rewards.preview.available')}</Badge>
                  </span>
                ) : (
                  <Badge>{unavailableText(found.why, program.tiers, locale)}</Badge>
                )}
              </InlineStack>
            </>
          ) : (
            <Text as="p" tone="subdued">
              <span lang={own}>{text('rewards.preview.hidden')}</span>
              {found.available ? null : ` (${unavailableText(found.why, program.tiers, locale)})`}
            </Text>
          )}
        </BlockStack>
      </div>
    </Box>
  );
}

function nameOf(market: Market, locale: string, shopName: string): string {
  return market.handle === '' ? shopName : marketName(market, locale);
}

/** All markets at a glance: the amount in each, written as its shoppers read it, or why there is none. */
function EveryMarket(shown: Shown) {
  const { program, reward, markets } = shown;
  const text = useAdminText();
  const locale = useLocale();
  const format = useAdminFormat();
  const { name } = useShop();
  const highest = program.tiers?.levels.at(-1)?.id ?? null;
  return (
    <table className="plain-table" data-markets>
      <caption className="visually-hidden">{text('rewards.preview.markets')}</caption>
      <thead>
        <tr>
          <th scope="col">{text('rewards.preview.market')}</th>
          <th scope="col">{format.points(BigInt(reward.points))}</th>
        </tr>
      </thead>
      <tbody>
        {markets.map((market) => {
          const found = askedBy(shown, market, {
            tier: firstLevel(reward) ?? highest,
            points: BigInt(reward.points),
          });
          const offer = found.offer;
          return (
            <tr key={market.handle}>
              <th scope="row">{nameOf(market, locale, name ?? text('rewards.preview.shop'))}</th>
              <td>
                {offer && isShown(found) ? (
                  <bdi lang={market.locale}>
                    {offerText(reward.name, offer, localeInMarket(market.locale, market))}
                  </bdi>
                ) : (
                  <Text as="span" tone="subdued">
                    {found.available ? '' : unavailableText(found.why, program.tiers, locale)}
                  </Text>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A level that it is for, where it is not for all. */
const firstLevel = ({ for: { tiers } }: Reward): string | null => tiers?.[0] ?? null;
