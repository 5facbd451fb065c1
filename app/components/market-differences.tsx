import { Banner, BlockStack, Box, Button, Card, Divider, InlineStack, Text } from '@shopify/polaris';
import { Fragment } from 'react';
import { handleOf, marketsThatLose, type MarketDifference } from '../domain/market-differences.ts';
import type { Market } from '../domain/program.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { languageName } from './language-name.ts';
import { isolated, marketName } from './market-name.ts';

type Props = {
  /** The programme's. */
  markets: readonly Market[];
  /** null: Shopify does not tell its markets now. */
  differences: readonly MarketDifference[] | null;
  /** Without a handle: everything that Shopify has. */
  onTake: (handle: string | null) => void;
  onDelete: (handle: string) => void;
  busy: boolean;
};

/** What the shop has otherwise in Shopify, each with the one click that takes it over. */
export function MarketDifferences({ markets, differences, onTake, onDelete, busy }: Props) {
  const text = useAdminText();
  if (differences === null) return <Banner tone="warning" title={text('markets.untold')} />;
  if (differences.length === 0)
    return (
      <Text as="p" tone="subdued">
        {text('markets.same')}
      </Text>
    );
  const told = differences.filter(({ kind }) => kind !== 'gone');
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text('markets.differences')}
          </Text>
          {told.length > 1 ? (
            <Button onClick={() => onTake(null)} disabled={busy}>
              {text('markets.takeAll')}
            </Button>
          ) : null}
        </InlineStack>
        {differences.map((one, index) => (
          <Fragment key={handleOf(one)}>
            {index > 0 ? <Divider /> : null}
            <Difference difference={one} {...{ markets, onTake, onDelete, busy }} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}

function Difference({
  markets,
  difference,
  onTake,
  onDelete,
  busy,
}: Omit<Props, 'differences'> & { difference: MarketDifference }) {
  const text = useAdminText();
  const locale = useLocale();
  const handle = handleOf(difference);
  const name = marketName(difference.kind === 'gone' ? difference.before : difference.market, locale);
  const isGone = difference.kind === 'gone';
  return (
    <InlineStack align="space-between" blockAlign="center" gap="300">
      <Box>
        <Text as="h3" variant="headingSm">
          <bdi>{name}</bdi>
        </Text>
        {useDifferenceWords(difference, markets).map((sentence) => (
          <Text key={sentence} as="p">
            {sentence}
          </Text>
        ))}
      </Box>
      <Button
        onClick={() => (isGone ? onDelete(handle) : onTake(handle))}
        disabled={busy}
        accessibilityLabel={text(isGone ? 'markets.delete' : 'markets.take.name', { name })}
      >
        {text(isGone ? 'markets.remove' : 'markets.take')}
      </Button>
    </InlineStack>
  );
}

function useDifferenceWords(difference: MarketDifference, markets: readonly Market[]): string[] {
  const text = useAdminText();
  const locale = useLocale();
  const regions = new Intl.DisplayNames(locale, { type: 'region' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const named = (codes: readonly string[]) =>
    isolated(list.format(codes.map((code) => regions.of(code) ?? code)));
  const language = (tag: string) => languageName(tag.replace(/-u-.*$/i, ''), locale);
  if (difference.kind === 'gone') return [text('markets.difference.gone')];
  const { market } = difference;
  const losses = marketsThatLose(markets, difference).map((lost) =>
    text('markets.difference.takes', {
      market: marketName(lost.market, locale),
      countries: named(lost.countries),
    }),
  );
  if (difference.kind === 'missing')
    return [
      text('markets.difference.missing', {
        countries: named(market.countries),
        count: market.countries.length,
        currency: market.currency,
        language: language(market.locale),
      }),
      ...losses,
    ];
  const { before, parts } = difference;
  const more = market.countries.filter((code) => !before.countries.includes(code));
  const less = before.countries.filter((code) => !market.countries.includes(code));
  return [
    ...(more.length > 0 ? [text('markets.difference.more', { countries: named(more) })] : []),
    ...(less.length > 0 ? [text('markets.difference.less', { countries: named(less) })] : []),
    ...(parts.includes('currency')
      ? [text('markets.difference.currency', { before: before.currency, after: market.currency })]
      : []),
    ...(parts.includes('locale')
      ? [
          text('markets.difference.locale', {
            before: language(before.locale),
            after: language(market.locale),
          }),
        ]
      : []),
    ...losses,
  ];
}
