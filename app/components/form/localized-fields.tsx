import { useField } from '@conform-to/react';
import type { FormFault } from '../../domain/form-fault.ts';
import { localizedText } from '../../locales/reward-text.ts';
import { useAdminText, useLocale } from '../admin-text.tsx';
import { FieldGroup } from './field-group.tsx';
import { FormText } from './fields.tsx';

type Props = { name: string; label: string; help?: string; languages: readonly string[]; multiline?: number };

/** A text in every language of the shop's markets; an empty one says what shoppers then read. */
export function LocalizedFields({ name, label, help, languages, multiline }: Props) {
  const text = useAdminText();
  const locale = useLocale();
  const [field] = useField<Record<string, string>, Record<string, unknown>, FormFault[]>(name);
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const texts = written(field.value);
  return (
    <FieldGroup label={label} help={help}>
      {languages.map((language) => (
        <FormText
          key={language}
          name={`${name}.${language}`}
          label={names.of(language) ?? language}
          multiline={multiline}
          helpText={missingText(texts, language)}
        />
      ))}
    </FieldGroup>
  );

  function missingText(known: Record<string, string>, language: string): string | undefined {
    const instead = localizedText(known, language);
    return known[language] === undefined && instead !== ''
      ? text('form.text.missing', { text: instead })
      : undefined;
  }
}

/** Those that have something in them. */
function written(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (one): one is [string, string] => typeof one[1] === 'string' && one[1].trim() !== '',
    ),
  );
}
