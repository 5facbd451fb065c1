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

/** What stands in one of them, and a way to write it as if it had been typed there. */
export function useKeptText(name: string) {
  const form = useFormMetadata();
  const [field] = useField<string, Record<string, unknown>, FormFault[]>(name);
  const text = useAdminText();
  const format = useAdminFormat();
  const kept = () => {
    const found = (document.getElementById(form.id) as HTMLFormElement | null)?.elements.namedItem(name);
    return found instanceof HTMLTextAreaElement ? found : null;
  };
  const fault = field.errors?.[0];
  return {
    id: field.id,
    value: typeof field.value === 'string' ? field.value : '',
    error: fault && faultText(fault, text, format),
    change: (value: string) => {
      const element = kept();
      if (!element) return;
      element.value = value;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    },
    blur: () => kept()?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })),
  };
}
