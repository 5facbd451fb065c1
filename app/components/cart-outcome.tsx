/** What a member reads of points in the cart in each market, by the function that the cart asks. */
import { Banner, BlockStack, Card, Text } from '@shopify/polaris';
import { cartMost, stepValue, type CartPoints } from '../domain/cart-points.ts';
import { EXAMPLE_TIMES, exampleAmount } from '../domain/example-order.ts';
import { decimalOfMinorUnits, minorUnits } from '../domain/money.ts';
import type { Market, Program } from '../domain/program.ts';
import { publishWarnings, type PublishWarning } from '../domain/publish-warnings.ts';
import type { ShopFacts } from '../domain/reward-kinds/kind.ts';
import { marketName } from './market-name.ts';
import { useWords, type Words } from './words.ts';
import { publishWarningTexts } from './publish-warning-words.ts';
import { shownMarkets } from './shown-markets.ts';

/** What the member of the examples has: steps enough for most carts. */
const STEPS = 10n;

type Props = {
  /** As the form stands; null while it has a fault. */
  now: Program | null;
  shop: ShopFacts;
};

export function CartOutcome({ now, shop }: Props) {
  const words = useWords();
  const { text } = words;
  const cart = now?.cartPoints ?? null;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text('earning.markets.title')}
        </Text>
        {now && cart ? (
          <>
            <EveryMarket now={now} cart={cart} shop={shop} />
            {publishWarningTexts(publishWarnings(now, shop).filter(isOfCart), now, words).map((sentence) => (
              <Banner key={sentence} tone="warning">
                {sentence}
              </Banner>
            ))}
          </>
        ) : (
          <Text as="p" tone="subdued">
            {text(now ? 'cart.preview.off' : 'rewards.preview.faulty')}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

const isOfCart = (one: PublishWarning) =>
  one.kind === 'cart' || one.kind === 'cartUnshown' || ('of' in one && one.of === 'cart');

function EveryMarket({ now, cart, shop }: { now: Program; cart: CartPoints; shop: ShopFacts }) {
  const words = useWords();
  const { text, locale } = words;
  const markets = shownMarkets(now, shop);
  return (
    <table className="plain-table" data-cart-markets>
      <caption className="visually-hidden">{text('cart.preview.markets')}</caption>
      <tbody>
        {markets.map((market) => (
          <tr key={market.handle}>
            <th scope="row">
              <bdi>{market.handle === '' ? text('rewards.preview.shop') : marketName(market, locale)}</bdi>
            </th>
            <td>
              <BlockStack gap="100">
                {marketSentences(now, cart, market, words).map((sentence) => (
                  <Text key={sentence} as="p">
                    {sentence}
                  </Text>
                ))}
              </BlockStack>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a step is worth there, and what a member with ten steps can take off an order of a usual size; or why nothing is offered. */
function marketSentences(now: Program, cart: CartPoints, market: Market, { text, format }: Words): string[] {
  const { currency, handle } = market;
  if (handle !== '' && cart.for.markets?.includes(handle) === false) return [text('cart.preview.notHere')];
  const value = stepValue(cart, currency);
  if (value === null) return [text('cart.preview.noValue', { currency })];
  const money = (units: bigint) => format.money(decimalOfMinorUnits(units, currency), currency);
  const goods = exampleAmount(now, currency, EXAMPLE_TIMES);
  const available = BigInt(cart.step) * STEPS;
  const most = cartMost(cart, { available, subtotal: minorUnits(goods, currency) ?? 0n, currency });
  const step = text('cart.preview.step', {
    count: cart.step,
    points: format.points(BigInt(cart.step)),
    amount: money(value),
  });
  if (most === null) return [step];
  return [
    step,
    text(`cart.preview.most.${most.bound}`, {
      cart: format.money(goods, currency),
      available: format.points(available),
      points: format.points(most.points),
      amount: money(most.minorUnits),
    }),
  ];
}
