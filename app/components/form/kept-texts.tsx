/**
 * Fields of which only some are shown: each has its kept value in the page, whichever is seen, so that a save has them all. Text areas, since other fields
 * drop line breaks.
 */
import { useField, useFormMetadata } from '@conform-to/react';
import { partOf } from '../../domain/program-parts.ts';
import type { FormFault } from '../../domain/form-fault.ts';
import { useAdminFormat } from '../admin-format.tsx';
import { useAdminText } from '../admin-text.tsx';
import { faultText } from './fault-text.ts';
import { keptElement, useKeptText } from './fields.tsx';

export function KeptTexts({ names }: { names: readonly string[] }) {
  const { id, initialValue } = useFormMetadata();
  return (
    // A form that begins anew has another id, and its fields begin with it.
    <div hidden key={id}>
      {names.map((name) => (
        <textarea key={name} readOnly name={name} defaultValue={initialText(initialValue, name)} />
      ))}
    </div>
  );
}

function initialText(initial: unknown, name: string): string {
  const found = name.split('.').reduce<unknown>((part, key) => partOf(part, key), initial);
  return typeof found === 'string' ? found : '';
}

/** One of them as a field that is shown: what stands in it, a way to write it as if it had been typed there, and what is the matter with it. */
export function useShownText(name: string) {
  const [field] = useField<string, Record<string, unknown>, FormFault[]>(name);
  const [value, change] = useKeptText(name);
  const text = useAdminText();
  const format = useAdminFormat();
  const fault = field.errors?.[0];
  return {
    id: field.id,
    value,
    error: fault && faultText(fault, text, format),
    change,
    blur: () => keptElement(field)?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })),
  };
}
