import { z } from 'zod';
import { createEngine, type Engine, type PageScope } from '../../liquid/engine.ts';
import { settingValues, splitSchema } from '../../liquid/schema.ts';
import { jsonForScript } from '../pages/html.ts';
import type { Html } from '../pages/html.ts';
import type { StoreView } from '../pages/store/view.ts';
import { noticeBanner } from '../pages/admin/shell.ts';
import type { Collection, Product } from '../state/catalogue-types.ts';
import { readExtensions } from './app-blocks.ts';
import type { Extension, PlacedBlock, RenderedBlock } from './app-blocks.ts';
import { liquidMoney } from './liquid-money.ts';
import { watchedFolder } from './liquid-folder.ts';
import type { LiquidFolder } from './liquid-folder.ts';
import { appObject, metafieldsObject, pageObjects } from './page-objects.ts';
import { collectionObject, productObject, shownIn } from './product-object.ts';
import { appBlockName } from './theme-settings.ts';
import { appBlockHtml, pageParts, registerThemeTags } from './theme-tags.ts';

const settings = z.record(z.string(), z.unknown()).default({});
const placedBlock = z.object({ type: z.string(), settings, disabled: z.boolean().default(false) });
const placedSection = z.object({
  type: z.string(),
  settings,
  blocks: z.record(z.string(), placedBlock).default({}),
  block_order: z.array(z.string()).default([]),
});
/** A JSON template or a section group. */
const sectionList = z.object({ sections: z.record(z.string(), placedSection), order: z.array(z.string()) });
const themeSettings = z.object({
  current: z.object({ blocks: z.record(z.string(), placedBlock).default({}) }),
});

type PlacedSection = z.output<typeof placedSection>;

/** A page by its JSON template, or a body that the dev store wrote itself, in the theme's layout. */
export type ThemePage = { title: string } & (
  | { template: 'product'; product: Product; variantId: number | null }
  | { template: 'index' | 'cart' }
  | { template: 'page'; handle: string }
  | { template: 'collection'; collection: Collection }
  | { template: 'customers/account' | 'checkout'; body: Html }
);

export type Theme = {
  extensions: readonly Extension[];
  /** A whole page of the storefront. Throws what Liquid throws: an unknown filter, tag or file. */
  render(view: StoreView, page: ThemePage): string;
  /** Sections of a page's JSON template by their ids, each in its element; null for one that the page has not. */
  sections(view: StoreView, page: ThemePage, ids: readonly string[]): Record<string, string | null>;
};

const themePath = new URL('../theme', import.meta.url).pathname;

/** Opens the theme with the blocks and embeds of the app's extensions. */
export function openTheme(extensionsFolder: string, apiKey: string): Theme {
  const read = watchedFolder(themePath);
  const extensions = readExtensions(extensionsFolder);
  let made: { version: string; engine: Engine } | null = null;
  const rendering = (view: StoreView, page: ThemePage) => {
    const folder = read();
    if (made?.version !== folder.version)
      made = {
        version: folder.version,
        engine: createEngine(folder.files, {
          assetPath: '/assets',
          money: liquidMoney,
          extend: registerThemeTags,
        }),
      };
    return new PageRendering({ folder, engine: made.engine, extensions, apiKey }, view, page);
  };
  return {
    extensions,
    render: (view, page) => rendering(view, page).html(),
    sections: (view, page, ids) => rendering(view, page).sectionsOf(ids),
  };
}

type Surroundings = {
  folder: LiquidFolder;
  engine: Engine;
  extensions: readonly Extension[];
  apiKey: string;
};

/** One page on its way: the theme's files and the app's see different objects, and both add to the head. */
class PageRendering {
  readonly #surroundings: Surroundings;
  readonly #view: StoreView;
  readonly #page: ThemePage;
  readonly #ofTheme: PageScope;
  readonly #ofApp: PageScope;
  readonly #head = new Set<string>();

