import { BlockStack, Text } from '@shopify/polaris';
import type { MarketRow } from '../queries/home-figures.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { ChartCard } from './chart-card.tsx';
import { isolated, marketName } from './market-name.ts';
import { pointWorth } from './point-worth.ts';

const COUNTS = ['members', 'outstanding', 'orders', 'issued', 'redeemed', 'expired'] as const;
const RATES = ['redemptionRate', 'repeatRate'] as const;

type Market = { handle: string; countries: readonly string[]; currency: string };
type Props = {
  figures: MarketRow[];
  /** Of the programme, which knows the countries. */
  markets: readonly Market[];
  pointValue: readonly { currency: string; amount: string }[];
};

/** What is there and what the period brought, by market. */
export function MarketFigures({ figures, markets, pointValue }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useMarketLabel(markets);
  const rate = (own: bigint | null) => (own === null ? text('home.figure.noRate') : format.rate(own));
  /** In the currency of the market. */
  const worth = ({ market, outstanding }: MarketRow) => {
    const currency = markets.find(({ handle }) => handle === market)?.currency;
    const amount = currency === undefined ? null : pointWorth(outstanding, pointValue, currency);
    return currency === undefined || amount === null
      ? text('home.figure.noRate')
      : format.money(amount, currency);
  };
  const isEmpty = figures.length === 0;
  const bars = (valueOf: (row: MarketRow) => bigint, wordsOf: (row: MarketRow) => string) =>
    figures.map((row) => ({ name: label(row.market), value: valueOf(row), words: wordsOf(row) }));
  return (
    <ChartCard
      title={text('home.markets.title')}
      note={text(isEmpty ? 'home.markets.empty' : 'home.markets.note')}
      charts={
        isEmpty
          ? null
          : [
              ...COUNTS.map((figure) => (
                <MarketBars
                  key={figure}
                  title={text(`home.figure.${figure}`)}
                  bars={bars(
                    (row) => BigInt(row[figure]),
                    (row) => format.number(row[figure]),
                  )}
                />
              )),
              ...RATES.map((figure) => (
                <MarketBars
                  key={figure}
                  title={text(`home.figure.${figure}`)}
                  bars={bars(
                    (row) => row[figure] ?? 0n,
                    (row) => rate(row[figure]),
                  )}
                />
              )),
            ]
      }
      heads={[
        text('home.markets.market'),
        text('home.figure.members'),
        text('home.figure.outstanding'),
        text('home.markets.worth'),
        ...COUNTS.slice(2).map((figure) => text(`home.figure.${figure}`)),
        ...RATES.map((figure) => text(`home.figure.${figure}`)),
      ]}
      rows={figures.map((row) => ({
        key: row.market ?? '',
        name: label(row.market),
        cells: [
          format.number(row.members),
          format.number(row.outstanding),
          worth(row),
          ...COUNTS.slice(2).map((figure) => format.number(row[figure])),
          ...RATES.map((figure) => rate(row[figure])),
        ],
      }))}
    />
  );
}

function useMarketLabel(markets: readonly Market[]): (handle: string | null) => string {
  const text = useAdminText();
  const locale = useLocale();
  return (handle) => {
    if (handle === null) return text('home.markets.none');
    const market = markets.find((one) => one.handle === handle);
    if (!market) return handle;
    const name = marketName(market, locale);
    if (market.countries.length < 2) return name;
    return text('home.markets.countries', { name: isolated(name), count: market.countries.length });
  };
}

type MarketBar = { name: string; value: bigint; words: string };

/** A bar for each market; said beside it, so that nothing is in the bar alone. */
function MarketBars({ title, bars }: { title: string; bars: MarketBar[] }) {
  const most = bars.reduce((most, { value }) => (value > most ? value : most), 1n);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <ul className="market-bars">
        {bars.map(({ name, value, words }) => (
          <li key={name}>
            <bdi>{name}</bdi>
            <bdi className="market-bars__value">{words}</bdi>
            <span className="market-bars__bar">
              {/* Percent: whole ones are exact enough for a bar. */}
              <span style={{ inlineSize: `${value > 0n ? (value * 100n) / most : 0n}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
