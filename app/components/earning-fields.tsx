/** What decides over how many points an order earns besides its rate, and when they can be used. */
import { InlineGrid } from '@shopify/polaris';
import { fieldKey, ON } from '../domain/form-text.ts';
import type { Program } from '../domain/program.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FieldGroup } from './form/field-group.tsx';
import { FormChoice, FormNumber, FormSwitch } from './form/fields.tsx';
import { marketName } from './market-name.ts';

export function CountingFields() {
  const text = useAdminText();
  return (
    <FieldCard title={text('earning.counts.title')}>
      <FormChoice
        name="taxes"
        label={text('earning.taxes')}
        options={(['asDisplayed', 'included', 'excluded'] as const).map((value) => ({
          value,
          label: text(`earning.taxes.${value}`),
          helpText: text(`earning.taxes.${value}.help`),
        }))}
      />
      <FormSwitch
        name="shipping"
        on={ON}
        label={text('earning.shipping')}
        helpText={text('earning.shipping.help')}
      />
      <FormSwitch
        name="giftCardProducts"
        on={ON}
        label={text('earning.giftCards')}
        helpText={text('earning.giftCards.help')}
      />
    </FieldCard>
  );
}

export function RoundingFields() {
  const text = useAdminText();
  return (
    <FieldCard title={text('earning.rounding.title')}>
      <FormChoice
        name="granularity"
        label={text('earning.granularity')}
        options={(['proportional', 'wholeSteps'] as const).map((value) => ({
          value,
          label: text(`earning.granularity.${value}`),
          helpText: text(`earning.granularity.${value}.help`),
        }))}
      />
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormChoice
          name="rounding"
          label={text('earning.rounding')}
          options={(['down', 'halfUp', 'up'] as const).map((value) => ({
            value,
            label: text(`earning.rounding.${value}`),
          }))}
        />
        <FormChoice
          name="stacking"
          label={text('earning.stacking')}
          options={(['add', 'multiply', 'highest'] as const).map((value) => ({
            value,
            label: text(`earning.stacking.${value}`),
            helpText: text(`earning.stacking.${value}.help`),
          }))}
        />
      </InlineGrid>
    </FieldCard>
  );
}

export function PendingFields({ program }: { program: Program }) {
  const text = useAdminText();
  const locale = useLocale();
  const { byMarket } = program.earning.pending;
  // A market that is gone keeps its field: a save would drop its days unseen.
  const gone = Object.keys(byMarket).filter(
    (handle) => !program.markets.some((one) => one.handle === handle),
  );
  const markets = [
    ...program.markets.map((market) => ({ handle: market.handle, name: marketName(market, locale) })),
    ...gone.map((handle) => ({ handle, name: handle })),
  ];
  return (
    <FieldCard title={text('earning.pending.title')} help={text('earning.pending.help')}>
      <FormChoice
        name="awardOn"
        label={text('earning.awardOn')}
        options={(['paid', 'fulfilled'] as const).map((value) => ({
          value,
          label: text(`earning.awardOn.${value}`),
        }))}
      />
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormNumber name="pendingDays" label={text('earning.pending.days')} suffix={text('earning.days')} />
        <FormChoice
          name="pendingFrom"
          label={text('earning.pending.from')}
          options={(['processed', 'fulfilled'] as const).map((value) => ({
            value,
            label: text(`earning.pending.from.${value}`),
          }))}
        />
      </InlineGrid>
      {markets.length > 0 ? (
        <FieldGroup label={text('earning.pending.markets')} help={text('earning.pending.markets.help')}>
          {markets.map(({ handle, name }) => (
            <FormNumber
              key={handle}
              name={`marketDays.${fieldKey(handle)}`}
              label={name}
              suffix={text('earning.days')}
              placeholder={text('earning.pending.markets.same')}
            />
          ))}
        </FieldGroup>
      ) : null}
    </FieldCard>
  );
}
