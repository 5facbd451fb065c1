import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

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

/** A theme or a theme app extension as its files say it; `version` changes with any of them. */
export type LiquidFolder = { path: string; files: ReadonlyMap<string, string>; version: string };

const folders = ['layout', 'templates', 'sections', 'blocks', 'snippets', 'locales', 'config'];

/** Reads a folder of Liquid anew whenever a file of it changed, so that a theme can be worked on while the store runs. */
export function watchedFolder(path: string): () => LiquidFolder {
  let read: LiquidFolder = { path, files: new Map(), version: '' };
  return () => {
    const names = fileNames(path);
    const version = names.map((name) => `${name}:${statSync(join(path, name)).mtimeMs}`).join(' ');
    if (version !== read.version) {
      const files = new Map(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
      read = { path, files, version };
    }
    return read;
  };
}

function fileNames(path: string): string[] {
  return folders.flatMap((folder) => {
    if (!existsSync(join(path, folder))) return [];
    return readdirSync(join(path, folder))
      .filter((name) => /^[\w.-]+\.(liquid|json)$/.test(name))
      .map((name) => `${folder}/${name}`);
  });
}

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
