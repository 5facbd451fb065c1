import { BlockStack, Card, Text } from '@shopify/polaris';
import type { MarketRow } from '../queries/home-figures.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { isolated, marketName } from './market-name.ts';

const NUMBERS = ['members', 'outstanding', 'orders', 'earning', 'points', 'redeemed'] as const;
const COLUMNS = [...NUMBERS, 'repeatRate'] as const;

type Market = { handle: string; countries: readonly string[] };

/** What is there and what the period brought, by market; `markets` are those of the programme, which know the countries. */
export function MarketTable({ figures, markets }: { figures: MarketRow[]; markets: readonly Market[] }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const label = (handle: string | null) => {
    if (handle === null) return text('home.markets.none');
    const market = markets.find((one) => one.handle === handle);
    if (!market) return handle;
    const name = marketName(market, locale);
    if (market.countries.length < 2) return name;
    return text('home.markets.countries', { name: isolated(name), count: market.countries.length });
  };
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text('home.markets.title')}
        </Text>
        <Text as="p" tone="subdued">
          {text(figures.length === 0 ? 'home.markets.empty' : 'home.markets.note')}
        </Text>
        {figures.length === 0 ? null : (
          <div className="table-scroll" tabIndex={0} role="region" aria-label={text('home.markets.title')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{text('home.markets.market')}</th>
                  {COLUMNS.map((column) => (
                    <th key={column} scope="col" className="end">
                      {text(`home.markets.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {figures.map((row) => (
                  <tr key={row.market ?? ''}>
                    <th scope="row">
                      <bdi>{label(row.market)}</bdi>
                    </th>
                    {NUMBERS.map((column) => (
                      <td key={column} className="end">
                        {format.number(row[column])}
                      </td>
                    ))}
                    <td className="end">
                      {row.repeatRate === null ? text('home.figure.noRate') : format.rate(row.repeatRate)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}
