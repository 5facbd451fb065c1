import { BlockStack, Card, Text } from '@shopify/polaris';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { isolated, marketName } from './market-name.ts';

type MarketFigures = { market: string | null; orders: number; earning: number; points: bigint };
type Market = { handle: string; countries: readonly string[] };

/** The last 30 days by market; `markets` are those of the programme, which know the countries. */
export function MarketTable({ figures, markets }: { figures: MarketFigures[]; markets: readonly Market[] }) {
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
        {figures.length === 0 ? (
          <Text as="p" tone="subdued">
            {text('home.markets.empty')}
          </Text>
        ) : (
          <div className="table-scroll" tabIndex={0} role="region" aria-label={text('home.markets.title')}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{text('home.markets.market')}</th>
                  {(['orders', 'earning', 'points'] as const).map((column) => (
                    <th key={column} scope="col" className="end">
                      {text(`home.markets.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {figures.map((row) => (
                  <tr key={row.market}>
                    <th scope="row">
                      <bdi>{label(row.market)}</bdi>
                    </th>
                    <td className="end">{format.number(row.orders)}</td>
                    <td className="end">{format.number(row.earning)}</td>
                    <td className="end">{format.number(row.points)}</td>
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
