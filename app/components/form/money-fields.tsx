import { useLocale } from '../admin-text.tsx';
import { FieldGroup } from './field-group.tsx';
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
    <FieldGroup label={label} help={help}>
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
    </FieldGroup>
  );
}
