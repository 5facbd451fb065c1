/** What points do in the cart: whether, how much a step takes off, how far, for whom, and what it is called. */
import { BlockStack, InlineGrid } from '@shopify/polaris';
import type { CartPoints } from '../domain/cart-points.ts';
import { ON } from '../domain/form-text.ts';
import type { Program } from '../domain/program.ts';
import { formCurrencies, formLanguages } from '../domain/reward-form.ts';
import { useAdminText } from './admin-text.tsx';
import { AudienceFields } from './form/audience-fields.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormChoices, FormNumber, FormSwitch, useFieldText } from './form/fields.tsx';
import { LocalizedFields } from './form/localized-fields.tsx';
import { MoneyFields } from './form/money-fields.tsx';

type Props = {
  program: Program;
  /** As the form was filled with it. */
  cart: CartPoints;
  shopCurrency: string;
};

export function CartFields({ program, cart, shopCurrency }: Props) {
  const text = useAdminText();
  const value = useFieldText('offered');
  return (
    <>
      <FieldCard title={text('cart.title')} help={text('cart.help')}>
        <FormSwitch
          name="offered"
          on={ON}
          label={text('cart.offered')}
          helpText={text('cart.offered.help')}
        />
      </FieldCard>
      {/* Out of sight while it is off, and still in the form: what was typed is there when it is switched on again. */}
      <div hidden={value !== ON}>
        <BlockStack gap="400">
          <WorthFields currencies={formCurrencies(program, shopCurrency, cart.values)} />
          <BoundFields />
          <AudienceFields program={program} chosen={cart.for} />
          <FieldCard title={text('cart.texts.title')}>
            <LocalizedFields
              name="name"
              label={text('cart.name')}
              help={text('cart.name.help')}
              languages={formLanguages(program, cart.name)}
            />
            <FormChoices
              name="combinesWith"
              label={text('rewards.field.combinesWith')}
              options={(['order', 'product', 'shipping'] as const).map((one) => ({
                value: one,
                label: text(`rewards.combines.${one}`),
              }))}
            />
          </FieldCard>
        </BlockStack>
      </div>
    </>
  );
}

function WorthFields({ currencies }: { currencies: readonly string[] }) {
  const text = useAdminText();
  return (
    <FieldCard title={text('cart.worth.title')}>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormNumber
          name="step"
          label={text('cart.step')}
          suffix={text('rewards.field.points.suffix')}
          helpText={text('cart.step.help')}
        />
      </InlineGrid>
      <MoneyFields
        name="values"
        label={text('cart.values')}
        help={text('cart.values.help')}
        currencies={currencies}
      />
    </FieldCard>
  );
}

function BoundFields() {
  const text = useAdminText();
  return (
    <FieldCard title={text('cart.bounds.title')}>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormNumber
          name="mostPoints"
          label={text('cart.mostPoints')}
          suffix={text('rewards.field.points.suffix')}
          placeholder={text('cart.most.none')}
        />
        <FormNumber
          name="mostPercent"
          label={text('cart.mostPercent')}
          suffix="%"
          placeholder={text('cart.most.none')}
          helpText={text('cart.mostPercent.help')}
        />
        <FormNumber
          name="holdHours"
          label={text('cart.holdHours')}
          suffix={text('cart.hours')}
          helpText={text('cart.holdHours.help')}
        />
      </InlineGrid>
    </FieldCard>
  );
}
