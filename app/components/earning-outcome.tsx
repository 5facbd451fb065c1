/** What the form comes to, reckoned by the function that reckons orders: each market beside the others, and orders made up for one of them. */
import { Banner, BlockStack, Card, List, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import {
  countedCurrency,
  EXAMPLE_TIMES,
  exampleAmount,
  exampleTarget,
  type ExampleOrder,
} from '../domain/example-order.ts';
import type { Market, Program } from '../domain/program.ts';
import { publishWarnings, shareGivenBack } from '../domain/publish-warnings.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { percent } from '../domain/simulation.ts';
import { worthByReward } from '../domain/worth-by-reward.ts';
import { isolated, marketName } from './market-name.ts';
import { publishWarningTexts } from './publish-warning-words.ts';
import { useWords } from './words.ts';
import { FaultyNote } from './form/faulty-note.tsx';
import { shownMarkets } from './shown-markets.ts';

type Props = {
  /** As the form stands; null while it has a fault. */
  now: Program | null;
  shop: ShopFacts;
  at: string;
};

export function EarningOutcome({ now, shop, at }: Props) {
  if (now === null)
    return (
      <Card>
        <FaultyNote />
      </Card>
    );
  const markets = shownMarkets(now, shop);
  return (
    <>
      <MarketsBeside {...{ now, shop, at, markets }} />
      <Examples {...{ now, shop, at, markets }} />
    </>
  );
}

type Shown = { now: Program; shop: ShopFacts; at: string; markets: readonly Market[] };

/** What a purchase of the same size gives in each market, and what share of it that is. */
function MarketsBeside({ now, shop, at, markets }: Shown) {
  const words = useWords();
  const { text } = words;
  const ahead = publishWarnings(now, shop).filter(({ kind }) => kind === 'marketAhead');
  const warnings = publishWarningTexts(ahead, now, words);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text('earning.markets.title')}
        </Text>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={text('earning.markets.title')}>
          <table className="plain-table" data-earning-markets>
            <thead>
              <tr>
                <th scope="col">{text('earning.markets.order')}</th>
                <th scope="col" className="end">
                  {text('earning.markets.earns')}
                </th>
                <th scope="col" className="end">
                  {text('earning.markets.share')}
                </th>
              </tr>
            </thead>
            <tbody>
              {markets.map((market) => (
                <MarketRow key={market.handle} {...{ now, shop, at, market }} />
              ))}
            </tbody>
          </table>
        </div>
        {warnings.length > 0 ? (
          <Banner tone="warning">
            <List>
              {warnings.map((sentence) => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          </Banner>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function MarketRow({ now, shop, at, market }: Omit<Shown, 'markets'> & { market: Market }) {
  const { text, format, locale } = useWords();
  const currency = countedCurrency(now, market.currency, shop.currency);
  const goods = exampleAmount(now, currency, EXAMPLE_TIMES);
  const { points } = exampleTarget(now, { currency, market, goods, at });
  const share = shareGivenBack(now, currency);
  const reward = worthByReward(now, market.currency, market.handle);
  return (
    <tr>
      <th scope="row">
        <bdi>{market.handle === '' ? text('rewards.preview.shop') : marketName(market, locale)}</bdi>
        <br />
        <Text as="span" tone="subdued" fontWeight="regular">
          <bdi>{format.money(goods, currency)}</bdi>
          {reward === null ? null : (
            <>
              <br />
              {text('earning.markets.reward', {
                points: format.points(BigInt(reward.points)),
                amount: format.money(reward.amount, market.currency),
              })}
            </>
          )}
        </Text>
      </th>
      <td className="end">{points === 0n ? '–' : format.number(points)}</td>
      <td className="end">{share === null ? '–' : format.share(percent(share))}</td>
    </tr>
  );
}

/** Orders of one market, each a little different, so that what every choice does can be read off. */
function Examples({ now, shop, at, markets }: Shown) {
  const { text, format, locale } = useWords();
  const [chosen, setChosen] = useState('');
  const market = markets.find(({ handle }) => handle === chosen) ?? markets[0];
  if (!market) return null;
  const currency = countedCurrency(now, market.currency, shop.currency);
  const usual = { currency, market, at, goods: exampleAmount(now, currency, EXAMPLE_TIMES) };
  const examples = exampleOrders(now, usual).map((one) => ({
    ...one,
    points: exampleTarget(now, one.order).points,
  }));
  const { availableAt } = exampleTarget(now, usual);
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text('earning.examples.title')}
        </Text>
        {markets.length > 1 ? (
          <Select
            label={text('rewards.preview.market')}
            options={markets.map((one) => ({ value: one.handle, label: marketName(one, locale) }))}
            value={market.handle}
            onChange={setChosen}
          />
        ) : null}
        <table className="plain-table" data-earning-examples>
          <tbody>
            {examples.map(({ kind, order, amount, points }) => (
              <tr key={kind}>
                <th scope="row">
                  <Text as="span" fontWeight="regular">
                    {text(`earning.examples.${kind}`, {
                      goods: format.money(order.goods, currency),
                      amount: format.money(amount, currency),
                    })}
                  </Text>
                </th>
                <td className="end">{format.points(points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {availableAt === null ? null : (
          <Text as="p">
            {text(
              now.earning.pending.from === 'fulfilled' || now.earning.awardOn === 'fulfilled'
                ? 'earning.examples.available.fulfilled'
                : 'earning.examples.available.paid',
              {
                today: isolated(format.date(new Date(at))),
                date: isolated(format.date(new Date(availableAt))),
              },
            )}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

type Example = {
  kind: 'goods' | 'parts' | 'taxInPrice' | 'taxOnTop' | 'shipping' | 'giftCard';
  amount: string;
  order: ExampleOrder;
};

function exampleOrders(now: Program, usual: ExampleOrder): Example[] {
  const amount = (times: bigint, of = 1n) => exampleAmount(now, usual.currency, times, of);
  return [
    { kind: 'goods', amount: '0', order: usual },
    { kind: 'parts', amount: '0', order: { ...usual, goods: amount(846n, 10n) } },
    // A fifth on top of the price, or a sixth of what is paid.
    {
      kind: 'taxInPrice',
      amount: amount(14n),
      order: { ...usual, tax: { amount: amount(14n), included: true } },
    },
    {
      kind: 'taxOnTop',
      amount: amount(168n, 10n),
      order: { ...usual, tax: { amount: amount(168n, 10n), included: false } },
    },
    { kind: 'shipping', amount: amount(6n), order: { ...usual, shipping: amount(6n) } },
    { kind: 'giftCard', amount: amount(50n), order: { ...usual, giftCard: amount(50n) } },
  ];
}
