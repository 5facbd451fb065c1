/** The fields that hang on the kind of a reward: the registry says which, and each has one look, whatever kind asks for it. */
import { Banner, InlineGrid, Link } from '@shopify/polaris';
import type { ReactElement } from 'react';
import { formParts } from '../domain/reward-form.ts';
import type { RewardFormParts } from '../domain/reward-kinds/kind.ts';
import type { RewardWarning } from '../domain/reward-offer.ts';
import type { Reward } from '../domain/reward.ts';
import { useAdminFormat } from './admin-format.tsx';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormChoices, FormNumber, FormSelect, FormText, useFieldText } from './form/fields.tsx';
import { MoneyFields } from './form/money-fields.tsx';
import { ProductField, ResourceField, type ResourceNames } from './form/resource-field.tsx';
import { newRewardPath } from './reward-kind-words.ts';

type Props = {
  reward: Reward;
  /** For a reward that is set up instead. */
  newId: string;
  names: ResourceNames;
  currencies: readonly string[];
  warnings: readonly RewardWarning[];
  say: (warning: RewardWarning) => string;
};
type FieldName = RewardFormParts['fields'][number];

const FIELDS: Record<FieldName, (props: Props) => ReactElement> = {
  values: ({ currencies, warnings, say }) => (
    <AmountFields
      name="values"
      currencies={currencies}
      notes={notesOf(warnings, ['noAmount', 'inexactAmount'], say)}
    />
  ),
  ceiling: ({ currencies, warnings, say }) => (
    <AmountFields
      name="ceiling"
      currencies={currencies}
      notes={notesOf(warnings, ['noAmount', 'inexactAmount'], say)}
    />
  ),
  percent: () => <PercentField />,
  countries: () => <CountriesField />,
  product: ({ names }) => <FreeProductField names={names} />,
};

/** What members get. What this shop cannot do stands above it. */
export function BenefitFields(props: Props) {
  const { reward, warnings, say } = props;
  const text = useAdminText();
  const fields = formParts(reward)?.fields ?? [];
  return (
    <FieldCard title={text('rewards.section.benefit')}>
      {warnings
        .filter((one) => one.kind === 'impossible' || one.kind === 'caution')
        .map((one) => (
          <Banner key={one.kind} tone={one.kind === 'impossible' ? 'critical' : 'warning'}>
            {say(one)}{' '}
            {one.kind === 'impossible' && one.instead ? (
              <Link url={newRewardPath(props.newId, 'storeCredit')}>
                {text('rewards.instead.storeCredit')}
              </Link>
            ) : null}
          </Banner>
        ))}
      {fields.map((field) => {
        const Field = FIELDS[field];
        return <Field key={field} {...props} />;
      })}
    </FieldCard>
  );
}

/** Under what the code is taken; nothing for a kind that comes without conditions. */
export function ConditionFields({ reward, names, currencies, warnings, say }: Props) {
  const text = useAdminText();
  const held = formParts(reward)?.conditions ?? [];
  if (held.length === 0) return null;
  return (
    <FieldCard title={text('rewards.section.conditions')}>
      {held.includes('minSpend') ? (
        <MoneyFields
          name="minSpend"
          label={text('rewards.field.minSpend')}
          help={text('rewards.field.minSpend.help')}
          currencies={currencies}
          notes={notesOf(warnings, ['noMinSpend'], say)}
        />
      ) : null}
      {held.includes('goods') ? (
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
          <ResourceField
            name="productIds"
            label={text('rewards.field.products')}
            kind="product"
            names={names}
          />
          <ResourceField
            name="collectionIds"
            label={text('rewards.field.collections')}
            kind="collection"
            names={names}
          />
        </InlineGrid>
      ) : null}
      {held.includes('combinesWith') ? (
        <FormChoices
          name="combinesWith"
          label={text('rewards.field.combinesWith')}
          options={(['order', 'product', 'shipping'] as const).map((value) => ({
            value,
            label: text(`rewards.combines.${value}`),
          }))}
        />
      ) : null}
    </FieldCard>
  );
}

/** How often, how long, and what becomes of what nobody used. */
export function LimitFields({
  reward,
  given,
  total,
}: Pick<Props, 'reward'> & { given: number; total: number | null }) {
  const text = useAdminText();
  const format = useAdminFormat();
  const periods = (['day', 'week', 'month', 'year', 'ever'] as const).map((value) => ({
    value,
    label: text(`rewards.per.${value}`),
  }));
  const left =
    total === null
      ? text('rewards.field.total.help')
      : text('rewards.left', {
          left: format.number(Math.max(0, total - given)),
          total: format.number(total),
        });
  return (
    <FieldCard title={text('rewards.section.limits')}>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormNumber
          name="times"
          label={text('rewards.field.times')}
          placeholder={text('rewards.field.times.none')}
        />
        <FormSelect name="per" label={text('rewards.field.per')} options={periods} />
        <FormNumber
          name="total"
          label={text('rewards.field.total')}
          placeholder={text('rewards.field.total.none')}
          helpText={left}
        />
        <FormNumber
          name="validDays"
          label={text('rewards.field.validDays')}
          placeholder={text('rewards.field.validDays.none')}
          suffix={text('rewards.field.validDays.suffix')}
        />
        {formParts(reward)?.returns ? (
          <FormSelect
            name="unused"
            label={text('rewards.field.unused')}
            options={(['return', 'forfeit'] as const).map((value) => ({
              value,
              label: text(`rewards.unused.${value}`),
            }))}
          />
        ) : null}
      </InlineGrid>
    </FieldCard>
  );
}

function AmountFields({
  name,
  ...rest
}: { name: 'values' | 'ceiling' } & Omit<Parameters<typeof MoneyFields>[0], 'label' | 'help'>) {
  const text = useAdminText();
  return (
    <MoneyFields
      name={name}
      label={text(`rewards.field.${name}`)}
      help={text(`rewards.field.${name}.help`)}
      {...rest}
    />
  );
}

function PercentField() {
  const text = useAdminText();
  return <FormNumber name="percent" label={text('rewards.field.percent')} suffix="%" />;
}

/** By their codes; what they stand for is said as they are typed. */
export function CountriesField() {
  const text = useAdminText();
  const locale = useLocale();
  const value = useFieldText('countries');
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  const known = value
    .toUpperCase()
    .split(/\s+/)
    .flatMap((code) => (/^[A-Z]{2}$/.test(code) ? [names.of(code) ?? code] : []));
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (
    <FormText
      name="countries"
      label={text('rewards.field.countries')}
      helpText={known.length > 0 ? list.format(known) : text('rewards.field.countries.help')}
    />
  );
}

function FreeProductField({ names }: { names: ResourceNames }) {
  const text = useAdminText();
  return <ProductField name="product" label={text('rewards.field.product')} names={names} />;
}

/** By currency what is to be known at its field. */
function notesOf(
  warnings: readonly RewardWarning[],
  kinds: RewardWarning['kind'][],
  say: (warning: RewardWarning) => string,
): Record<string, string> {
  return Object.fromEntries(
    warnings.flatMap((one) =>
      'currency' in one && kinds.includes(one.kind) ? [[one.currency, say(one)]] : [],
    ),
  );
}
