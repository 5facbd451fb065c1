import { readFileSync } from 'node:fs';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { escapeHtml } from '../../liquid/escape-html.ts';
import { createEngine, type Engine, type PageScope } from '../../liquid/engine.ts';
import { settingValues, splitSchema, type Schema } from '../../liquid/schema.ts';
import { watchedFolder, type LiquidFolder } from './liquid-folder.ts';
import { liquidMoney } from './liquid-money.ts';
import type { LiquidObject } from './product-object.ts';

/** A block as a theme's JSON places it. */
export type PlacedBlock = { id: string; type: string; settings: Record<string, unknown> };

export type Extension = {
  handle: string;
  /** Where its assets are served. */
  assetPath: string;
  path: string;
  /** An app block's HTML in its wrapper; nothing for a block that the extension has not or that does not belong on this page. */
  render(
    placed: PlacedBlock,
    page: PageScope,
    template: string,
    section: LiquidObject | null,
  ): RenderedBlock | null;
};

export type RenderedBlock = {
  html: string;
  target: string;
  stylesheet: string | null;
  javascript: string | null;
};

const config = z.object({ type: z.literal('theme'), handle: z.string().optional(), name: z.string() });

/** The theme app extensions in a folder, such as extensions/. Throws where one's configuration is faulty. */
export function readExtensions(folder: string): Extension[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const toml = join(path, 'shopify.extension.toml');
    if (!existsSync(toml)) return [];
    const read = config.safeParse(parse(readFileSync(toml, 'utf8')));
    return read.success ? [openExtension(path, read.data.handle ?? name)] : [];
  });
}

function openExtension(path: string, handle: string): Extension {
  const assetPath = `/cdn/extensions/${handle}/assets`;
  const read = watchedFolder(path);
  let made: { version: string; engine: Engine } | null = null;
  const current = (): { folder: LiquidFolder; engine: Engine } => {
    const folder = read();
    if (made?.version !== folder.version)
      made = {
        version: folder.version,
        engine: createEngine(folder.files, { assetPath, money: liquidMoney }),
      };
    return { folder, engine: made.engine };
  };
  return {
    handle,
    assetPath,
    path,
    render(placed, page, template, section) {
      const { folder, engine } = current();
      const file = `blocks/${placed.type}.liquid`;
      const source = folder.files.get(file);
      if (source === undefined) return null;
      const { schema } = splitSchema(source);
      if (!isEnabledOn(schema, template)) return null;
      const block = { ...placed, settings: blockSettings(schema, placed, page), shopify_attributes: '' };
      const inner = engine.render(file, page, { block, section });
      const url = (name: string | undefined) => (name ? `${assetPath}/${name}` : null);
      return {
        html: wrapped(inner, placed.id, schema),
        target: schema.target ?? 'section',
        stylesheet: url(schema.stylesheet),
        javascript: url(schema.javascript),
      };
    },
  };
}

/** A product setting with autofill is the page's product where nothing else was chosen. */
function blockSettings(schema: Schema, { settings }: PlacedBlock, page: PageScope): Record<string, unknown> {
  const values = settingValues(schema, settings);
  for (const { id, type } of schema.settings ?? [])
    if (id && type === 'product') values[id] = page.globals['product'] ?? null;
  return values;
}

function isEnabledOn({ enabled_on: enabled, disabled_on: disabled }: Schema, template: string): boolean {
  const names = (list: string[] | undefined) =>
    list?.some((each) => each === '*' || each === template) ?? false;
  if (enabled?.templates) return names(enabled.templates);
  return !names(disabled?.templates);
}

function wrapped(inner: string, id: string, { tag = 'div', class: className }: Schema): string {
  if (tag === null) return inner;
  const classes = ['shopify-block', 'shopify-app-block', ...(className ? [className] : [])].join(' ');
  return `<${tag} id="shopify-block-${escapeHtml(id)}" class="${escapeHtml(classes)}">${inner}</${tag}>`;
}
