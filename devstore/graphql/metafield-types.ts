/** What a value of each imitated type must look like. */
const forms: Record<string, (value: string) => boolean> = {
  json: isJson,
  boolean: (value) => value === 'true' || value === 'false',
  number_integer: (value) => /^-?\d{1,16}$/.test(value) && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER,
  number_decimal: (value) => /^-?\d{1,13}(\.\d{1,9})?$/.test(value),
  single_line_text_field: (value) => !/[\r\n]/.test(value),
  multi_line_text_field: () => true,
};

export const metafieldTypes: readonly string[] = Object.keys(forms);

export function isValueOf(type: string, value: string): boolean {
  return forms[type]?.(value) ?? false;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
