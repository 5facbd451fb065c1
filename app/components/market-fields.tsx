import { InlineGrid, Text } from '@shopify/polaris';
import { CURRENCIES } from '../domain/currency.ts';
import { textOf } from '../domain/form-text.ts';
import { digitChoices } from '../domain/market-form.ts';
import type { Market } from '../domain/program.ts';
import { useAdminText, useLocale } from './admin-text.tsx';
import { CountriesField } from './form/countries-field.tsx';
import { FieldCard } from './form/field-card.tsx';
import { FormSelect, FormText } from './form/fields.tsx';
import { COMMON_LANGUAGES, languageName } from './language-name.ts';
import { useInBrowser } from './use-in-browser.ts';

type Props = {
  /** As it is in the draft; null: a new one. */
  market: Market | null;
  /** What the fields hold, as text. */
  sent: unknown;
  /** Of the shop, as Shopify tells them. */
  languages: readonly string[];
};

/** Who belongs to a market, what they pay with, and how they read. */
export function MarketFields({ market, sent, languages }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const [chosen, digits] = [textOf(sent, 'locale'), textOf(sent, 'digits')];
  const spoken = [...new Set([chosen, ...languages, ...COMMON_LANGUAGES])].filter(Boolean);
  const choices = digitChoices(chosen, market);
  return (
    <FieldCard title={text('markets.section')} help={text('markets.section.help')}>
      {market === null ? (
        <FormText name="handle" label={text('markets.handle')} helpText={text('markets.handle.help')} />
      ) : (
        <input hidden readOnly name="handle" defaultValue={textOf(sent, 'handle')} />
      )}
      <CountriesField
        name="countries"
        label={text('markets.countries')}
        help={text('markets.countries.help')}
      />
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="400">
        <FormSelect
          name="currency"
          label={text('markets.currency')}
          options={useOptions(
            CURRENCIES.map((code) => ({ value: code, label: `${currencyName(code, locale)} (${code})` })),
            text('markets.choose'),
            textOf(sent, 'currency'),
            locale,
          )}
        />
        <FormSelect
          name="locale"
          label={text('markets.language')}
          helpText={text('markets.language.help')}
          options={useOptions(
            spoken.map((tag) => ({ value: tag, label: languageName(tag, locale) })),
            text('markets.choose'),
            chosen,
            locale,
          )}
        />
        {choices.length > 0 ? (
          <FormSelect
            name="digits"
            label={text('markets.digits')}
            helpText={text('markets.digits.help')}
            options={[
              { value: '', label: text('markets.digits.usual') },
              ...choices.map((value) => ({ value, label: sample(`${chosen}-u-nu-${value}`) })),
            ]}
          />
        ) : (
          <input hidden readOnly name="digits" defaultValue={digits} />
        )}
      </InlineGrid>
      <Text as="p" tone="subdued">
        {text('markets.rates.help')}
      </Text>
    </FieldCard>
  );
}

type Option = { value: string; label: string };

/** By name, and before the first choice something that is none. Until the page runs in a browser, what is chosen alone. */
function useOptions(options: readonly Option[], none: string, chosen: string, locale: string): Option[] {
  const inBrowser = useInBrowser();
  const sorted = inBrowser
    ? options.toSorted((a, b) => a.label.localeCompare(b.label, locale))
    : options.filter(({ value }) => value === chosen);
  return chosen === '' ? [{ value: '', label: none }, ...sorted] : sorted;
}

const currencyName = (code: string, locale: string) =>
  new Intl.DisplayNames(locale, { type: 'currency' }).of(code) ?? code;
const sample = (locale: string) => new Intl.NumberFormat(locale).format(1234.5);
