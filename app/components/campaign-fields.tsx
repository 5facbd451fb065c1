/** The fields of one campaign: what it gives, when, to whom and for what. */
import { BlockStack } from '@shopify/polaris';
import { clockTimes, EFFECTS, SCOPES } from '../domain/campaign-form.ts';
import type { Campaign } from '../domain/campaign.ts';
import { filled, ON, textOf } from '../domain/form-text.ts';
import type { Program } from '../domain/program.ts';
import { formCurrencies, formLanguages } from '../domain/reward-form.ts';
import { useAdminText } from './admin-text.tsx';
import { AudienceFields } from './form/audience-fields.tsx';
import { FormMoment } from './form/date-fields.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormChoice, FormNumber, FormSwitch } from './form/fields.tsx';
import { LocalizedFields } from './form/localized-fields.tsx';
import { MoneyFields } from './form/money-fields.tsx';
import { ResourceField, type ResourceNames } from './form/resource-field.tsx';
import { TagsField } from './form/tags-field.tsx';
import { useShop } from './shop-context.tsx';
import { ChannelsField } from './form/channels-field.tsx';

type Props = {
  /** As the form was filled. */
  campaign: Campaign;
  program: Program;
  names: ResourceNames;
  shopCurrency: string;
  /** What the fields hold. */
  sent: unknown;
};

export function CampaignFields(props: Props) {
  const { campaign, program } = props;
  const text = useAdminText();
  return (
    <>
      <EffectFields {...props} />
      <TimeFields {...props} />
      <AudienceFields program={program} chosen={campaign.when}>
        <FormSwitch
          name="firstOrder"
          on={ON}
          label={text('campaigns.field.firstOrder')}
          helpText={text('campaigns.field.firstOrder.help')}
        />
      </AudienceFields>
      <OrderFields {...props} />
      <LineFields {...props} />
    </>
  );
}

function EffectFields({ campaign, program, sent }: Props) {
  const text = useAdminText();
  return (
    <FieldCard title={text('campaigns.section.effect')}>
      <FormSwitch
        name="active"
        on={ON}
        label={text('campaigns.field.active')}
        helpText={text('campaigns.field.active.help')}
      />
      <LocalizedFields
        name="name"
        label={text('rewards.field.name')}
        help={text('campaigns.field.name.help')}
        languages={formLanguages(program, campaign.name)}
      />
      <FormChoice
        name="effect"
        label={text('campaigns.field.effect')}
        options={EFFECTS.map((value) => ({
          value,
          label: text(`campaigns.effect.${value}`),
          helpText: text(`campaigns.effect.${value}.help`),
        }))}
      />
      {textOf(sent, 'effect') === 'bonus' ? (
        <FormNumber
          name="points"
          label={text('campaigns.field.points')}
          suffix={text('rewards.field.points.suffix')}
        />
      ) : (
        <FormNumber name="by" label={text('campaigns.field.by')} />
      )}
    </FieldCard>
  );
}

const CLOCKS = { 0: 'skipped', 2: 'twice' } as const;

function TimeFields({ sent }: Props) {
  const text = useAdminText();
  const { timeZone } = useShop();
  const note = (bound: 'starts' | 'ends'): string => {
    const times = clockTimes(sent, bound, timeZone);
    return times === 1 ? text(`campaigns.field.${bound}Time.help`) : text(`campaigns.clock.${CLOCKS[times]}`);
  };
  return (
    <FieldCard
      title={text('campaigns.section.time')}
      help={text('campaigns.section.time.help', { zone: timeZone.replaceAll('_', ' ') })}
    >
      <BlockStack gap="400">
        {(['starts', 'ends'] as const).map((bound) => (
          <FormMoment
            key={bound}
            name={bound}
            date={{
              label: text(`campaigns.field.${bound}On`),
              helpText: text(`campaigns.field.${bound}On.help`),
            }}
            time={{ label: text(`campaigns.field.${bound}Time`), helpText: note(bound) }}
          />
        ))}
      </BlockStack>
    </FieldCard>
  );
}

function OrderFields({ campaign, program, shopCurrency, sent }: Props) {
  const text = useAdminText();
  const currencies = formCurrencies(program, shopCurrency, campaign.when.minSpend ?? []);
  const amounts = new Set(filled(sent, 'minSpend').map(([currency]) => currency));
  const missing = amounts.size === 0 ? [] : currencies.filter((currency) => !amounts.has(currency));
  return (
    <FieldCard title={text('campaigns.section.orders')}>
      <MoneyFields
        name="minSpend"
        label={text('rewards.field.minSpend')}
        help={text('campaigns.field.minSpend.help')}
        currencies={currencies}
        notes={Object.fromEntries(
          missing.map((currency) => [currency, text('campaigns.field.minSpend.missing', { currency })]),
        )}
      />
      <ChannelsField label={text('campaigns.field.channels')} help={text('campaigns.field.channels.help')} />
    </FieldCard>
  );
}

function LineFields({ names, sent }: Props) {
  const text = useAdminText();
  return (
    <FieldCard title={text('campaigns.section.lines')}>
      <FormChoice
        name="scope"
        label={text('campaigns.section.lines')}
        labelHidden
        options={SCOPES.map((value) => ({
          value,
          label: text(`campaigns.scope.${value}`),
          helpText: text(`campaigns.scope.${value}.help`),
        }))}
      />
      {textOf(sent, 'scope') === 'lines' ? (
        <>
          <ResourceField
            name="collectionIds"
            label={text('campaigns.field.collections')}
            kind="collection"
            names={names}
          />
          <ResourceField
            name="productIds"
            label={text('campaigns.field.products')}
            kind="product"
            names={names}
          />
          <TagsField name="productTags" label={text('campaigns.field.productTags')} />
          <TagsField name="vendors" label={text('campaigns.field.vendors')} />
        </>
      ) : null}
    </FieldCard>
  );
}
