import { BlockStack, Button, ButtonGroup, Card, EmptyState, Link, Text } from '@shopify/polaris';
import { DeleteIcon } from '@shopify/polaris-icons';
import { marketOffer } from '../domain/market-offer.ts';
import type { Market, Program } from '../domain/program.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { languageName } from './language-name.ts';
import { marketName } from './market-name.ts';

type Props = {
  program: Program;
  /** Those of the programme that are listed. */
  markets: readonly Market[];
  shop: ShopFacts;
  onDelete: (market: Market) => void;
};

const COLUMNS = ['market', 'currency', 'language', 'rate', 'worth', 'rewards'] as const;
const AT_END: readonly string[] = ['worth', 'rewards'];

/** A row for each market: who is in it, and what its members get. */
export function MarketsTable({ program, markets, shop, onDelete }: Props) {
  const text = useAdminText();
  const title = text('markets.title');
  if (markets.length === 0)
    return (
      <Card>
        <EmptyState heading={text('markets.none')} image="">
          <p>{text('markets.none.body')}</p>
        </EmptyState>
      </Card>
    );
  return (
    <Card padding="0">
      <div className="table-scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="plain-table plain-table--padded">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={AT_END.includes(column) ? 'end' : undefined}>
                  {text(`markets.column.${column}`)}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{text('markets.column.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {markets.map((market) => (
              <MarketRow key={market.handle} {...{ market, program, shop, onDelete }} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function MarketRow({ market, program, shop, onDelete }: Omit<Props, 'markets'> & { market: Market }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const locale = useLocale();
  const { rate, worth, rewards } = marketOffer(program, shop, market);
  const { countries, currency } = market;
  const name = marketName(market, locale);
  const url = `/app/program/markets/${market.handle}`;
  return (
    <tr data-market={market.handle}>
      <th scope="row">
        <Link url={url} removeUnderline>
          <bdi>{name}</bdi>
        </Link>
        <BlockStack>
          <Text as="span" tone="subdued" variant="bodySm">
            {text('markets.countryCount', {
              count: countries.length,
              number: format.number(countries.length),
            })}
          </Text>
        </BlockStack>
      </th>
      <td>{currency}</td>
      <td>{languageName(market.locale.replace(/-u-.*$/i, ''), locale)}</td>
      <td>
        {rate === null ? (
          <Link url="/app/program/earning">{text('markets.noRate', { currency })}</Link>
        ) : (
          text(rate.currency === currency ? 'markets.rate' : 'markets.rate.shop', {
            points: format.points(BigInt(rate.points)),
            amount: format.money(rate.spend, rate.currency),
          })
        )}
      </td>
      <td className="end">{worth === null ? '–' : format.money(worth, currency)}</td>
      <td className="end">
        {text('markets.rewards', {
          offered: format.number(rewards),
          total: format.number(program.rewards.length),
        })}
      </td>
      <td>
        <RowActions name={name} url={url} onDelete={() => onDelete(market)} />
      </td>
    </tr>
  );
}

function RowActions({ name, url, onDelete }: { name: string; url: string; onDelete: () => void }) {
  const text = useAdminText();
  return (
    <ButtonGroup noWrap>
      <Button url={url} accessibilityLabel={text('markets.edit.name', { name })}>
        {text('markets.edit')}
      </Button>
      <Button
        variant="tertiary"
        tone="critical"
        icon={DeleteIcon}
        onClick={onDelete}
        accessibilityLabel={text('markets.delete', { name })}
      />
    </ButtonGroup>
  );
}
