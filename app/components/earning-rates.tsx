/** A rate and the worth of a point for each currency, and beside them what they come to. */
import { BlockStack, Button, Divider, InlineStack, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import { earningCurrencies } from '../domain/earning-form.ts';
import { EXAMPLE_TIMES, exampleAmount, exampleTarget } from '../domain/example-order.ts';
import { minorUnitDigits } from '../domain/currency.ts';
import type { Program } from '../domain/program.ts';
import { shareGivenBack } from '../domain/publish-warnings.ts';
import { percent } from '../domain/simulation.ts';
import { suggestedSpend } from '../domain/suggested-rates.ts';
import { worthByReward } from '../domain/worth-by-reward.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FieldGroup } from './form/field-group.tsx';
import { FormNumber, KeptValue, useKeptText } from './form/fields.tsx';
import { useRowKeys } from './form/row-keys.ts';
import { marketName } from './market-name.ts';
import { pointWorth } from './point-worth.ts';

type Props = {
  /** The draft. */
  program: Program;
  shopCurrency: string;
  /** As the form stands; null while it has a fault. */
  now: Program | null;
  /** When the page was asked for: what an example is dated. */
  at: string;
};

export function EarningRates({ program, ...rest }: Props) {
  const text = useAdminText();
  const { keys, initial, add, remove } = useRowKeys('currencies');
  const fixed = earningCurrencies(
    { ...program, earning: { ...program.earning, rates: [] }, pointValue: [] },
    rest.shopCurrency,
  );
  return (
    <FieldCard title={text('earning.rates.title')} help={text('earning.rates.help')}>
      <KeptValue name="currencies" initial={initial} />
      {keys.map((currency, place) => (
        <BlockStack key={currency} gap="400">
          {place > 0 ? <Divider /> : null}
          <CurrencyRow
            {...rest}
            program={program}
            currency={currency}
            onRemove={fixed.includes(currency) ? null : () => remove(currency)}
          />
        </BlockStack>
      ))}
      <Divider />
      <AddCurrency known={keys} onAdd={add} />
    </FieldCard>
  );
}

type RowProps = Props & { currency: string; onRemove: (() => void) | null };

function CurrencyRow(props: RowProps) {
  const { program, currency, onRemove } = props;
  const text = useAdminText();
  const locale = useLocale();
  const named = new Intl.DisplayNames(locale, { type: 'currency' }).of(currency) ?? currency;
  const markets = program.markets
    .filter((market) => market.currency === currency)
    .map((market) => marketName(market, locale));
  const where =
    markets.length > 0
      ? new Intl.ListFormat(locale, { type: 'conjunction' }).format(markets)
      : text('earning.rates.noMarket');
  return (
    <BlockStack gap="200">
      <FieldGroup label={`${named} (${currency})`} help={where} columns={3}>
        <FormNumber
          name={`points.${currency}`}
          label={text('earning.rates.points')}
          suffix={text('rewards.field.points.suffix')}
        />
        <FormNumber
          name={`spend.${currency}`}
          label={text('earning.rates.spend')}
          suffix={currency}
          currency={currency}
        />
        <FormNumber
          name={`worth.${currency}`}
          label={text('earning.rates.worth')}
          suffix={currency}
          currency={currency}
        />
      </FieldGroup>
      <RowInWords {...props} />
      <WorthByReward program={program} currency={currency} />
      {onRemove ? (
        <InlineStack>
          <Button variant="plain" onClick={onRemove}>
            {text('earning.rates.remove', { currency })}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

/** What the row means, or what an order in its currency does without a rate. */
function RowInWords({ now, shopCurrency, currency, at }: RowProps) {
  const text = useAdminText();
  const format = useAdminFormat();
  const [points] = useKeptText(`points.${currency}`);
  const [spend] = useKeptText(`spend.${currency}`);
  if (points === '' && spend === '') return <NoRate {...{ now, shopCurrency, currency }} />;
  if (now === null) return null;
  const goods = exampleAmount(now, currency, EXAMPLE_TIMES);
  const earned = exampleTarget(now, { currency, market: null, goods, at }).points;
  const worth = pointWorth(earned, now.pointValue, currency);
  const share = shareGivenBack(now, currency);
  return (
    <Text as="p" tone="subdued">
      {text('earning.rates.says', { amount: format.money(goods, currency), points: format.points(earned) })}{' '}
      {worth === null || share === null
        ? text('earning.rates.noWorth')
        : text('earning.rates.worthOf', {
            worth: format.money(worth, currency),
            share: format.share(percent(share)),
          })}
    </Text>
  );
}

function NoRate({ now, shopCurrency, currency }: Pick<RowProps, 'now' | 'shopCurrency' | 'currency'>) {
  const [, writePoints] = useKeptText(`points.${currency}`);
  const [, writeSpend] = useKeptText(`spend.${currency}`);
  const text = useAdminText();
  const format = useAdminFormat();
  const suggested = suggestedSpend(currency);
  const isShopRated = now?.earning.rates.some((rate) => rate.currency === shopCurrency) ?? true;
  const why = currency === shopCurrency ? 'shop' : isShopRated ? 'counted' : 'neither';
  return (
    <BlockStack gap="200">
      <Text as="p" tone={why === 'counted' ? 'subdued' : 'caution'}>
        {text(`earning.rates.none.${why}`, { currency, shop: shopCurrency })}
      </Text>
      {suggested === null ? null : (
        <InlineStack>
          <Button
            onClick={() => {
              writePoints('1');
              writeSpend(suggested);
            }}
          >
            {text('earning.rates.suggest', {
              points: format.points(1n),
              amount: format.money(suggested, currency),
            })}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

/** While nobody has said what a point is worth: what it buys says so. */
function WorthByReward({ program, currency }: Pick<RowProps, 'program' | 'currency'>) {
  const [worth, write] = useKeptText(`worth.${currency}`);
  const text = useAdminText();
  const format = useAdminFormat();
  const suggested = worth === '' ? worthByReward(program, currency) : null;
  if (suggested === null) return null;
  return (
    <InlineStack>
      <Button onClick={() => write(suggested.worth)}>
        {text('earning.rates.worth.suggest', {
          worth: format.exactMoney(suggested.worth, currency),
          points: format.points(BigInt(suggested.points)),
          amount: format.money(suggested.amount, currency),
        })}
      </Button>
    </InlineStack>
  );
}

type AddProps = { known: readonly string[]; onAdd: (currency: string) => void };

/** Of orders that come in a currency of no market. The names of all currencies are asked in the browser alone: a server may know others. */
function AddCurrency(props: AddProps) {
  const text = useAdminText();
  const [open, setOpen] = useState(false);
  if (open) return <ChooseCurrency {...props} />;
  return (
    <InlineStack>
      <Button onClick={() => setOpen(true)}>{text('earning.rates.add')}</Button>
    </InlineStack>
  );
}

function ChooseCurrency({ known, onAdd }: AddProps) {
  const text = useAdminText();
  const locale = useLocale();
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  const [chosen, setChosen] = useState('');
  const others = Intl.supportedValuesOf('currency')
    .filter((one) => minorUnitDigits(one) !== null && !known.includes(one))
    .map((one) => ({ value: one, label: `${names.of(one) ?? one} (${one})` }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
  return (
    <InlineStack gap="200" blockAlign="end">
      <Select
        label={text('earning.rates.add.label')}
        options={[{ value: '', label: text('earning.rates.add.none') }, ...others]}
        value={chosen}
        onChange={setChosen}
      />
      <Button
        disabled={chosen === ''}
        onClick={() => {
          onAdd(chosen);
          setChosen('');
        }}
      >
        {text('earning.rates.add.action')}
      </Button>
    </InlineStack>
  );
}
