import { BlockStack, InlineError, InlineStack, Select, Tag, Text } from '@shopify/polaris';
import { COUNTRIES } from '../../domain/countries.ts';
import { useAdminText, useLocale } from '../admin-text.tsx';
import { useInBrowser } from '../use-in-browser.ts';
import { KeptValue, useFormField } from './fields.tsx';

type Props = { name: string; label: string; help?: string };

/** Countries by their names; what is kept are their codes, separated by spaces. */
export function CountriesField({ name, label, help }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const { id, value, initial, change, error } = useFormField(name);
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const nameOf = (code: string) => names.of(code) ?? code;
  const inBrowser = useInBrowser();
  const chosen = value.split(' ').filter(Boolean);
  const inOrder = (codes: readonly string[]) =>
    codes
      .map((code) => ({ value: code, label: nameOf(code) }))
      .toSorted((a, b) => (inBrowser ? a.label.localeCompare(b.label, locale) : 0));
  return (
    <div role="group" aria-labelledby={`${id}-label`}>
      <BlockStack gap="200">
        <KeptValue name={name} initial={initial} />
        <Text as="p" id={`${id}-label`}>
          {label}
        </Text>
        {chosen.length > 0 ? (
          <InlineStack gap="200">
            {inOrder(chosen).map((country) => (
              <Tag
                key={country.value}
                onRemove={() => change(chosen.filter((code) => code !== country.value).join(' '))}
              >
                {`${country.label} (${country.value})`}
              </Tag>
            ))}
          </InlineStack>
        ) : null}
        <div className="narrow-field">
          <Select
            id={id}
            label={text('form.countries.add')}
            placeholder={text('form.countries.choose')}
            options={inBrowser ? inOrder(COUNTRIES.filter((code) => !chosen.includes(code))) : []}
            value=""
            error={error !== undefined}
            onChange={(code) => change([...chosen, code].join(' '))}
            helpText={help}
          />
        </div>
        {error ? <InlineError message={error} fieldID={id} /> : null}
      </BlockStack>
    </div>
  );
}
