import type { Period } from '../domain/points-flow.ts';
import type { MarketRow } from '../queries/home-figures.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { ChartCard, TitledChart } from './chart-card.tsx';
import { isolated, marketName } from './market-name.ts';
import { pointWorth } from './point-worth.ts';

const COUNTS = ['members', 'outstanding', 'orders', 'issued', 'redeemed', 'expired'] as const;
const RATES = ['redemptionRate', 'repeatRate'] as const;
const CHARTS = [...COUNTS, ...RATES] as const;
const COLUMNS = ['members', 'outstanding', 'worth', ...CHARTS.slice(2)] as const;

type Market = { handle: string; countries: readonly string[]; currency: string };
type Props = {
  figures: MarketRow[];
  period: Period;
  /** Of the programme, which knows the countries. */
  markets: readonly Market[];
  pointValue: readonly { currency: string; amount: string }[];
};

/** What is there and what the period brought, by market. */
export function MarketFigures({ figures, period, markets, pointValue }: Props) {
  const text = useAdminText();
  const format = useAdminFormat();
  const label = useMarketLabel(markets);
  const shown = useShown({ markets, pointValue });
  const isEmpty = figures.length === 0;
  return (
    <ChartCard
      title={text('home.markets.title')}
      note={text(isEmpty ? 'home.markets.empty' : 'home.markets.note')}
      charts={
        isEmpty
          ? null
          : CHARTS.map((figure) => (
              <MarketBars
                key={figure}
                title={text(`home.figure.${figure}`)}
                none={text('home.chart.none', { days: format.number(period) })}
                bars={figures.map((row) => ({
                  name: label(row.market),
                  value: BigInt(row[figure] ?? 0n),
                  words: shown[figure](row),
                }))}
              />
            ))
      }
      heads={[
        text('home.markets.market'),
        ...COLUMNS.map((column) => text(column === 'worth' ? 'home.markets.worth' : `home.figure.${column}`)),
      ]}
      rows={figures.map((row) => ({
        key: row.market ?? '',
        name: label(row.market),
        cells: COLUMNS.map((column) => shown[column](row)),
      }))}
    />
  );
}

/** The figures of a row as they are shown; `worth`: of what is outstanding, in the currency of the market. */
function useShown({ markets, pointValue }: Pick<Props, 'markets' | 'pointValue'>) {
  const text = useAdminText();
  const format = useAdminFormat();
  const none = text('home.figure.noRate');
  const count = (figure: (typeof COUNTS)[number]) => (row: MarketRow) => format.number(row[figure]);
  const rate = (figure: (typeof RATES)[number]) => (row: MarketRow) => {
    const own = row[figure];
    return own === null ? none : format.rate(own);
  };
  return {
    ...{ members: count('members'), outstanding: count('outstanding'), orders: count('orders') },
    ...{ issued: count('issued'), redeemed: count('redeemed'), expired: count('expired') },
    ...{ redemptionRate: rate('redemptionRate'), repeatRate: rate('repeatRate') },
    worth: ({ market, outstanding }: MarketRow) => {
      const currency = markets.find(({ handle }) => handle === market)?.currency;
      const amount = currency === undefined ? null : pointWorth(outstanding, pointValue, currency);
      return currency === undefined || amount === null ? none : format.money(amount, currency);
    },
  };
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

type BarsProps = {
  title: string;
  /** In place of bars where all of them are nothing. */
  none: string;
  bars: { name: string; value: bigint; words: string }[];
};

/** A bar for each market; said beside it, so that nothing is in the bar alone. */
function MarketBars({ title, none, bars }: BarsProps) {
  const most = bars.reduce((most, { value }) => (value > most ? value : most), 0n);
  return (
    <TitledChart title={title} note={most === 0n ? none : undefined}>
      {most === 0n ? null : (
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
      )}
    </TitledChart>
  );
}
