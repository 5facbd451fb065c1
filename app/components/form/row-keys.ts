import { useFormField } from './fields.tsx';

/**
 * Rows that come and go: their keys stand in a field of the form, separated by spaces, so that a save, a kept draft and the other side of the wire know which
 * rows there are. What else a row holds is kept in fields by its key, which stays the same wherever the row stands. Needs a KeptValue of `name` beside it.
 */
export function useRowKeys(name: string) {
  const { value, initial, change } = useFormField(name);
  const keys = value.split(' ').filter(Boolean);
  const set = (next: readonly string[]) => change(next.join(' '));
  return {
    initial,
    keys,
    add: (key: string) => set([...keys, key]),
    remove: (key: string) => set(keys.filter((one) => one !== key)),
  };
}