  constructor(surroundings: Surroundings, view: StoreView, page: ThemePage) {
    this.#surroundings = surroundings;
    this.#view = view;
    this.#page = page;
    const { store, language, customer, market } = view;
    const objects: Record<string, unknown> = {
      ...pageObjects(view, page.template),
      ...this.#resources(),
      page_title: page.title,
    };
    const shown = { currency: market.currency, language };
    const parts = {
      section: (name: string) =>
        this.#section(name, { type: name, settings: {}, blocks: {}, block_order: [] }),
      sections: (group: string) => this.#sections(`sections/${group}.json`),
    };
    const own = customer && {
      ...(objects['customer'] as object),
      metafields: metafieldsObject(store, { type: 'Customer', id: customer.id }, surroundings.apiKey),
    };
    this.#ofTheme = { ...shown, globals: { ...objects, [pageParts]: parts } };
    this.#ofApp = {
      ...shown,
      globals: { ...objects, customer: own, app: appObject(store, surroundings.apiKey) },
    };
  }

  html(): string {
    const { engine } = this.#surroundings;
    const page = this.#page;
    const content = 'body' in page ? page.body.markup : this.#sections(`templates/${page.template}.json`);
    const { head, body } = this.#embeds();
    const layout = engine.render('layout/theme.liquid', this.#ofTheme, {
      content_for_layout: `${this.#notice()}${content}`,
      // A place that is filled when all of the page has said what it needs.
      content_for_header: headerMark,
    });
    const header = `${this.#standardHeader()}${[...this.#head].join('')}${head}`;
    return layout
      .replace(headerMark, () => header)
      .replace(/<\/body>(?![\s\S]*<\/body>)/, () => `${body}</body>`);
  }

  sectionsOf(ids: readonly string[]): Record<string, string | null> {
    const { sections } = sectionList.parse(JSON.parse(this.#file(`templates/${this.#page.template}.json`)));
    const html = (id: string) => (sections[id] ? this.#section(id, sections[id]) : null);
    return Object.fromEntries(ids.map((id) => [id, html(id)]));
  }

  /** What the last act said, before the page. */
  #notice(): string {
    const { notice } = this.#view;
    return notice ? noticeBanner(notice).markup : '';
  }

  /** The objects of the page's own template. */
  #resources(): Record<string, unknown> {
    const page = this.#page;
    if (page.template === 'product')
      return { product: productObject(page.product, shownIn(this.#view, page.variantId)) };
    if (page.template === 'collection') return { collection: collectionObject(this.#view, page.collection) };
    if (page.template === 'page')
      return { page: { title: page.title, handle: page.handle, content: '', url: this.#view.path } };
    return page.template === 'index' ? { collection: collectionObject(this.#view, null) } : {};
  }

  #sections(path: string): string {
    const list = sectionList.parse(JSON.parse(this.#file(path)));
    return list.order.map((id) => (list.sections[id] ? this.#section(id, list.sections[id]) : '')).join('');
  }

  #section(id: string, placed: PlacedSection): string {
    const path = `sections/${placed.type}.liquid`;
    const { schema } = splitSchema(this.#file(path));
    const section = { id, settings: settingValues(schema, placed.settings) };
    const blocks = placed.block_order.flatMap((blockId) => {
      const block = placed.blocks[blockId];
      return block && !block.disabled ? this.#block({ ...block, id: blockId }, section) : [];
    });
    const inner = this.#surroundings.engine.render(path, this.#ofTheme, { section: { ...section, blocks } });
    const tag = schema.tag ?? 'div';
    const classes = ['shopify-section', ...(schema.class ? [schema.class] : [])].join(' ');
    return `<${tag} id="shopify-section-${id}" class="${classes}">${inner}</${tag}>`;
  }

  /** A block of the theme as it is; one of an app as `@app`, with its HTML. */
  #block(placed: PlacedBlock, section: { id: string }): Record<string, unknown>[] {
    if (!placed.type.startsWith('shopify://')) return [{ ...placed, shopify_attributes: '' }];
    const rendered = this.#appBlock(placed, { id: section.id });
    if (rendered?.target !== 'section') return [];
    return [
      { id: placed.id, type: '@app', settings: {}, shopify_attributes: '', [appBlockHtml]: rendered.html },
    ];
  }

  /** The embeds that the theme's settings switch on; none at the checkout, which is no part of a theme. */
  #embeds(): { head: string; body: string } {
    const placed = themeSettings.parse(JSON.parse(this.#file('config/settings_data.json'))).current.blocks;
    const found = { head: '', body: '' };
    if (this.#page.template === 'checkout') return found;
    for (const [id, block] of Object.entries(placed)) {
      if (block.disabled) continue;
      const rendered = this.#appBlock({ ...block, id }, null);
      if (rendered?.target === 'head') found.head += rendered.html;
      if (rendered?.target === 'body') found.body += rendered.html;
    }
    return found;
  }

  /** Apps that are not installed have no blocks, nor what the merchant switched off. */
  #appBlock(placed: PlacedBlock, section: { id: string } | null): RenderedBlock | null {
    const name = appBlockName(placed.type);
    const { store } = this.#view;
    if (name === null || store.installation() === null) return null;
    if (store.themeChoices().appBlocksOff.includes(name)) return null;
    for (const extension of this.#surroundings.extensions) {
      const block = { ...placed, type: name };
      const rendered = extension.render(block, this.#ofApp, this.#page.template, section);
      if (!rendered) continue;
      if (rendered.stylesheet)
        this.#head.add(`<link rel="stylesheet" href="${rendered.stylesheet}" media="all">`);
      if (rendered.javascript) this.#head.add(`<script src="${rendered.javascript}" async></script>`);
      return rendered;
    }
    return null;
  }

  #standardHeader(): string {
    const { store, language, market } = this.#view;
    const known = {
      shop: store.shop.domain,
      locale: language,
      currency: { active: market.currency },
      country: market.countries[0],
      routes: { root: `/store/${market.handle}/` },
    };
    return `${sharedAssets}<script>window.Shopify = ${jsonForScript(known).markup};</script>`;
  }

  #file(path: string): string {
    const source = this.#surroundings.folder.files.get(path);
    if (source === undefined) throw new Error(`The theme has no ${path}`);
    return source;
  }
}

/** What all pages of the dev store share, which a theme's assets do not hold. */
const sharedAssets = `<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/base.css"><link rel="stylesheet" href="/assets/controls.css">
<script type="module" src="/assets/store.js"></script>`;

const headerMark = '<!-- content_for_header -->';
