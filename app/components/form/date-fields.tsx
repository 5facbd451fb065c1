/** A date and a time of the shop's clocks, as the merchant's browser asks for them. */
import { InlineGrid, TextField } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useFormField } from './fields.tsx';

type Field = { name: string; label: string; helpText?: ReactNode };

/** Kept as 2026-12-12, or 09:30; empty where nothing is chosen. */
function FormClock({ type, ...field }: Field & { type: 'date' | 'time' }) {
  const { id, name, value, change, blur, error } = useFormField(field.name);
  return (
    <TextField
      {...field}
      {...{ id, name, value, error, type }}
      onChange={change}
      onBlur={blur}
      autoComplete="off"
    />
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
