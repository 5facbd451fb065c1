/** The `{% schema %}` of a section or block, apart from its Liquid. */

export type Setting = { type: string; id?: string; default?: unknown };

/** The part of a section's or block's `{% schema %}` that rendering needs. */
export type Schema = {
  name?: string;
  target?: string;
  tag?: string | null;
  class?: string;
  stylesheet?: string;
  javascript?: string;
  available_if?: string;
  settings?: Setting[];
  enabled_on?: { templates?: string[] };
  disabled_on?: { templates?: string[] };
};

/** A file's Liquid without its schema, and the schema. Throws where the schema is no JSON. */
export function splitSchema(source: string): { liquid: string; schema: Schema } {
  const match = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source);
  if (!match) return { liquid: source, schema: {} };
  return { liquid: source.replace(match[0], ''), schema: JSON.parse(match[1] ?? '{}') as Schema };
}

/** The settings' values: as chosen, else the schema's defaults, else none. */
export function settingValues(
  { settings = [] }: Schema,
  chosen: Record<string, unknown>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { id, default: preset } of settings) if (id) values[id] = chosen[id] ?? preset ?? null;
  return values;
}
