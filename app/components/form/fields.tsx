/** The fields of a section's form: Polaris shows them, conform keeps them. All are text to the browser (domain/reward-form.ts says how). */
import { useField, useInputControl } from '@conform-to/react';
import { Checkbox, ChoiceList, Select, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { minorUnitDigits } from '../../domain/currency.ts';
import type { FormFault } from '../../domain/form-fault.ts';
import { decimalOfMinorUnits, isDecimal, minorUnits } from '../../domain/money.ts';
import { shownDecimal, typedDecimal } from '../../locales/typed-decimal.ts';
import { useAdminFormat } from '../admin-format.tsx';
import { useAdminText, useLocale } from '../admin-text.tsx';
import { faultText } from './fault-text.ts';

/** A field by its name, as the form keeps it, with what is the matter with it. */
export function useFormField(name: string) {
  const [field] = useField<string, Record<string, unknown>, FormFault[]>(name);
  const control = useInputControl(field);
  const text = useAdminText();
  const format = useAdminFormat();
  const fault = field.errors?.[0];
  return {
    id: field.id,
    name: field.name as string,
    value: control.value ?? '',
    initial: field.initialValue ?? '',
    change: control.change as (value: string) => void,
    blur: control.blur,
    error: fault && faultText(fault, text, format),
  };
}

/** What a field holds now, for what hangs on it elsewhere: `useFormField` follows what is typed into its own field alone. */
export function useFieldText(name: string): string {
  const [field] = useField<string, Record<string, unknown>, FormFault[]>(name);
  return field.value ?? '';
}

/**
 * What the browser sends of a field whose visible part is another. Not of type `hidden`: there the value is the attribute, which React sets back to
 * what it began with at every render.
 */
export function KeptValue({ name, initial }: { name: string; initial: string }) {
  return <input hidden readOnly name={name} defaultValue={initial} />;
}

type Field = { name: string; label: string; helpText?: ReactNode; labelHidden?: boolean };

export function FormText({ multiline, ...field }: Field & { multiline?: number; placeholder?: string }) {
  const { id, name, value, change, blur, error } = useFormField(field.name);
  return (
    <div className="own-direction">
      <TextField
        {...field}
        {...{ id, name, value, error, multiline }}
        onChange={change}
        onBlur={blur}
        autoComplete="off"
      />
    </div>
  );
}

/**
 * The text that a field keeps behind what is shown, and how to write it. Everybody who shows it follows it, whoever wrote: the field, or a suggestion
 * beside it. Nothing of it is kept in React, which would not see what another writes.
 */
export function useKeptText(name: string): [value: string, write: (value: string) => void] {
  const [field] = useField<string, Record<string, unknown>, FormFault[]>(name);
  const write = (value: string) => {
    const kept = keptElement(field);
    if (!kept) return;
    kept.value = value;
    kept.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return [field.value ?? '', write];
}

/** Where a field's text is kept in its form; only in a browser. */
export function keptElement({ formId, name }: { formId: string; name: string }) {
  const form = document.getElementById(formId);
  const kept = form instanceof HTMLFormElement ? form.elements.namedItem(name) : null;
  return kept instanceof HTMLInputElement || kept instanceof HTMLTextAreaElement ? kept : null;
}

/** What people type as a number and what the form keeps are two things: what is seen has no name, and a hidden field has the value. */
export function FormNumber({
  name,
  currency,
  suffix,
  ...shown
}: Field & { currency?: string; suffix?: string; placeholder?: string }) {
  const { id, initial, blur, error } = useFormField(name);
  const [value, change] = useKeptText(name);
  const locale = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <KeptValue name={name} initial={initial} />
      <TextField
        {...shown}
        {...{ id, error, suffix }}
        value={typed ?? shownDecimal(value, locale)}
        onChange={(entered) => {
          setTyped(entered);
          change(typedDecimal(entered, locale));
        }}
        onBlur={() => {
          setTyped(null);
          if (currency) change(inFull(value, currency));
          blur();
        }}
        inputMode={currency !== undefined && minorUnitDigits(currency) === 0 ? 'numeric' : 'decimal'}
        autoComplete="off"
      />
    </>
  );
}

/** With every digit of the currency ("5" is "5.00"); what is no amount of it stays as it is. */
function inFull(value: string, currency: string): string {
  const units = isDecimal(value) ? minorUnits(value, currency) : null;
  return units === null ? value : decimalOfMinorUnits(units, currency);
}

export type Option = { value: string; label: string; helpText?: string };

export function FormSelect({ options, ...field }: Field & { options: Option[] }) {
  const { id, name, value, change, blur, error } = useFormField(field.name);
  return <Select {...field} {...{ id, name, value, error, options }} onChange={change} onBlur={blur} />;
}

export function FormSwitch({ name, on, ...shown }: Field & { on: string }) {
  const { id, value, initial, change, error } = useFormField(name);
  return (
    <>
      <KeptValue name={name} initial={initial} />
      <Checkbox
        {...shown}
        id={id}
        checked={value === on}
        error={error}
        onChange={(checked) => change(checked ? on : '')}
      />
    </>
  );
}

/**
 * Polaris names the boxes of a list itself. As elements of the form they would be conform's, which resets what it does not know by clicking it: a box that
 * was ticked anew would be unticked by the next save. What they say is in the kept value.
 */
function OutsideForm({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    for (const box of place.current?.querySelectorAll('input') ?? []) box.setAttribute('form', '');
  });
  return <div ref={place}>{children}</div>;
}

/** One of a few, each with what it means beside it. */
export function FormChoice({ options, ...field }: Field & { options: Option[] }) {
  const { name, value, initial, change, error } = useFormField(field.name);
  return (
    <>
      <KeptValue name={name} initial={initial} />
      <OutsideForm>
        <ChoiceList
          title={field.label}
          titleHidden={field.labelHidden}
          choices={options}
          selected={[value]}
          error={error}
          onChange={([chosen]) => change(chosen ?? '')}
        />
      </OutsideForm>
    </>
  );
}

/** Several of the options, separated by spaces; `every`: what stands for all of them, whichever there will be. */
export function FormChoices({ options, every, ...field }: Field & { options: Option[]; every?: string }) {
  const { name, value, initial, change, error } = useFormField(field.name);
  const all = options.map((one) => one.value);
  const selected = every !== undefined && value === every ? all : value.split(' ').filter(Boolean);
  return (
    <>
      <KeptValue name={name} initial={initial} />
      <OutsideForm>
        <ChoiceList
          allowMultiple
          title={field.label}
          titleHidden={field.labelHidden}
          choices={options}
          selected={selected}
          error={error}
          onChange={(chosen) => {
            const isAll = every !== undefined && all.every((one) => chosen.includes(one));
            change(isAll ? every : all.filter((one) => chosen.includes(one)).join(' '));
          }}
        />
      </OutsideForm>
    </>
  );
}
