import { BlockStack, InlineGrid, Text } from '@shopify/polaris';
import { useLocale } from '../admin-text.tsx';
import { FormNumber } from './fields.tsx';

type Props = {
  name: string;
  label: string;
  help?: string;
  currencies: readonly string[];
  /** What has to be known of a currency: that nothing is offered without an amount in it. */
  notes?: Readonly<Record<string, string>>;
};

/** An amount in each currency, as the merchant sets it: nothing is converted. */
export function MoneyFields({ name, label, help, currencies, notes = {} }: Props) {
  const names = new Intl.DisplayNames(useLocale(), { type: 'currency' });
  return (
    <fieldset className="field-group">
      <BlockStack gap="200">
        <BlockStack gap="050">
          <legend>
            <Text as="span" variant="headingSm">
              {label}
            </Text>
          </legend>
          {help ? (
            <Text as="p" tone="subdued" variant="bodySm">
              {help}
            </Text>
          ) : null}
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          {currencies.map((currency) => (
            <FormNumber
              key={currency}
              name={`${name}.${currency}`}
              label={names.of(currency) ?? currency}
              suffix={currency}
              currency={currency}
              helpText={notes[currency]}
            />
          ))}
        </InlineGrid>
      </BlockStack>
    </fieldset>
  );
}
