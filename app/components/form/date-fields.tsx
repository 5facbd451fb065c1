/** A date and a time of the shop's clocks, as the merchant's browser asks for them. */
import { InlineGrid, TextField } from '@shopify/polaris';
import { useState, type ReactNode } from 'react';
import { KeptValue, useFormField, useKeptText } from './fields.tsx';

type Field = { name: string; label: string; helpText?: ReactNode };

/** What is kept of "31.11.2026" or "14.12.": neither a date nor a time, so that it is refused. */
const UNREADABLE = '?';

/** A browser says '' of what it cannot read, though people still see it there: an end that is mistyped would be no end at all. */
function typedIn(id: string): string {
  const input = document.getElementById(id);
  if (!(input instanceof HTMLInputElement)) return '';
  return input.validity.badInput ? UNREADABLE : input.value;
}

/** Kept as 2026-12-12, or 09:30; empty where nothing is chosen. */
function FormClock({ name, type, ...shown }: Field & { type: 'date' | 'time' }) {
  const { id, initial, blur, error } = useFormField(name);
  const [value, write] = useKeptText(name);
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <>
      <KeptValue name={name} initial={initial} />
      <TextField
        {...shown}
        {...{ id, error, type }}
        // A form that begins anew has other ids: what could not be read goes with its field.
        key={id}
        value={typed ?? (value === UNREADABLE ? '' : value)}
        onChange={(entered) => {
          setTyped(entered);
          write(typedIn(id));
        }}
        onBlur={() => {
          setTyped(null);
          // Of what is typed in part a browser tells nothing before.
          write(typedIn(id));
          blur();
        }}
        autoComplete="off"
      />
    </>
  );
}

/** The fields `<name>On` and `<name>Time`. */
export function FormMoment({
  name,
  date,
  time,
}: {
  name: string;
  date: Omit<Field, 'name'>;
  time: Omit<Field, 'name'>;
}) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
      <FormClock type="date" name={`${name}On`} {...date} />
      <FormClock type="time" name={`${name}Time`} {...time} />
    </InlineGrid>
  );
}
